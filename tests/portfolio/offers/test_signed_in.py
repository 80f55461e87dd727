"""A contact with an account answers signed in: the same pages, steps and deeds as by the link, for their own municipality and nobody else."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.documents import render
from portfolio.documents.offers.asked import facts_of, party_of
from portfolio.documents.offers.receipt import receipt_paper
from portfolio.history.offered import answered as told
from portfolio.models import Contact, Delivery, Region, RoleGrant, User
from portfolio.offers.parties.party import party_of as seen_by_office
from portfolio.offers.watching.page import page_of
from projects.access import permissions_on
from projects.actions.answers import Said, answer_signed_in
from projects.actions.links import Gone, replace_contact, token_in
from projects.actions.offers import change
from projects.models import Answer, Invitee, Offer, OfferQuestion, Participation
from projects.offering import Choice, fingerprint
from tests.factories import offers as make
from tests.factories import portfolio
from tests.factories import projects as project_rows
from tests.factories.at_once import at_once
from tests.factories.sending import DAY, link_of, sent, terms
from tests.portfolio.documents import pdfs
from tests.portfolio.offers.test_answer_page import WHO, YES, answered, hidden, rows_of_the_offer, seated, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def party(offer: Offer, name: str = "Hörby") -> Invitee:
    return Invitee.objects.select_related("organisation", "offer__project__region").get(offer=offer, organisation__name=name)


def contact_of(invitee: Invitee, **fields: Any) -> User:
    fields = {"name": "Kim Holm", "email": "kim@horby.example"} | fields
    return portfolio.person_with(Role.CONTACT, invitee.offer.project.region, invitee.organisation, **fields)


def url_of(invitee: Invitee, room: str = "") -> str:
    return f"/{invitee.offer.project.region.slug}/municipalities/{invitee.organisation_id}/offers/{invitee.pk}/{room}"


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en-gb"})
    client.force_login(user)
    return client


def opened(offer: Offer | None = None) -> tuple[Client, str, Invitee, User]:
    invitee = party(offer or sent())
    user = contact_of(invitee)
    return signed_in(user), url_of(invitee), invitee, user


def statuses(client: Client, url: str) -> list[int]:
    """Of the page and of all that lies with it."""
    rooms = ("", "ask/", "summary/", "case-text/", "case-text.odt", "case-text.txt", "papers/offer.pdf", "papers/fees.pdf", "papers/summary.pdf")
    return [client.get(url + room).status_code for room in rooms]


# ---- the same page, the same two steps ----------------------------------------------
def test_it_is_the_page_of_the_link_with_the_region_s_menu_and_the_name_of_the_account():
    client, url, _invitee, _user = opened()
    page = client.get(url)
    html = text_of(page)
    assert (page.status_code, next(each.name for each in page.templates)) == (200, "answers/answer.html")
    form, later = page.context["form"], page.context["later"]
    assert [(each["name"].value(), each["title"].value(), each["authority"].value()) for each in (form, later)] == [("Kim Holm", None, None)] * 2
    assert (html.count(" checked"), form["choice"].value()) == (0, None)
    said = ("SEK 750,000", "You are signed in as Kim Holm, k…@horby.example", "Main menu", "My page")
    assert [words for words in said if words not in html] == []
    assert [words for words in ("Pass it on to a colleague", "This link is for", "/answer/") if words in html] == []


def test_an_answer_is_looked_at_before_it_is_sent_and_says_who_was_signed_in():
    client, url, invitee, user = opened()
    before = rows_of_the_offer()
    page = client.post(url, YES | {"do": "look"})
    assert (page.status_code, rows_of_the_offer()) == (200, before)
    assert "A receipt goes to k…@horby.example, d…@" in text_of(page)
    assert client.post(url, hidden(page) | {"do": "send"})["Location"] == url
    answer = Answer.objects.get()
    assert (answer.level, answer.by, answer.link, answer.address, answer.invitee) == ("account", user, None, "", invitee)
    assert (answer.choice, answer.name, answer.title, answer.authority, len(answer.shown_sha256)) == ("joins", *WHO.values(), 64)
    receipts = Delivery.objects.filter(kind="receipt")
    assert set(receipts.values_list("to_address", flat=True)) == {"kim@horby.example", invitee.address, invitee.mailbox}
    assert "Hörby has answered: Yes, we join" in text_of(client.get(url))


def test_it_is_said_wherever_the_answer_stands(tmp_path):
    offer = sent()
    client, url, invitee, user = opened(offer)
    answered(client, url, name="Eli Strand")
    answer = Answer.objects.get()
    facts = facts_of(answer.version)
    path = tmp_path / "receipt.pdf"
    path.write_bytes(render.pdf(receipt_paper(answer, facts, party_of(invitee, facts))).data)
    assert "Signed in: as Kim Holm, k…@horby.example" in " ".join(pdfs.text_of(path).split())
    seen = seen_by_office(party(offer))
    assert [each.person for each in seen.entries if each.what.startswith("Answer:")] == ["Eli Strand, Kommundirektör, signed in as Kim Holm"]
    assert [each.what for each in seen.entries if each.what.startswith("Answer:")] == ["Answer: Yes, we join; on version 1, signed in."]
    offer.project.allowed = permissions_on(offer.by, offer.project)  # type: ignore[attr-defined]
    board = page_of(offer, {}, timezone.now(), offer.by)  # type: ignore[attr-defined]
    assert [row.remarks for row in board.joining] == [("answered signed in, Kim Holm",)]
    sentence, parts = told(answer, lambda words: words)
    assert sentence % (parts | {"who": user.name}) == "Kim Holm, signed in, answered offer 1 for Hörby: yes."
    office = signed_in(offer.by)  # type: ignore[attr-defined]
    html = text_of(office.get(f"{offer.project.get_absolute_url()}offers/{offer.number}/parties/{invitee.pk}/"))
    assert [words for words in ("Signed in as</dt><dd>Kim Holm", "kim@horby.example") if words not in html] == []


def test_no_code_is_asked_of_whoever_is_signed_in():
    client, url, invitee, _user = opened()
    Region.objects.filter(pk=invitee.offer.project.region_id).update(answers_need_code=True)
    assert answered(client, url).status_code == 303
    assert Answer.objects.get().level == "account"


def test_reading_changes_nothing_and_the_link_goes_on_working():
    offer = sent()
    client, url, _invitee, _user = opened(offer)
    before = rows_of_the_offer()
    for method in (client.get, client.head):
        assert method(url).status_code == 200
    assert rows_of_the_offer() == before
    by_link, there = seated(link_of(offer))
    assert (answered(by_link, there).status_code, answered(client, url, choice="declines").status_code) == (303, 303)
    first, second = Answer.objects.order_by("pk")
    assert [(each.level, each.replaces) for each in (first, second)] == [("link", None), ("account", first)]
    assert "has answered: No, not this time" in text_of(by_link.get(there))


# ---- whose it is ---------------------------------------------------------------------
def test_only_the_municipality_s_own_contact_in_the_region_that_sent_it_is_let_in():
    offer = sent()
    invitee = party(offer)
    region = invitee.offer.project.region
    own = contact_of(invitee)
    assert set(statuses(signed_in(own), url_of(invitee))) == {200}
    ended = contact_of(invitee, email="ended@horby.example")
    RoleGrant.objects.filter(user=ended).update(valid_from=timezone.localdate() - 9 * DAY, valid_to=timezone.localdate() - DAY)
    others = [
        contact_of(party(offer, "Lund"), email="lund@example.test"),
        portfolio.person_with(Role.CONTACT, portfolio.region(), invitee.organisation),  # whom another region has let in
        ended,
        *(portfolio.person_with(role, region) for role in Role if role is not Role.CONTACT),
        portfolio.user(),
    ]
    for each in others:
        assert set(statuses(signed_in(each), url_of(invitee))) == {404}
        assert signed_in(each).post(url_of(invitee), YES | {"do": "look"}).status_code == 404
    nobody = Client().get(url_of(invitee))
    assert (nobody.status_code, nobody["Location"]) == (302, f"/account/sign-in/?next={url_of(invitee)}")
    assert signed_in(own).put(url_of(invitee)).status_code == 405


def test_what_is_not_there_is_not_there_whatever_it_lacks():
    offer = sent()
    client, url, invitee, _user = opened(offer)
    lund = party(offer, "Lund")
    region, organisation = invitee.offer.project.region.slug, invitee.organisation_id
    elsewhere = portfolio.region()
    drafted = make.invitee(make.offer(project_rows.project(invitee.offer.project.region)), invitee.organisation)
    for path in (
        f"/{region}/municipalities/{organisation}/offers/{lund.pk}/",
        f"/{region}/municipalities/{lund.organisation_id}/offers/{invitee.pk}/",
        f"/{elsewhere.slug}/municipalities/{organisation}/offers/{invitee.pk}/",
        f"/{region}/municipalities/{organisation}/offers/0/",
        url_of(drafted),
    ):
        assert set(statuses(client, path)) == {404}, path
    Invitee.objects.filter(pk=invitee.pk).update(withdrawn_at=timezone.now())
    assert set(statuses(client, url)) == {404}


# ---- while the page is open -------------------------------------------------------------
def test_whoever_stops_being_the_contact_while_writing_finds_what_they_wrote():
    client, url, invitee, user = opened()
    page = client.post(url, YES | {"do": "look"})
    yesterday = timezone.localdate() - DAY
    RoleGrant.objects.filter(user=user).update(valid_from=yesterday, valid_to=yesterday)
    for room, typed in (("", hidden(page) | {"do": "send"}), ("ask/", {"text": "Delegationsordning 4.2", "name": "Kim"})):
        gone = client.post(url + room, typed)
        assert (gone.status_code, "Delegationsordning 4.2" in text_of(gone)) == (404, True)
    said = Said(Choice.JOINS, *WHO.values())
    with pytest.raises(Gone):
        answer_signed_in(invitee=invitee, by=user, version=1, said=said, shown_sha256="0" * 64, key=uuid.uuid4())
    assert (Answer.objects.count(), OfferQuestion.objects.count()) == (0, 0)


def test_terms_that_changed_meanwhile_are_shown_with_what_was_typed():
    offer = sent()
    client, url, _invitee, _user = opened(offer)
    new = terms(offer, *(each.organisation.code for each in offer.invitees.select_related("organisation")), region="Annat")
    page = client.post(url, YES | {"do": "look"})
    change(offer=offer, terms=new, shown=fingerprint(new), by=offer.by)  # type: ignore[attr-defined]
    stopped = client.post(url, hidden(page) | {"do": "send"})
    assert (stopped.status_code, Answer.objects.count()) == (409, 0)
    assert [words for words in ("The terms have changed while the page was open", "Delegationsordning 4.2") if words not in text_of(stopped)] == []


def test_an_answer_that_came_by_the_link_meanwhile_is_looked_at_first():
    offer = sent()
    client, url, _invitee, _user = opened(offer)
    page = client.post(url, YES | {"do": "look"})
    by_link, there = seated(link_of(offer))
    answered(by_link, there, choice="declines")
    again = client.post(url, hidden(page) | {"do": "send"})
    assert (again.status_code, "It was not sent: something has changed" in text_of(again), Answer.objects.count()) == (200, True, 1)
    assert client.post(url, hidden(again) | {"do": "send"}).status_code == 303
    assert Answer.objects.get(replaced_by__isnull=True).level == "account"


def test_another_contact_in_the_register_changes_nothing_for_the_account():
    offer = sent()
    client, url, invitee, _user = opened(offer)
    page = client.post(url, YES | {"do": "look"})
    new = Contact.objects.create(region=offer.project.region, organisation=invitee.organisation, function="Stabschef", mail="ny@horby.example")
    replace_contact(invitee=invitee, contact=new, by=offer.by, at=timezone.now())  # type: ignore[attr-defined]
    assert client.post(url, hidden(page) | {"do": "send"}).status_code == 303
    receipts = Delivery.objects.filter(kind="receipt").values_list("to_address", flat=True)
    assert set(receipts) == {"kim@horby.example", "ny@horby.example", invitee.mailbox}


def test_posted_twice_it_is_one_answer():
    client, url, _invitee, _user = opened()
    page = client.post(url, YES | {"do": "look"})
    assert [client.post(url, hidden(page) | {"do": "send"}).status_code for _ in range(2)] == [303, 303]
    assert Answer.objects.count() == 1


def test_what_comes_after_the_last_day_is_late_and_what_was_answered_can_be_read_on():
    offer = sent()
    client, url, _invitee, user = opened(offer)
    assert offer.closes_at
    with time_machine.travel(offer.closes_at - DAY):
        client.force_login(user)
        page = client.post(url, YES | {"do": "look"})
    with time_machine.travel(offer.closes_at + dt.timedelta(minutes=5), tick=False):
        client.force_login(user)
        again = client.post(url, hidden(page) | {"do": "send"})
        assert (again.status_code, "What you send now is late" in text_of(again)) == (200, True)
        assert client.post(url, hidden(again) | {"do": "send"}).status_code == 303
    assert [(each.level, each.is_late) for each in Answer.objects.all()] == [("account", True)]
    with time_machine.travel(offer.closes_at + 90 * DAY):
        client.force_login(user)
        read = client.get(url)
        assert (read.status_code, "<form method=" in text_of(read).partition("</main>")[0], "Came late: Yes, we join" in text_of(read)) == (200, False, True)
        late = client.post(url, hidden(again) | {"key": str(uuid.uuid4()), "do": "send"})
        assert (late.status_code, "Delegationsordning 4.2" in text_of(late), Answer.objects.count()) == (404, True, 1)


def test_whoever_was_signed_out_while_writing_signs_in_and_goes_on():
    _client, url, _invitee, user = opened()
    out = Client(headers={"accept-language": "en-gb", "origin": "http://testserver"})
    kept = out.post(url, YES | {"do": "look"})
    assert (kept.status_code, "Delegationsordning 4.2" in text_of(kept), Answer.objects.count()) == (403, True, 0)
    out.force_login(user)
    page = out.post(url, hidden(kept) | YES | {"do": "look"})
    assert (page.status_code, "kept" in hidden(page)) == (200, False)
    assert out.post(url, hidden(page) | {"do": "send"}).status_code == 303
    assert Answer.objects.get().by == user


@pytest.mark.django_db(transaction=True)
def test_a_link_and_an_account_at_once_are_one_chain():
    for turn in range(4):
        offer = sent()
        invitee = party(offer)
        client, url = signed_in(contact_of(invitee, email=f"kim{turn}@horby.example")), url_of(invitee)
        by_link, there = seated(link_of(offer))
        steps = [(each, at, hidden(each.post(at, YES | {"do": "look"})) | {"do": "send"}) for each, at in ((client, url), (by_link, there))]
        found = at_once([lambda each=each, at=at, typed=typed: each.post(at, typed).status_code for each, at, typed in steps])
        chain = list(Answer.objects.filter(invitee=invitee))
        assert (sorted(found), len(chain)) == ([200, 303], 1)  # the other looks once more


# ---- what lies with it ---------------------------------------------------------------
def test_a_question_goes_to_the_office_and_is_read_where_it_was_asked():
    client, url, invitee, user = opened()
    page = client.get(f"{url}ask/")
    assert (page.context["form"]["name"].value(), "answers/ask.html" in [each.name for each in page.templates]) == ("Kim Holm", True)
    typed = {"text": "Ingår <b>drift</b>?", "name": "Kim Holm", "key": str(uuid.uuid4())}
    assert [client.post(f"{url}ask/", typed)["Location"] for _ in range(2)] == [f"{url}ask/?sent"] * 2
    question = OfferQuestion.objects.get()
    assert (question.invitee, question.text, question.name, question.history.get().history_user) == (invitee, typed["text"], "Kim Holm", user)
    assert "Ingår &lt;b&gt;drift&lt;/b&gt;?" in text_of(client.get(url))
    other = signed_in(contact_of(party(invitee.offer, "Lund"), email="lund@example.test"))
    assert "drift" not in text_of(other.get(url_of(party(invitee.offer, "Lund"))))
    assert client.post(f"{url}ask/", {"text": "", "name": ""}).status_code == 422


def test_its_papers_are_those_of_the_link():
    offer = sent()
    client, url, _invitee, _user = opened(offer)
    answered(client, url)
    by_link, there = seated(link_of(offer))
    for room in ("papers/offer.pdf", "papers/fees.pdf", "papers/receipt.pdf", "papers/summary.pdf", "case-text.txt"):
        mine, theirs = client.get(url + room, headers={"accept-language": "en-gb"}), by_link.get(there + room)
        assert (mine.status_code, mine.content == theirs.content) == (200, True), room
    for room in ("papers/late-receipt.pdf", "papers/nothing.pdf", "case-text.doc", "attachments/1/", "papers/offer.pdf?version=2"):
        assert client.get(url + room).status_code == 404, room


def test_no_page_leads_to_where_only_a_link_opens():
    client, url, _invitee, _user = opened()
    pages = [client.get(url + room) for room in ("", "ask/", "summary/", "case-text/")] + [client.post(url, YES | {"do": "look"})]
    assert [page.request["PATH_INFO"] for page in pages if "/answer/" in text_of(page)] == []


# ---- how one comes there ----------------------------------------------------------------
def test_what_waits_leads_there_from_every_page_that_says_so():
    offer = sent()
    client, url, invitee, _user = opened(offer)
    region = offer.project.region
    Participation.objects.get_or_create(project=offer.project, organisation=invitee.organisation, defaults={"state": "invited"})
    own = f"/{region.slug}/municipalities/{invitee.organisation_id}/"
    assert client.get("/")["Location"] == own
    board = f"{offer.project.get_absolute_url()}offers/{offer.number}/"
    for page, words in ((own, "Read the offer and answer"), ("/me/", "Långsiktigt e-arkiv"), (board, "Hörby")):
        html = text_of(client.get(page))
        assert (html.count(f'href="{url}"') >= 1, words in html) == (True, True), page
    office = signed_in(offer.by)  # type: ignore[attr-defined]
    assert [page for page in (own, board) if url in text_of(office.get(page))] == []
    answered(client, url)
    html = text_of(client.get(own))
    assert ("Read the offer and answer" in html, "To the offer" in html, url in text_of(client.get("/me/"))) == (False, True, False)


def test_a_guest_is_told_of_the_mail_with_the_link():
    """The region that sent it has not said whose account it is."""
    offer = sent()
    invitee = party(offer)
    home = portfolio.region()
    guest = signed_in(portfolio.person_with(Role.CONTACT, home, invitee.organisation))
    html = text_of(guest.get(f"/{home.slug}/municipalities/{invitee.organisation_id}/"))
    assert ("It is answered by the link in the mail" in html, url_of(invitee) in html) == (True, False)
    assert url_of(invitee) not in text_of(guest.get("/me/"))
    assert token_in(link_of(offer)) not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_has_been_answered_and_asked(django_assert_num_queries, rows):
    offer = sent(("Hörby", "Lund", "Malmö", "Eslöv"))
    client, url, invitee, user = opened(offer)
    for name in ("Lund", "Malmö", "Eslöv")[:rows]:
        said = make.answer(party(offer, name), "joins_if")
        said.conditions.create(kind="participants", number=2)
        now = timezone.now()
        OfferQuestion.objects.create(offer=offer, invitee=said.invitee, text="?", asked_at=now, answer="!", answered_at=now, answered_by=user)
    client.get(url)
    with django_assert_num_queries(13):
        assert client.get(url).status_code == 200
    with django_assert_num_queries(5):
        assert client.get(f"{url}summary/").status_code == 200
    assert str(invitee.pk) in url
