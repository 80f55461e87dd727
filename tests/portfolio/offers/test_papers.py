"""An offer on paper: a party's own page, the whole of it, receipts, summary and case text by a link; for the office sheets and attachments."""

import datetime as dt
import io
import json
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portfolio.access.roles import Role
from portfolio.deliveries import jobs, writing
from portfolio.deliveries.attaching import attachments_of
from portfolio.documents import atonce, odt, render
from portfolio.documents.content import Text
from portfolio.documents.kinds import from_json
from portfolio.documents.offerpaper import Part
from portfolio.documents.offers import casework, papers
from portfolio.documents.offers.asked import facts_of, party_of
from portfolio.documents.offers.facts import counts
from portfolio.models import Delivery, Document
from projects.actions.offers import change
from projects.models import Offer, OfferAttachment
from projects.offering import closing_of, fingerprint
from tests.factories import offers as factory
from tests.factories import portfolio
from tests.portfolio.documents import pdfs
from tests.portfolio.offers.test_answer_page import answered, link_of, rows_of_the_offer, seated, sent, text_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nzq\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


def own_of(offer: Offer, language: str = "sv", name: str = "Hörby") -> Any:
    facts = facts_of(offer.versions.latest("number"))
    with translation.override(language):
        return papers.own_paper(facts, party_of(link_of(offer, name).invitee, facts))


