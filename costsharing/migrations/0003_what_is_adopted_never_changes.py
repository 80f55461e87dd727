"""An adopted allocation, its shares and a settlement are facts: the database itself refuses to change them."""

from django.db import migrations

FROZEN = ("costsharing_allocation", "costsharing_share", "costsharing_figureuse", "costsharing_settlement")
POSTGRESQL = """
CREATE FUNCTION costsharing_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an adopted row never changes: %%', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
TRIGGER = {
    "postgresql": "CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION costsharing_frozen()",
    "sqlite": "CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'an adopted row never changes: {table}'); END",
}


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=())
    for table in FROZEN:
        schema_editor.execute(TRIGGER[vendor].format(table=table))


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in FROZEN:
        schema_editor.execute(f"DROP TRIGGER {table}_frozen" + (f" ON {table}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION costsharing_frozen()")


class Migration(migrations.Migration):
    dependencies = [("costsharing", "0002_budgets_rules_and_allocations")]
    operations = [migrations.RunPython(freeze, thaw)]
