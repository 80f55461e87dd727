import django.db.models.deletion
from django.db import migrations, models

TABLE = "milestones_baseline"
SQLITE = f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'a baseline never changes: {TABLE}'); END"


def freeze_again(apps, schema_editor):
    """SQLite makes the table anew to add a column to it, and the trigger is gone with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_frozen")
        schema_editor.execute(SQLITE)


class Migration(migrations.Migration):
    dependencies = [("milestones", "0004_sent_reports_never_change")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, freeze_again),
        migrations.AddField(
            "baseline",
            "decision",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="baseline",
                to="milestones.decision",
                verbose_name="frozen with the decision",
            ),
        ),
        migrations.RunPython(freeze_again, migrations.RunPython.noop),
    ]
