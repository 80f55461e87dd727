"""A pack was found by its title until now: each is tied to the meeting that its title names."""

from django.db import migrations

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def titles(body: str, day) -> dict[str, str]:
    """As they were written, by the language of the region."""
    english = f"{day.day}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"
    return {
        "sv": f"{body} {day.isoformat()}: mötesunderlag",
        "nb": f"{body} {day:%d.%m.%Y}: møtehefte",
        "en-gb": f"{body} {english}: steering pack",
    }


def tie(apps, schema_editor):
    document, meeting, tied = (apps.get_model("portfolio", name) for name in ("Document", "Meeting", "MeetingDocument"))
    packs = {pk: named for pk, *named in document.objects.filter(kind="pack").values_list("pk", "region", "language", "title")}
    meetings = meeting.objects.filter(body__region__in={region for region, *_ in packs.values()}).values_list("pk", "body__region", "body__name", "date")
    named = {(region, language, title): pk for pk, region, body, day in meetings for language, title in titles(body, day).items()}
    found = {pk: named.get(tuple(name)) for pk, name in packs.items()}
    tied.objects.bulk_create([tied(meeting_id=its, document_id=pk) for pk, its in found.items() if its], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0012_packs_of_meetings")]
    operations = [migrations.RunPython(tie, migrations.RunPython.noop)]