def words_in(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "read.pdf"
    path.write_bytes(data)
    return " ".join(pdfs.text_of(path).replace("\u00a0", " ").split())


# ---- what is printed -----------------------------------------------------------
@pytest.mark.parametrize(
    ("everybody", "threshold", "wanted"), [(33, 20, [33, 25, 20]), (33, None, [33, 25, 17]), (8, 5, [8, 6, 5]), (3, 3, [3]), (2, None, [2])]
)
def test_the_numbers_that_it_is_told_for(everybody, threshold, wanted):
    assert counts(everybody, threshold) == wanted


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
def test_a_partys_paper_is_archivable_and_accessible_and_begins_with_one_page(language):
    made = render.pdf(own_of(sent(), language))
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (3, [], [])


def test_it_says_amount_first_then_why_and_what_it_becomes(tmp_path):
    offer = sent()
    content = own_of(offer, "en-gb")
    read = words_in(render.pdf(content).data, tmp_path)
    for words in (
        "SEK 750,000 is your fee for 2030 if all 3 join.",
        "Why just SEK 750,000",
        "1,500,000 ÷ 3 who share alike",
        "2 municipalities 750,000",
        "Yes, if at least",
        "Offer, version 1, to K ",
        "page 1 of 3",
    ):
        assert words in read, read
    assert offer.versions.get().terms_sha256 in read.replace(" ", "")
    assert content.attachments[0][1] == own_of(offer, "sv").attachments[0][1]


def test_the_same_terms_are_the_same_file_and_nothing_else_is_read():
    """A name that the register changes afterwards changes no paper."""
    offer = sent()
    first = render.pdf(own_of(offer)).data
    portfolio.Organisation.objects.update(name="Ett annat namn")
    offer.project.name = "Nytt"
    offer.project.save()
    facts = facts_of(offer.versions.get())
    with translation.override("sv"):
        again = papers.own_paper(facts, facts.party(facts.parties[0].code, "?"))
    assert render.pdf(again).data == first
    assert from_json(again.as_json()) == again


def test_a_day_that_was_moved_is_the_day_of_every_paper():
    """The page of the link says it too: two days beside each other would be one too many. Another day is another file."""
    offer = sent()
    before = own_of(offer)
    offer.closes_at = closing_of(dt.date(2031, 2, 1), offer.project.region.time_zone)
    offer.save()
    with translation.override("sv"):
        facts = facts_of(offer.versions.get())
        party = party_of(link_of(offer, "Hörby").invitee, facts)
        made = [papers.own_paper(facts, party), papers.sheets_paper(facts, [party]), casework.summary_paper(facts, party)]
        assert [each.leaves[0].due for each in made] == ["Svara senast lördag 1\u00a0februari\u00a02031."] * 3
        assert "2031-02-01" in str(made[0].leaves[0].parts[-1]) and facts.own["last_day"] not in str([made[0].leaves, made[0].whole])
        told = [str(made[0].whole), str(casework.case_paper(facts, party))]
        assert [facts.last_day in each.replace("\\xa0", "\u00a0") for each in told] == [True, True]
        assert f"{facts.last_day} (" in told[0].replace("\\xa0", "\u00a0")
    assert made[0].sha256 != before.sha256
    (name, terms), (moved, days) = made[0].attachments
    assert (name, terms, before.attachments) == ("terms.json", before.attachments[0][1], (("terms.json", terms),))
    assert (moved, json.loads(days)) == ("moved.json", {"last_day": "2031-02-01", "last_day_of_the_terms": facts.own["last_day"]})


def test_an_offer_without_cost_names_no_amount(tmp_path):
    offer = sent()
    version = offer.versions.get()
    version.terms = version.terms | {"cost": None}
    facts = facts_of(version)
    with translation.override("en-gb"):
        content = papers.own_paper(facts, party_of(link_of(offer).invitee, facts))
        assert papers.fees_paper(facts) is None
    assert (content.leaves[0].is_amount, content.leaves[0].heading, content.fees) == (False, "Långsiktigt e-arkiv", None)
    read = words_in(render.pdf(content).data, tmp_path)
    assert "SEK" not in read
    assert "What is asked of you" in read


def test_the_sheets_of_all_parties_are_a_page_each():
    facts = facts_of(sent().versions.get())
    with translation.override("nb"):
        made = render.pdf(papers.sheets_paper(facts, facts.parties))
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (3, [], [])


# ---- by a link -----------------------------------------------------------------
def test_whoever_holds_the_link_gets_the_papers_and_nothing_is_written():
    offer = sent()
    client, url = seated(link_of(offer))
    page = text_of(client.get(url))
    before = rows_of_the_offer()
    for kind in ("offer", "fees", "summary"):
        assert f'href="{url}papers/{kind}.pdf"' in page or kind == "summary"
        file = client.get(f"{url}papers/{kind}.pdf")
        assert (file.status_code, file["Content-Type"], file.content[:5]) == (200, "application/pdf", b"%PDF-"), kind
        assert (file["Cache-Control"], file["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert client.get(f"{url}papers/{kind}.pdf").content == file.content
    assert [client.get(f"{url}papers/{kind}.pdf").status_code for kind in ("receipt", "minutes")] == [404, 404]
    assert (rows_of_the_offer(), Document.objects.count()) == (before, 0)


def test_without_the_cookie_every_paper_is_the_page_of_a_dead_link():
    offer = sent()
    link = link_of(offer)
    _client, url = seated(link)
    dead = Client().get(url)
    for there in ("papers/offer.pdf", "papers/x.pdf", "summary/", "case-text/", "case-text.odt", "attachments/1/"):
        found = Client().get(url + there)
        assert (found.status_code, found["Referrer-Policy"]) == (404, "origin")
        assert found.content.count(b"<h1>") == dead.content.count(b"<h1>") == 1


def test_the_summary_is_one_page_and_says_what_is_to_be_decided():
    offer = sent()
    client, url = seated(link_of(offer))
    page = text_of(client.get(f"{url}summary/"))
    assert "Kommunförbundet asks whether K " in page
    assert "SEK 750,000" in page
    facts = facts_of(offer.versions.get())
    with translation.override("sv"):
        made = render.pdf(casework.summary_paper(facts, party_of(link_of(offer).invitee, facts)))
    assert (made.pages, pdfs.conformance_faults(made.data), pdfs.strays(made.data)) == (1, [], [])


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("sv", ["Sammanfattning", "Bakgrund", "Bedömning", "Ekonomiska konsekvenser", "Förslag till beslut", "Beslutsunderlag"]),
        ("nb", ["Saken", "Bakgrunn", "Vurdering", "Økonomiske konsekvenser", "Forslag til vedtak", "Saksdokumenter"]),
    ],
)
def test_the_case_paper_has_the_headings_of_its_country(language, headings):
    offer = sent(language=language)
    facts = facts_of(offer.versions.get())
    with translation.override(language):
        assert [each.heading for each in casework.case_paper(facts, facts.parties[0])] == headings


def test_the_case_text_is_read_copied_and_opened_in_a_word_processor():
    client, url = seated(link_of(sent()))
    page = text_of(client.get(f"{url}case-text/"))
    assert "If 2 municipalities join: SEK 1,050,000" not in page
    assert "SEK 750,000 is set aside for 2030" in page
    plain, packed = client.get(f"{url}case-text.txt"), client.get(f"{url}case-text.odt")
    assert "Proposal for a decision\n-----------------------" in plain.content.decode()
    with zipfile.ZipFile(io.BytesIO(packed.content)) as file:
        assert (file.namelist()[0], file.read("mimetype")) == ("mimetype", b"application/vnd.oasis.opendocument.text")
        for name in file.namelist()[1:]:
            ElementTree.fromstring(file.read(name))
        assert "Kommunförbundet" in file.read("content.xml").decode()
    assert client.get(f"{url}case-text.docx").status_code == 404


# ---- the receipt ---------------------------------------------------------------
def test_the_receipt_goes_with_its_mail_and_stands_at_the_link(tmp_path):
    offer = sent()
    client, url = seated(link_of(offer))
    assert answered(client, url, decision="KS § 9").status_code == 303
    attached = [each for mail in Delivery.objects.filter(kind=Delivery.Kind.RECEIPT) for each in in_its_language(mail)]
    file = client.get(f"{url}papers/receipt.pdf")
    assert attached == [("receipt.pdf", file.content, "application/pdf")] * 2
    read = words_in(file.content, tmp_path)
    for words in ("Yes, we join", "Kim Holm, Kommundirektör", "KS § 9", "Fee if all join SEK 750,000", "Receipt to K "):
        assert words in read, read
    assert (pdfs.conformance_faults(file.content), pdfs.strays(file.content)) == ([], [])


def in_its_language(mail: Delivery) -> list[Any]:
    with translation.override(mail.language):
        return attachments_of(mail)


# ---- the office ----------------------------------------------------------------
def office(offer: Offer) -> tuple[Client, str]:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, offer.project.region))
    return client, reverse("offer-papers", args=[offer.project.region.slug, offer.project.reference, offer.number])


