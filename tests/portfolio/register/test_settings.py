"""A region's settings: what is typed is checked and kept, two editors see both, a logo is only ever a picture."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from PIL import Image

from portfolio.access.roles import Role
from portfolio.documents.html import document
from portfolio.documents.mandate import content_of
from portfolio.models import Region
from portfolio.register.saving import shown
from portfolio.register.settings_form import SettingsForm
from tests.factories import portfolio
from tests.factories.full import project_with


@pytest.fixture
def region(db: None, settings: Any, tmp_path: Path) -> Region:
    settings.MEDIA_ROOT = tmp_path
    return portfolio.region("fjordane", name="Fjordane")


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.ADMIN, region))
    return client


URL, LOGO = "/fjordane/register/settings/", "/fjordane/register/settings/logo/"


def typed(region: Region, **fields: Any) -> dict[str, Any]:
    stands = {
        "name": region.name,
        "language": "nb",
        "other_languages": [],
        "time_zone": "Europe/Oslo",
        "reminders_at": "08:30",
        "reply_to": "",
        "letterhead": "",
        "office": "",
    }
    return stands | {"shown": shown(SettingsForm(None, region=region)), "do": "save"} | fields


def png(width: int = 40) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (width, 20), "navy").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def errors(response: Any, form: str = "form") -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context[form].errors.items()}


def test_what_is_typed_is_kept_and_can_be_undone(region: Region, client: Client) -> None:
    office = portfolio.municipality("Gloppen", code="4650")
    wanted = {"name": "Nye Fjordane", "other_languages": ["sv", "nb"], "time_zone": "Arctic/Longyearbyen", "letterhead": "Kontoret\r\nGate 1", "office": "4650"}
    assert client.post(URL, typed(region, **wanted)).status_code == 303
    region.refresh_from_db()
    assert (region.name, region.other_languages, region.time_zone, region.letterhead, region.office) == (
        "Nye Fjordane", "sv", "Arctic/Longyearbyen", "Kontoret\nGate 1", office,
    )  # fmt: skip
    client.post(reverse("region-settings-undo", args=["fjordane", region.history.first().history_id]))
    region.refresh_from_db()
    assert (region.name, region.office, region.history.count()) == ("Fjordane", None, 3)


def test_the_making_of_the_region_cannot_be_undone(region: Region, client: Client) -> None:
    client.post(reverse("region-settings-undo", args=["fjordane", region.history.get().history_id]))
    assert Region.objects.filter(pk=region.pk).exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, {"name": ["Write the region's name."]}),
        ({"time_zone": "Mars/Olympus"}, {"time_zone": ["Choose one of the list."]}),
        ({"language": "de"}, {"language": ["Choose one of the list."]}),
        ({"office": "Gloppen"}, {"office": ["No party is called that. Write the name or the number of a municipality."]}),
    ],
)
def test_what_is_wrong_is_said_at_the_field(region: Region, client: Client, fields: dict[str, str], wrong: Any) -> None:
    response = client.post(URL, typed(region, **{"letterhead": "Skrevet"} | fields))
    assert (response.status_code, errors(response)) == (422, wrong)
    assert "Skrevet</textarea>" in response.content.decode()


def test_address_country_and_currency_are_not_changed_here(region: Region, client: Client) -> None:
    client.post(URL, typed(region, name="Nye", slug="annen", country="SE", currency="SEK"))
    region.refresh_from_db()
    assert (region.name, region.slug, region.country, region.currency) == ("Nye", "fjordane", "NO", "NOK")


def test_two_editors_see_both(region: Region, client: Client) -> None:
    mine = typed(region, name="Min")
    region.name = "Deres"
    region.save()
    response = client.post(URL, mine)
    assert (response.status_code, [(pair.theirs, pair.mine) for pair in response.context["pairs"] if pair.differs]) == (409, [("Deres", "Min")])


def test_what_only_one_of_two_editors_changed_is_kept_of_each(region: Region, client: Client) -> None:
    client.post(URL, typed(region, name="Felles"))
    region.refresh_from_db()
    mine = typed(region, name="Min")
    assert client.post(URL, typed(region, letterhead="Deres", other_languages=["sv"])).status_code == 303
    page = client.post(URL, mine)
    changes = {pair.label: pair.change.value for pair in page.context["pairs"] if pair.change.value != "none"}
    assert (page.status_code, changes, page.context["joins"]) == (409, {"Name": "mine", "Other languages": "theirs", "Letterhead": "theirs"}, True)
    again = QueryDict(mutable=True)
    for name, value in [*page.context["typed"], *((name, str(page.context[name])) for name in ("shown", "key", "do"))]:
        again.appendlist(name, value)
    assert client.post(URL, again.urlencode(), content_type="application/x-www-form-urlencoded").status_code == 303
    region.refresh_from_db()
    assert (region.name, region.letterhead, region.other_languages) == ("Min", "Deres", "sv")


# ---- logo ------------------------------------------------------------------
def test_a_logo_is_kept_shown_printed_and_removed(region: Region, client: Client, tmp_path: Path) -> None:
    assert client.post(LOGO, {"logo": png(), "shown": "", "do": "upload"}).status_code == 303
    region.refresh_from_db()
    assert region.logo.startswith(f"regions/{region.pk}/") and (tmp_path / region.logo).is_file()
    answer = client.get(LOGO)
    assert (answer["Content-Type"], b"".join(answer)) == ("image/png", (tmp_path / region.logo).read_bytes())
    content = content_of(project_with(1, region))
    assert content.logo and content.logo.name == "Fjordane"
    assert f'<img src="data:image/png;base64,{content.logo.png}" alt="Fjordane">' in document(content)
    client.post(LOGO, {"shown": region.logo, "do": "remove"})
    region.refresh_from_db()
    assert (region.logo, client.get(LOGO).status_code) == ("", 303)
    client.post(reverse("region-settings-undo", args=["fjordane", region.history.first().history_id]))
    region.refresh_from_db()
    assert (tmp_path / region.logo).is_file()


def test_somebody_elses_newer_logo_is_not_written_over(region: Region, client: Client) -> None:
    client.post(LOGO, {"logo": png(), "shown": "", "do": "upload"})
    region.refresh_from_db()
    response = client.post(LOGO, {"logo": png(60), "shown": "", "do": "upload"})
    assert (response.status_code, list(errors(response, "logo_form"))) == (409, ["__all__"])
    assert Region.objects.get(pk=region.pk).logo == region.logo


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        (None, "Choose a file."),
        (SimpleUploadedFile("logo.png", b"", "image/png"), "The file is empty. Choose another."),
        (SimpleUploadedFile("logo.png", b"<svg></svg>", "image/png"), "This is neither a PNG nor a JPEG picture. Save it as PNG and choose it again."),
        (SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 2_000_001, "image/png"), "The file is larger than 2 MB. Save it smaller and choose it again."),
        (png(5_001), "The picture is more than 5 000 pixels wide or high. Make it smaller and choose it again."),
    ],
    ids=["none", "empty", "svg", "large", "wide"],
)  # fmt: skip
def test_a_wrong_file_is_told_at_the_field(region: Region, client: Client, tmp_path: Path, file: Any, wrong: str) -> None:
    if file:
        file.seek(0)
    response = client.post(LOGO, {"shown": "", "do": "upload"} | ({"logo": file} if file else {}))
    assert (response.status_code, errors(response, "logo_form")) == (422, {"logo": [wrong]})
    assert (Region.objects.get(pk=region.pk).logo, list(tmp_path.iterdir())) == ("", [])


def test_a_request_that_is_far_too_large_is_not_read(region: Region, client: Client) -> None:
    huge = SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 6_000_001, "image/png")
    response = client.post(LOGO, {"logo": huge, "shown": "", "do": "upload"})
    assert (response.status_code, "<h1>That is too large</h1>" in response.content.decode()) == (413, True)


def test_names_are_offered_while_one_types(region: Region, client: Client) -> None:
    portfolio.municipality("Gloppen", code="4650")
    assert client.get("/fjordane/register/edit/parties/?office=glop").content == b'<option value="Gloppen (4650)"></option>\n\n'
    assert client.get("/fjordane/register/edit/parties/").content.strip() == b""
