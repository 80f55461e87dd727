"""Minutes that are added later say when and by whom, and these stamps are set once, with the file.

SQLite makes the table anew when a column comes to it, and its trigger is gone with the old one: it is taken away first and made again on both databases.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BEFORE = import_module("milestones.migrations.0003_recorded_decisions_never_change")
TABLE = "milestones_decision"
ADDED = {"minutes", "minutes_sha256", "minutes_added_at", "minutes_added_by_id"}


def thaw(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_frozen{on}")


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    differs = BEFORE.DIFFERS[vendor]
    columns = [field.column for field in apps.get_model("milestones", "Decision")._meta.concrete_fields]
    changes = [f'OLD."{column}" {differs} NEW."{column}"' for column in columns if column not in ADDED]
    changes += [f"(OLD.\"minutes\" <> '' AND OLD.\"{column}\" {differs} NEW.\"{column}\")" for column in columns if column in ADDED]
    schema_editor.execute(BEFORE.TRIGGER[vendor].format(table=TABLE, changes=" OR ".join(changes)), params=None)


class Migration(migrations.Migration):
    dependencies = [("milestones", "0006_recorded_elsewhere"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.AddField(
            "decision",
            "minutes_added_at",
            models.DateTimeField(
                blank=True, help_text="Empty where they were recorded along with the decision.", null=True, verbose_name="minutes added"
            ),
        ),
        migrations.AddField(
            "decision",
            "minutes_added_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="minutes added by",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(minutes_added_at__isnull=True) | ~models.Q(minutes=""), name="decision_minutes_added_are_there"
            ),
        ),
        migrations.RunPython(freeze, thaw),
    ]