def attach(client: Client, url: str, content: bytes = PDF, title: str = "Budget") -> Any:
    return client.post(url.replace("papers/", "attachments/"), {"title": title, "file": SimpleUploadedFile("x.pdf", content)})


def test_the_office_prints_the_whole_offer_and_all_sheets():
    client, url = office(sent())
    page = text_of(client.get(url))
    for kind in ("offer", "fees", "sheets-1"):
        assert f'href="{url}{kind}.pdf"' in page
        assert client.get(f"{url}{kind}.pdf").content[:5] == b"%PDF-"
    assert [client.get(f"{url}{kind}.pdf").status_code for kind in ("sheets-2", "sheets-0", "sheets-x", "receipt")] == [404] * 4


def test_a_draft_has_nothing_to_print_yet():
    offer = factory.offer(factory.projects.project(portfolio.region()))
    client, url = office(offer)
    assert "Nothing has been sent yet" in text_of(client.get(url))
    assert client.get(f"{url}offer.pdf").status_code == 404


def test_attachments_are_taken_renamed_and_removed_while_nobody_has_been_sent_them():
    offer = factory.offer(factory.projects.project(portfolio.region()))
    client, url = office(offer)
    assert [attach(client, url).status_code, attach(client, url).status_code] == [303, 303]
    row = OfferAttachment.objects.get()
    assert (row.title, row.size, row.position) == ("Budget", len(PDF), 1)
    file = client.get(reverse("offer-attachment", args=[offer.project.region.slug, offer.project.reference, offer.number, row.pk]))
    assert (file.content, file["X-Content-Type-Options"], file["Content-Disposition"]) == (PDF, "nosniff", 'attachment; filename="budget.pdf"')
    edit = reverse("offer-attachment-edit", args=[offer.project.region.slug, offer.project.reference, offer.number, row.pk])
    assert client.post(edit, {"title": ""}).status_code == 422
    assert client.post(edit, {"title": "Bemanning"}).status_code == 303
    row.refresh_from_db()
    assert row.title == "Bemanning"
    assert client.post(edit, {"do": "remove"}).status_code == 303
    assert (OfferAttachment.objects.count(), OfferAttachment.history.count()) == (0, 3)


