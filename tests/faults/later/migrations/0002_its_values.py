from django.db import migrations


class Migration(migrations.Migration):
    """Writes each row of the table that the workers were at, and an index."""

    dependencies = [("later", "0001_a_column")]
    operations = [
        migrations.RunSQL("UPDATE portfolio_delivery SET later = attempt", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE INDEX later_by_state ON portfolio_delivery (later, state)", "DROP INDEX later_by_state"),
    ]
