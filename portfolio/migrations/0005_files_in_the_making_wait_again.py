"""An upgrade ends the workers: what they were making waits again, so that no region has more than one in the making."""

from django.db import migrations


def wait_again(apps, schema_editor):
    apps.get_model("portfolio", "Document").objects.filter(state="rendering").update(state="requested", lease_until=None)


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0004_deliveries_and_invitations")]
    operations = [migrations.RunPython(wait_again, migrations.RunPython.noop)]
