"""Once a version that was sent names an attachment by its hash, the row stays with that offer and that file; its title may change, since the version has its own.

That none is removed the act sees to: a trigger on DELETE would stop what empties a database, as it would for the other tables that never change.
"""

from django.db import migrations

SAID = "what was sent or answered never changes"
TABLE = "projects_offerattachment"
DIFFERS = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in ("offer_id", "file", "sha256", "size"))
SENT = "EXISTS (SELECT 1 FROM projects_offerversion v WHERE v.offer_id = OLD.offer_id AND {place} > 0)"
POSTGRESQL = (
    f"""
CREATE FUNCTION projects_attachment_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {SENT.format(place="strpos(v.terms::text, OLD.sha256)")} THEN
    RAISE EXCEPTION '{SAID}: {TABLE}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
""",
    f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({DIFFERS}) EXECUTE FUNCTION projects_attachment_sent()",
)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({DIFFERS}) AND {SENT.format(place='instr(v.terms, OLD.sha256)')} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}: {TABLE}'); END",
)


def freeze(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def thaw(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER {TABLE}_frozen" + (f" ON {TABLE}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION projects_attachment_sent()")


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_whom_a_draft_goes_to")]
    operations = [migrations.RunPython(freeze, thaw)]
