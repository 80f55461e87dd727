"""A status report that has been sent is a fact: the database itself refuses to change it. A draft may change."""

from django.db import migrations

TABLE = "milestones_statusreport"
FUNCTION = """
CREATE FUNCTION milestones_report_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a report that has been sent never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
TRIGGER = {
    "postgresql": f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL) EXECUTE FUNCTION milestones_report_frozen()",
    "sqlite": f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} WHEN OLD.sent_at IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, 'a report that has been sent never changes'); END",
}


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=())
    schema_editor.execute(TRIGGER[vendor])


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(f"DROP TRIGGER {TABLE}_frozen" + (f" ON {TABLE}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION milestones_report_frozen()")


class Migration(migrations.Migration):
    dependencies = [("milestones", "0004_outlook")]
    operations = [migrations.RunPython(freeze, thaw)]
