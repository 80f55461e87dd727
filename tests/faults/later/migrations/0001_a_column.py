from django.db import migrations


class Migration(migrations.Migration):
    """As a later version would: the older one goes on beside it."""

    dependencies = [("portfolio", "0010_reminders")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE portfolio_delivery ADD COLUMN later integer NOT NULL DEFAULT 0", "ALTER TABLE portfolio_delivery DROP COLUMN later", elidable=True
        )
    ]
