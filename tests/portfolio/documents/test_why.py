"""The sheet that explains an amount: one page, archivable and accessible, with the case and the result in it; asked for, made and fetched."""

import io
import json
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone, translation

from costsharing.engine.allocation import allocate
from costsharing.engine.reading import read_value
from costsharing.engine.writing import written
from costsharing.models import Allocation
from costsharing.queries.allocations import Explained, explained
from costsharing.stored import stored
from costsharing.telling import why
from costsharing.wording import rule_sentence
from portfolio.access.roles import Role
from portfolio.documents import jobs, render
from portfolio.documents.kinds import Unreadable, from_json
from portfolio.documents.requests import request_why
from portfolio.documents.sheet import Sheet
from portfolio.documents.why import sheet_of
from portfolio.models import Document
from tests.costsharing.test_allocation_pages import address, adopted, reader
from tests.costsharing.test_telling import PARTS, case
from tests.factories import portfolio
from tests.portfolio.documents import pdfs

pytestmark = pytest.mark.django_db


@pytest.fixture
def allocation() -> Allocation:
    return adopted()


def sheet(allocation: Allocation, code: str = "9002", language: str = "sv") -> Sheet:
    found = explained(allocation.project, allocation.number, code)
    assert found
    with translation.override(language):
        return sheet_of(allocation.project, found)


def attached(data: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: found.get_file().read_bytes() for name, found in pdf.attachments.items()}


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_it_is_one_page_archivable_and_accessible_in_each_language(allocation, language):
    made = render.pdf(sheet(allocation, language=language))
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (1, [], [])


def test_it_says_what_the_page_says_and_what_it_rests_on_goes_with_it(allocation, tmp_path):
    content = sheet(allocation, language="en-gb")
    path = tmp_path / "why.pdf"
    path.write_bytes(render.pdf(content).data)
    shown = " ".join(pdfs.text_of(path).split())
    for words in ("NOK 233", "By 2 (9002)", "350 ÷ 3 who share alike", "350 × 2,000 ÷ 6,000", "116.67", "Population 1 January 2016, Folkmängd: 2,000", "§ 9"):
        assert words in shown.replace("\u00a0", " "), shown
    files = attached(path.read_bytes())
    assert files["why.json"] == content.canonical()
    assert written(allocate(read_value(json.loads(files["case.json"])))) == json.loads(files["result.json"]) == allocation.result
    assert content.sha256 in pdfs.text_of(path).replace(" ", "")


@pytest.mark.parametrize(("count", "pages"), [(5, 1), (12, 2)])
def test_a_rule_of_five_parts_is_one_page_and_every_key_at_once_two(allocation, count, pages):
    said = case(parts=PARTS[:count], exceptions={"2": {"amount": "2430", "reference": "avtal"}}, reimbursements={"2": {"hours": "250", "rate": "4"}})
    result = written(allocate(read_value(said)))
    table = stored(said, result)
    with translation.override("sv"):
        told = Explained(table, table.lines[1], why(said, result["shares"][1], "SEK"), rule_sentence(said), allocation)
        made = render.pdf(sheet_of(allocation.project, told))
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (pages, [], [])


def test_the_same_question_is_the_same_file_and_each_language_its_own(allocation):
    found = explained(allocation.project, 1, "9002")
    orders = []
    for language in ("sv", "sv", "nb"):
        with translation.override(language):
            orders.append(request_why(project=allocation.project, found=found, by=None, now=timezone.now()))
    assert [order.pk == orders[0].pk for order in orders] == [True, True, False]
    assert [order.language for order in orders] == ["sv", "sv", "nb"]
    assert from_json(orders[0].content) == sheet(allocation, language="sv")


def test_it_is_asked_for_followed_and_fetched(allocation):
    client, url = reader(allocation), address("allocation-why-pdf", allocation, "9002")
    assert client.get(url).context["latest"] is None
    assert (client.post(url).status_code, client.post(url).status_code, Document.objects.count()) == (303, 303, 1)
    assert "?seen=requested" in client.get(url).content.decode()
    assert client.get(f"{url}?seen=requested").status_code == 204
    assert jobs.make_waiting() == 1
    news, file = client.get(f"{url}?seen=requested"), client.get(url)
    assert (news.status_code, "<html" in news.content.decode()) == (200, False)
    assert (file["Content-Type"], file.content[:5]) == ("application/pdf", b"%PDF-")
    assert file["Content-Disposition"] == f'attachment; filename="{allocation.project.reference}-1-9002-nb.pdf"'
    assert len(file.headers["X-Sha256"]) == 64


def test_nobody_else_gets_it(allocation):
    url = address("allocation-why-pdf", allocation, "9002")
    other = Client()
    other.force_login(portfolio.person_with(Role.COORDINATOR, portfolio.region()))
    assert [other.get(url).status_code, other.post(url).status_code, Document.objects.count()] == [404, 404, 0]
    assert reader(allocation).get(address("allocation-why-pdf", allocation, "1111")).status_code == 404


@pytest.mark.parametrize("change", [{"case": []}, {"lines": [{"label": "x"}]}, {"version": 2}, {"dated": 5}, {"more": 1}])
def test_a_sheet_that_is_not_as_the_format_says_is_refused(allocation, change: dict[str, Any]):
    with pytest.raises(Unreadable):
        from_json(sheet(allocation).as_json() | change)
