"""The page of one party of an offer: what it says, and the acts that hang on it."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import Contact, Delivery
from projects.actions import formal
from projects.actions.formal import Ruled, seen_of
from projects.actions.links import issue, post, token_in, valid_link
from projects.actions.offers import Moved
from projects.models import Answer, AnswerLink, FormalDecision, Invitee, OfferMail, OfferQuestion, PartyNote
from projects.offering import Ruling
from projects.queries.offers import own_terms
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.filling import TERMS

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SAID = {"ruling": "yes", "body": "Kommunstyrelsen", "decided_on": "2026-09-01", "paragraph": "§ 12", "case_number": "KS 2026/14"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def party(binding: str = "formal", asks_signature: bool = False, role: Role = Role.COORDINATOR) -> tuple[Client, Invitee, str]:
    """Of an open offer, with a link that was mailed."""
    region = portfolio.region(country="SE", currency="SEK", time_zone="Europe/Stockholm", language="sv")
    project = projects.project(region, language="sv")
    at = timezone.now() - dt.timedelta(days=1)
    offer = make.offer(project, state="open", opened_at=at, closes_at=at + make.LAST_DAY, binding=binding, asks_signature=asks_signature)
    version = make.version(offer, terms=TERMS | {"offer": own_terms(offer)}, sent_at=at)
    place = portfolio.municipality("Hörby", country="SE")
    invitee = make.invitee(offer, place, name="Kim Holm", mailbox="post@horby.example", invited_at=at, address="kim@horby.example")
    client = Client(headers={"accept-language": "en-gb"})
    person = portfolio.person_with(role, region, language="en-gb")
    if role is Role.MANAGER:
        projects.role(project, "manager", user=person)
    client.force_login(person)
    link = issue(invitee=invitee, to_name="Kim Holm", to_address=invitee.address, by=person, at=at)
    post(link=link, version=version, kind=OfferMail.Kind.OFFER, by=person, at=at)
    invitee.by = person  # type: ignore[attr-defined]
    return client, invitee, f"{project.get_absolute_url()}offers/{offer.number}/parties/{invitee.pk}/"


def text_of(page: Any) -> str:
    return page.content.decode().replace("\u00a0", " ")


def pdf(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("protokoll.pdf", content, "application/pdf")


def hidden(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(on|seen|address|key)" value="([^"]*)"', page.content.decode()))


# ---- the page -------------------------------------------------------------------
def test_the_page_tells_where_it_stands_and_all_that_has_happened_in_order_of_time():
    client, invitee, url = party(asks_signature=True)
    first = make.answer(invitee, "needs_time", needs_until=dt.date(2026, 9, 1), received_at=timezone.now() - dt.timedelta(hours=5))
    make.answer(invitee, "joins_if", replaces=first, name="Kim Holm", received_at=timezone.now() - dt.timedelta(hours=4))
    OfferQuestion.objects.create(offer=invitee.offer, invitee=invitee, name="Kim", text="Vad ingår?", asked_at=timezone.now() - dt.timedelta(hours=6))
    make.decision(invitee, body="Kommunstyrelsen", paragraph="§ 12")
    page = client.get(url)
    body = text_of(page)
    said = ("Hörby", "Has decided to join", "decided but unsigned", "Kim Holm, Kommundirektör", "Vad ingår?", "§ 12", "kim@horby.example", "post@horby.example")
    assert [words for words in said if words not in body] == []
    assert token_in(valid_link(invitee)) not in body
    assert "Send anew or take back the link" in body
    told = [entry.what for entry in page.context["page"].entries if "decision" not in entry.what.lower()]
    assert told == [
        "The offer was sent.",
        "A link was issued.",
        "Mail: offer, waiting.",
        "The party asked.",
        "Answer: We have not decided yet; on version 1, entered by the office.",
        "Answer: Yes, but only if …; on version 1, entered by the office.",
    ]


def test_a_manager_reads_what_was_said_and_not_who_said_it():
    client, invitee, url = party(role=Role.MANAGER)
    make.answer(invitee, name="Kim Holm", reason="Mycket bra")
    PartyNote.objects.create(invitee=invitee, about="contact", text="Slutar", at=timezone.now(), by=invitee.by)  # type: ignore[attr-defined]
    body = text_of(client.get(url))
    assert "Yes, we join" in body
    assert [words for words in ("Kim Holm", "kim@horby.example", "post@horby.example", "Mycket bra", "Slutar", "Replace the contact") if words in body] == []
    assert [client.get(f"{url}{part}/").status_code for part in ("decision", "decision/confirm", "contact", "link")] == [403] * 4


def test_a_party_of_another_offer_is_not_here():
    client, _invitee, url = party()
    other = make.invitee(make.open_offer())
    assert client.get(re.sub(r"parties/\d+/", f"parties/{other.pk}/", url)).status_code == 404


def filled(invitee: Invitee, times: int) -> None:
    by, last = portfolio.user(), Answer.objects.filter(invitee=invitee, is_late=False, replaced_by__isnull=True).first()
    for turn in range(times):
        last = make.answer(invitee, by=by, replaces=last)
        old = valid_link(invitee)
        AnswerLink.objects.filter(pk=old.pk).update(revoked_at=timezone.now(), revoked_because="replaced")
        link = issue(invitee=invitee, to_name="", to_address=invitee.address, by=by, at=timezone.now(), replaces=old)
        post(link=link, version=invitee.offer.versions.get(), kind="offer", by=by, at=timezone.now())
        OfferQuestion.objects.create(offer=invitee.offer, invitee=invitee, text="?", asked_at=timezone.now())
        PartyNote.objects.create(invitee=invitee, about="renewed", text="x", at=timezone.now(), by=by)
        make.decision(invitee, decided_on=dt.date(2020 + FormalDecision.objects.count(), 1, 1 + turn))


def test_as_many_queries_for_a_long_course_as_for_a_short_one():
    client, invitee, url = party()
    counts = []
    for times in (1, 2):  # one, then three of each
        filled(invitee, times)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts == [24, 24]


# ---- the decision of its body --------------------------------------------------------
def test_a_decision_is_recorded_changed_and_confirmed_by_an_act_of_its_own(files):
    client, invitee, url = party()
    saved = client.post(f"{url}decision/", SAID | {"approved_on": "2026-09-10", "announced_on": "2026-09-11"})
    made = FormalDecision.objects.get()
    assert (saved.status_code, saved["Location"], made.ruling, made.announced_on, made.extract) == (303, url, "yes", dt.date(2026, 9, 11), "")
    assert "It can be confirmed when the papers have come." in text_of(client.get(url))
    form = client.get(f"{url}decision/")
    assert "final 2026-10-02" in text_of(form) or "2 October 2026" in text_of(form)
    changed = client.post(f"{url}decision/", SAID | hidden(form) | {"paragraph": "§ 13", "file": pdf()})
    made.refresh_from_db()
    assert (changed.status_code, made.paragraph, made.received_on, made.announced_on, FormalDecision.objects.count()) == (
        303,
        "§ 13",
        timezone.localdate(),
        None,
        1,
    )
    look = client.get(f"{url}decision/confirm/")
    assert (look.status_code, made.confirmed_at) == (200, None)
    assert client.post(f"{url}decision/confirm/", hidden(look)).status_code == 303
    made.refresh_from_db()
    assert made.confirmed_by == invitee.by  # type: ignore[attr-defined]
    got = client.get(f"{url}decisions/{made.pk}/extract.pdf")
    headers = [got[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")]
    assert (got.content, headers) == (PDF, ["application/pdf", "nosniff", f'attachment; filename="{invitee.offer.project.reference}-1-{made.pk}.pdf"'])
    assert [line.history_type for line in FormalDecision.history.all()] == ["~", "~", "+"]


def test_a_confirmed_decision_is_corrected_with_a_reason_by_one_that_replaces_it():
    client, invitee, url = party()
    old = make.decision(invitee, extract="x", extract_sha256="0", received_on=dt.date(2026, 9, 12))
    formal.confirm(decision=old, seen=seen_of(old), by=invitee.by)  # type: ignore[attr-defined]
    form = client.get(f"{url}decision/")
    assert client.post(f"{url}decision/", SAID | hidden(form)).status_code == 422
    sent = SAID | hidden(form) | {"paragraph": "§ 14", "reason": "Fel paragraf"}
    assert [client.post(f"{url}decision/", sent).status_code for _ in range(2)] == [303, 303]
    new = FormalDecision.objects.get(replaces=old)
    assert (new.paragraph, new.extract, new.confirmed_at, PartyNote.objects.get().text) == ("§ 14", "x", None, "Fel paragraf")
    other = client.post(f"{url}decision/", sent | {"key": "", "paragraph": "§ 15"})
    assert (other.status_code, "§ 14" in text_of(other), "§ 15" in text_of(other), FormalDecision.objects.count()) == (409, True, True, 2)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ruling": ""}, "ruling"),
        ({"body": ""}, "body"),
        ({"decided_on": "2099-01-01"}, "decided_on"),
        ({"ruling": "yes_if"}, "conditions"),
        ({"approved_on": "2026-08-01"}, "approved_on"),
        ({"approved_on": "2026-09-10", "announced_on": "2026-09-09"}, "announced_on"),
        ({"announced_on": "2026-09-09", "final_on": "2026-09-08"}, "final_on"),
        ({"received_on": "2026-09-09"}, "file"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(typed, field):
    client, _invitee, url = party()
    page = client.post(f"{url}decision/", SAID | typed)
    assert (page.status_code, list(page.context["form"].errors), "KS 2026/14" in text_of(page)) == (422, [field], True)
    assert FormalDecision.objects.count() == 0


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.4 cut", b""])
def test_only_a_whole_pdf_is_taken(content, files):
    client, _invitee, url = party()
    page = client.post(f"{url}decision/", SAID | {"file": pdf(content)})
    assert (page.status_code, list(page.context["form"].errors), list(files.rglob("*.pdf"))) == (422, ["file"], [])


def test_two_who_change_it_see_both_texts():
    client, invitee, url = party()
    made = make.decision(invitee, body="Kommunstyrelsen")
    form = client.get(f"{url}decision/")
    FormalDecision.objects.filter(pk=made.pk).update(paragraph="§ 99")
    page = client.post(f"{url}decision/", SAID | hidden(form))
    body = text_of(page)
    assert (page.status_code, "§ 99" in body, "§ 12" in body) == (409, True, True)
    assert client.post(f"{url}decision/", SAID | hidden(page)).status_code == 303
    made.refresh_from_db()
    assert made.paragraph == "§ 12"


def test_of_one_meeting_there_is_one_decision():
    client, _invitee, url = party()
    codes = [client.post(f"{url}decision/", SAID | {"key": ""}).status_code for _ in range(2)]
    other = client.post(f"{url}decision/", SAID | {"ruling": "no"})
    assert (codes, other.status_code, FormalDecision.objects.count()) == ([303, 303], 409, 1)
    later = client.post(f"{url}decision/", SAID | {"decided_on": "2026-10-01", "ruling": "no"})
    assert (later.status_code, FormalDecision.objects.count()) == (303, 2)


def test_nothing_is_confirmed_that_has_changed_since_or_lacks_its_papers():
    client, invitee, url = party(asks_signature=True)
    made = make.decision(invitee)
    look = client.get(f"{url}decision/confirm/")
    assert ("Confirm the decision" in text_of(look), hidden(look)) == (False, {})
    for more, why in (({"extract": "x", "extract_sha256": "0", "received_on": dt.date(2026, 9, 12)}, "signed"), ({"signed_on": dt.date(2026, 9, 13)}, "")):
        FormalDecision.objects.filter(pk=made.pk).update(**more)
        made.refresh_from_db()
        assert (why in formal.lacks(made), bool(why)) == (True, bool(formal.lacks(made)))
    look = client.get(f"{url}decision/confirm/")
    FormalDecision.objects.filter(pk=made.pk).update(paragraph="§ 99")
    assert client.post(f"{url}decision/confirm/", hidden(look)).status_code == 409
    made.refresh_from_db()
    assert made.confirmed_at is None


def test_a_change_on_what_was_not_shown_is_refused():
    _client, invitee, _url = party()
    made = make.decision(invitee)
    said = Ruled(Ruling.NO, "KS", dt.date(2026, 9, 1))
    with pytest.raises(Moved):
        formal.change(decision=made, said=said, seen="x", by=invitee.by)  # type: ignore[attr-defined]
    with pytest.raises(Moved):
        formal.confirm(decision=made, seen="x", by=invitee.by)  # type: ignore[attr-defined]


# ---- contact and link --------------------------------------------------------------
def register(invitee: Invitee, mail: str = "ny@horby.example", **fields: Any) -> Contact:
    row = {"region": invitee.offer.project.region, "organisation": invitee.organisation, "kind": "contact", "function": "Kanslichef", "mail": mail}
    return Contact.objects.create(**row | fields)


def test_a_contact_is_replaced_after_a_look_at_the_mail():
    client, invitee, url = party()
    make.answer(invitee)
    old, new = valid_link(invitee), register(invitee, language="nb")
    typed = {"who": str(new.pk), "note": "Kim slutar i maj."}
    look = client.post(f"{url}contact/", typed | {"do": "look"})
    assert (look.status_code, "Kanslichef" in text_of(look), "spør om Hörby" in text_of(look), valid_link(invitee)) == (200, True, True, old)
    letters = [(each.to.address, each.subject.partition(":")[0]) for each in look.context["letters"]]
    assert letters == [("ny@horby.example", "Tilbud"), ("kim@horby.example", "En annen svarer nå")]
    back = client.post(f"{url}contact/", typed | {"do": "back"})
    assert ("Kim slutar i maj." in text_of(back), back.context["form"]["who"].value()) == (True, str(new.pk))
    done = client.post(f"{url}contact/", typed | hidden(look) | {"do": "send"})
    invitee.refresh_from_db()
    link = valid_link(invitee)
    assert (done.status_code, link.to_address, link.replaces, invitee.contact, invitee.address) == (303, "ny@horby.example", old, new, "ny@horby.example")
    states = list(Delivery.objects.filter(kind="offer").order_by("pk").values_list("to_address", "state"))
    assert states == [("kim@horby.example", "cancelled"), ("ny@horby.example", "waiting"), ("kim@horby.example", "waiting")]  # told that another answers now
    assert (PartyNote.objects.get().text, Answer.objects.filter(invitee=invitee).count(), "Kim slutar i maj." in text_of(client.get(url))) == (
        "Kim slutar i maj.",
        1,
        True,
    )


def test_somebody_else_is_added_to_the_register_last_in_turn():
    client, invitee, url = party()
    register(invitee, order=2)
    typed = {"who": "other", "function": "Kommundirektör", "name": "Bo Ek", "mail": "bo@horby.example", "language": "sv", "note": "Ny direktör"}
    look = client.post(f"{url}contact/", typed | {"do": "look"})
    assert Contact.objects.count() == 1
    sent = typed | hidden(look) | {"do": "send"}
    assert [client.post(f"{url}contact/", sent).status_code for _ in range(2)] == [303, 303]
    made = Contact.objects.get(mail="bo@horby.example")
    assert (made.order, made.history.count(), valid_link(invitee).to_name, AnswerLink.objects.filter(invitee=invitee).count()) == (3, 1, "Bo Ek", 2)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, ["who", "note"]),
        ({"who": "other", "note": "x"}, ["function", "mail"]),
        ({"who": "other", "note": "x", "function": "Chef", "mail": "KIM@horby.example"}, ["mail"]),
        ({"who": "999999", "note": "x"}, ["who"]),
    ],
)
def test_a_contact_that_is_not_whole_is_not_looked_at(typed, fields):
    client, invitee, url = party()
    page = client.post(f"{url}contact/", typed | {"do": "send"})
    assert (page.status_code, list(page.context["form"].errors), AnswerLink.objects.filter(invitee=invitee).count()) == (422, fields, 1)


def test_an_address_that_changed_since_it_was_looked_at_gets_no_link():
    client, invitee, url = party()
    new = register(invitee)
    typed = {"who": str(new.pk), "note": "x"}
    look = client.post(f"{url}contact/", typed | {"do": "look"})
    Contact.objects.filter(pk=new.pk).update(mail="annan@horby.example")
    again = client.post(f"{url}contact/", typed | hidden(look) | {"do": "send"})
    assert (again.status_code, "annan@horby.example" in text_of(again), AnswerLink.objects.filter(invitee=invitee).count()) == (200, True, 1)


def test_a_link_is_taken_back_or_sent_anew_with_a_reason():
    client, invitee, url = party()
    old = valid_link(invitee)
    page = client.get(f"{url}link/")
    assert "frågar om Hörby" in text_of(page)
    for do in ("anew", "withdraw"):
        refused = client.post(f"{url}link/", hidden(page) | {"do": do})
        assert (refused.status_code, f"id_{do}-why" in text_of(refused), valid_link(invitee)) == (422, True, old)
    assert client.post(f"{url}link/", {"do": "withdraw", "withdraw-why": "x", "on": "1000000"}).status_code == 303
    assert valid_link(invitee) == old
    client.post(f"{url}link/", hidden(page) | {"do": "withdraw", "withdraw-why": "Fel person"})
    assert (valid_link(invitee), AnswerLink.objects.get(pk=old.pk).revoked_because) == (None, "withdrawn")
    client.post(f"{url}link/", hidden(client.get(f"{url}link/")) | {"do": "anew", "anew-why": "Rätt ändå"})
    assert (valid_link(invitee).to_address, [each.text for each in PartyNote.objects.all()]) == ("kim@horby.example", ["Fel person", "Rätt ändå"])


def test_a_link_that_ended_while_its_page_was_open_stores_nothing_and_loses_nothing():
    client, invitee, url = party()
    make.answer(invitee)
    contact, here = Client(), f"/answer/{valid_link(invitee).public_id}/"
    contact.get(f"/answer/open/{token_in(valid_link(invitee))}/")
    typed = {"which": "answer", "version": "1", "choice": "declines", "reason": "Egen <b>lösning</b>", "name": "Kim", "title": "Direktör", "authority": "KS"}
    look = contact.post(here, typed | {"do": "look"})
    new = register(invitee)
    chosen = {"who": str(new.pk), "note": "x"}
    client.post(f"{url}contact/", chosen | hidden(client.post(f"{url}contact/", chosen | {"do": "look"})) | {"do": "send"})
    shown = dict(re.findall(r'<input type="hidden" name="(shown|key)" value="([^"]*)"', look.content.decode()))
    gone = contact.post(here, typed | shown | {"do": "send"})
    body = text_of(gone)
    assert (gone.status_code, "Egen &lt;b&gt;lösning&lt;/b&gt;" in body, "ny@horby.example" in body) == (404, True, False)
    assert (Answer.objects.count(), contact.get(here).status_code, Client().post(here, typed).status_code) == (1, 404, 404)
