"""What a later version brings: the app of tests.faults.deploying, installed with FAULTS_LATER=1."""
