"""What was sent, what was answered and what was counted are facts: the database itself refuses to change them, and an answer that comes when none is taken.

An offer may change until it is concluded, a party's decision until the office has confirmed it.
"""

from django.db import migrations

SAID = "what was sent or answered never changes"
LATE = "no answer is taken here now"
FROZEN = {
    "projects_offerversion": "",
    "projects_tally": "",
    "projects_answer": "",
    "projects_answercondition": "",
    "projects_offer": "OLD.state = 'concluded'",
    "projects_formaldecision": "OLD.confirmed_at IS NOT NULL",
}
FITS = """
EXISTS (
  SELECT 1 FROM projects_invitee i
  JOIN projects_offer o ON o.id = i.offer_id
  JOIN projects_offerversion v ON v.offer_id = o.id
  WHERE i.id = NEW.invitee_id AND v.id = NEW.version_id AND i.withdrawn_at IS NULL AND (
    NEW.is_late
    OR (NEW.lets_count_id IS NOT NULL AND o.state = 'closed')
    OR (o.state = 'open' AND NEW.received_at < o.closes_at)
  )
) AND (
  NEW.replaces_id IS NULL
  OR EXISTS (SELECT 1 FROM projects_answer r WHERE r.id = NEW.replaces_id AND r.invitee_id = NEW.invitee_id AND NOT r.is_late)
) AND (
  NEW.lets_count_id IS NULL
  OR EXISTS (SELECT 1 FROM projects_answer l WHERE l.id = NEW.lets_count_id AND l.invitee_id = NEW.invitee_id AND l.is_late)
)
"""
POSTGRESQL = (
    f"""
CREATE FUNCTION projects_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SAID}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
""",
    f"""
CREATE FUNCTION projects_answer_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ({FITS}) THEN RAISE EXCEPTION '{LATE}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$
""",
    "CREATE TRIGGER projects_answer_fits BEFORE INSERT ON projects_answer FOR EACH ROW EXECUTE FUNCTION projects_answer_fits()",
)
SQLITE = (f"CREATE TRIGGER projects_answer_fits BEFORE INSERT ON projects_answer WHEN NOT ({FITS}) BEGIN SELECT RAISE(ABORT, '{LATE}'); END",)


def freeze(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement, params=None)
    for table, when in FROZEN.items():
        begun = f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW" + (f" WHEN ({when})" if when else "")
        done = "EXECUTE FUNCTION projects_frozen()" if is_postgresql else f"BEGIN SELECT RAISE(ABORT, '{SAID}: {table}'); END"
        schema_editor.execute(f"{begun} {done}", params=None)


def thaw(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for trigger, table in (("projects_answer_fits", "projects_answer"), *((f"{table}_frozen", table) for table in FROZEN)):
        schema_editor.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION projects_frozen()")
        schema_editor.execute("DROP FUNCTION projects_answer_fits()")


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_offers")]
    operations = [migrations.RunPython(freeze, thaw)]
