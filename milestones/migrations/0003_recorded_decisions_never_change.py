"""A recorded decision and its conditions are facts: the database itself refuses to change them.

Two things come later and only once or by themselves: the minutes of a decision that has none, and when a condition was met.
"""

from django.db import migrations

MAY_CHANGE = {"Decision": {"minutes", "minutes_sha256"}, "Condition": {"done_on", "done_note"}}
FIRST_TIME_ONLY = {"Decision": "minutes"}
POSTGRESQL = """
CREATE FUNCTION milestones_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a recorded row never changes: %%', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
TRIGGER = {
    "postgresql": "CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changes}) EXECUTE FUNCTION milestones_frozen()",
    "sqlite": "CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} WHEN {changes} "
    "BEGIN SELECT RAISE(ABORT, 'a recorded row never changes: {table}'); END",
}
DIFFERS = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=())
    for name, free in MAY_CHANGE.items():
        model = apps.get_model("milestones", name)
        columns = [field.column for field in model._meta.concrete_fields]
        changes = [f'OLD."{column}" {DIFFERS[vendor]} NEW."{column}"' for column in columns if column not in free]
        if once := FIRST_TIME_ONLY.get(name):
            changes += [f"(OLD.\"{once}\" <> '' AND OLD.\"{column}\" <> NEW.\"{column}\")" for column in sorted(free)]
        schema_editor.execute(TRIGGER[vendor].format(table=model._meta.db_table, changes=" OR ".join(changes)), params=None)


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name in MAY_CHANGE:
        table = f"milestones_{name.lower()}"
        schema_editor.execute(f"DROP TRIGGER {table}_frozen" + (f" ON {table}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION milestones_frozen()")


class Migration(migrations.Migration):
    dependencies = [("milestones", "0003_decisions_conditions_and_checklists")]
    operations = [migrations.RunPython(freeze, thaw)]