@pytest.mark.parametrize("content", [b"MZ", b"%PDF-1.7 no end", b""])
def test_what_is_no_whole_pdf_is_refused_and_the_title_stays(content):
    offer = factory.offer(factory.projects.project(portfolio.region()))
    client, url = office(offer)
    answer = attach(client, url, content)
    assert (answer.status_code, OfferAttachment.objects.count()) == (422, 0)
    assert 'value="Budget"' in answer.content.decode()


def test_eight_are_enough():
    offer = factory.offer(factory.projects.project(portfolio.region()))
    client, url = office(offer)
    answers = [attach(client, url, PDF.replace(b"zq", f"zq{n}".encode())).status_code for n in range(9)]
    assert (answers, OfferAttachment.objects.count()) == ([303] * 8 + [422], 8)


def test_what_was_sent_stays_and_is_read_by_whoever_holds_a_link():
    offer = sent()
    client, url = office(offer)
    attach(client, url)
    row = OfferAttachment.objects.get()
    holder, there = seated(link_of(offer))
    assert holder.get(f"{there}attachments/{row.pk}/").status_code == 404  # not sent yet
    offer.by = portfolio.person_with(Role.COORDINATOR, offer.project.region)  # type: ignore[attr-defined]
    send_with(offer, row)
    assert holder.get(f"{there}attachments/{row.pk}/").content == PDF
    assert "Budget" in text_of(holder.get(there))
    edit = reverse("offer-attachment-edit", args=[offer.project.region.slug, offer.project.reference, offer.number, row.pk])
    client.post(edit, {"do": "remove"})
    assert OfferAttachment.objects.count() == 1


def send_with(offer: Offer, row: OfferAttachment) -> None:
    """Changed terms that name the attachment."""
    terms = offer.versions.latest("number").terms | {"attachments": [{"title": row.title, "sha256": row.sha256, "size": row.size}]}
    change(offer=offer, terms=terms, shown=fingerprint(terms), by=offer.by)  # type: ignore[attr-defined]


# ---- what it costs -------------------------------------------------------------
@pytest.mark.parametrize("names", [("Hörby",), ("Hörby", "Lund", "Malmö")])
def test_the_office_page_asks_as_often_for_three_parties_as_for_one(names, django_assert_num_queries):
    offer = sent(names)
    client, url = office(offer)
    for n in range(len(names)):
        attach(client, url, PDF.replace(b"zq", f"zq{n}".encode()))
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


@pytest.mark.parametrize("names", [("Hörby",), ("Hörby", "Lund", "Malmö")])
@pytest.mark.parametrize(("path", "count"), [("papers/offer.pdf", 2), ("summary/", 2), ("case-text/", 2)])
def test_a_link_asks_as_little(names, path, count, django_assert_num_queries):
    client, url = seated(link_of(sent(names)))
    client.get(url + path)
    with django_assert_num_queries(count):
        client.get(url + path)


# ---- the mail ------------------------------------------------------------------
def test_a_receipt_leaves_with_its_paper(settings):
    offer = sent()
    client, url = seated(link_of(offer))
    answered(client, url)
    written: list[Any] = []
    folder = Path(settings.DATA_DIR, "mail")
    before = set(folder.glob("*.eml"))
    jobs.send_waiting()
    for path in sorted(set(folder.glob("*.eml")) - before):
        mail = message_from_bytes(path.read_bytes())
        written.append([part.get_filename() for part in mail.walk() if part.get_content_type() == "application/pdf"])
    assert sorted(written) == [[], [], [], ["receipt.pdf"], ["receipt.pdf"]]


# ---- made where they are asked for -----------------------------------------------
def test_a_kept_file_that_is_no_longer_what_it_says_is_made_anew():
    content = own_of(sent())
    first = atonce.bytes_of(content)
    (path,) = Path(settings.MEDIA_ROOT).glob("papers/*/*.pdf")
    path.chmod(0o600)
    path.write_bytes(b"else")
    assert atonce.bytes_of(content) == first == atonce.bytes_of(content)
    assert list(Path(settings.MEDIA_ROOT, "making").iterdir()) == []


def test_a_paper_that_cannot_be_made_is_told_and_keeps_no_mail_back():
    """The disk is full: the page says so, and the receipt leaves without its paper."""
    offer = sent()
    client, url = seated(link_of(offer))
    answered(client, url)
    Path(settings.MEDIA_ROOT, "making").write_bytes(b"a file where the folder should be")
    page = client.get(f"{url}papers/offer.pdf")
    assert (page.status_code, "The file could not be made" in text_of(page)) == (503, True)
    mail = Delivery.objects.filter(kind=Delivery.Kind.RECEIPT).first()
    assert mail
    assert in_its_language(mail) == []


def test_a_text_for_word_processors_holds_what_people_write_as_text():
    hostile = 'a <b>&"\x00\x1b\u202e]]>'
    packed = odt.odt(hostile, [Part(hostile, (Text(hostile),), (Text(hostile),))], "nb")
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        read = "".join(ElementTree.fromstring(file.read("content.xml")).itertext())
        assert 'fo:language="nb" fo:country="NO"' in file.read("styles.xml").decode()
    assert read == 'a <b>&"]]>' * 4
    assert packed == odt.odt(hostile, [Part(hostile, (Text(hostile),), (Text(hostile),))], "nb")


# ---- changed terms ---------------------------------------------------------------
def test_older_terms_stay_within_reach_of_the_link_and_what_has_changed_is_named_on_the_page_and_in_the_mail():
    offer = sent()
    old = offer.versions.get()
    terms = old.terms | {"offer": old.terms["offer"] | {"late_joining": "Först efter ett år."}}
    change(offer=offer, terms=terms, shown=fingerprint(terms), fields={"late_joining": "Först efter ett år."}, by=offer.by)  # type: ignore[attr-defined]
    link = link_of(offer, "Hörby")
    client, url = seated(link)
    page = client.get(url).content.decode()
    assert (f'href="{url}papers/offer.pdf?version=1"' in page, "Först efter ett år." in page) == (True, True)
    asked = [client.get(f"{url}summary/?version={n}").context["leaf"].version_line for n in (1, 2)]
    assert ["version 1" in asked[0], "version 2" in asked[1]] == [True, True]
    assert [client.get(f"{url}summary/?version={n}").status_code for n in ("3", "0", "x")] == [404] * 3
    with translation.override("en"):
        mails = [str(writing.message_of(each.delivery).body) for each in link.mails.order_by("pk")]
    assert ["What has changed: Joining late and leaving." in each for each in mails] == [False, True]
