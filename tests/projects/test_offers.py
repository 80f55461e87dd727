"""What the office does with an offer, and what parties do with it by their links."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.access.tokens import hash_of
from portfolio.actions.rows import Refused
from portfolio.deliveries import writing
from portfolio.models import Contact, Delivery
from projects.actions import links
from projects.actions.answers import Changed, Hangs, Said, answer_by_link, enter
from projects.actions.closing import close, conclude, extend, let_count
from projects.actions.held import Moved
from projects.actions.links import Gone, NotTheirs, ask_again, pass_on, renew, replace_contact, token_in, valid_link
from projects.actions.offers import Recipient, change, draft, send
from projects.models import Answer, AnswerLink, Invitee, LinkFetch, Offer, OfferMail, Participation, Tally
from projects.offering import Binding, Choice, Outcome, fingerprint
from projects.queries.offers import answered_in, has_answered, own_terms, standing_answer
from tests.factories import offers as make
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
YES = Said(Choice.JOINS, "Kim", "Kommundirektör", "Delegationsordning 4.2")


def said(choice: str = "joins", *conditions: Hangs, **fields: Any) -> Said:
    return Said(Choice(choice), "Kim", "Kommundirektör", "Delegationsordning 4.2", conditions=conditions, **fields)


def office(project: Any) -> Any:
    return portfolio.person_with(Role.COORDINATOR, project.region)


def recipient(name: str = "", **fields: Any) -> Recipient:
    house = name.lower() or f"kommune-{next(portfolio.numbers)}"
    row = {"address": f"direktor@{house}.example", "language": "sv", "function": "Kommundirektör", "mailbox": f"registrator@{house}.example"}
    return Recipient(portfolio.municipality(name), **row | fields)


def terms_of(offer: Offer, **content: Any) -> dict[str, Any]:
    return {"offer": own_terms(Offer.objects.get(pk=offer.pk))} | content


def drafted(**fields: Any) -> tuple[Offer, Any]:
    project = projects.project(starts_on=dt.date(2030, 1, 1))
    by = office(project)
    row = {"title": "E-arkiv", "binding": Binding.FORMAL, "closes_at": timezone.now() + 30 * DAY}
    return draft(project=project, by=by, **row | fields), by


def sent(*names: str, **fields: Any) -> tuple[Offer, Any]:
    offer, by = drafted(**fields)
    terms = terms_of(offer)
    send(offer=offer, terms=terms, shown=fingerprint(terms), recipients=[recipient(name) for name in names or ("Horby",)], by=by)
    offer.refresh_from_db()
    return offer, by


def link_of(offer: Offer, name: str = "Horby") -> AnswerLink:
    return AnswerLink.objects.get(invitee__offer=offer, invitee__organisation__name=name, revoked_at__isnull=True)


def say(link: AnswerLink, what: Said = YES, version: int = 1, key: uuid.UUID | None = None) -> tuple[Answer, bool]:
    return answer_by_link(link=link, version=version, said=what, shown_sha256="a" * 64, key=key or uuid.uuid4())


def past(offer: Offer) -> None:
    """The promised day has gone by."""
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 9 * DAY, closes_at=timezone.now() - DAY)


# ---- sending -------------------------------------------------------------------
def test_sending_writes_version_parties_links_mails_and_places_at_once():
    offer, by = sent("Horby", "Malmo")
    version = offer.versions.get()
    assert (offer.state, version.number, version.sent_by, version.terms_sha256) == ("open", 1, by, fingerprint(version.terms))
    assert [(each.organisation.name, each.address, each.mailbox) for each in offer.invitees.all()] == [
        ("Horby", "direktor@horby.example", "registrator@horby.example"),
        ("Malmo", "direktor@malmo.example", "registrator@malmo.example"),
    ]
    mails = Delivery.objects.order_by("to_address")
    assert [(each.kind, each.to_address, each.state, each.language) for each in mails] == [
        ("offer", "direktor@horby.example", "waiting", "sv"),
        ("offer", "direktor@malmo.example", "waiting", "sv"),
    ]
    assert {place.state for place in Participation.objects.filter(project=offer.project)} == {"invited"}
    assert [line.history_change_reason for line in Participation.history.filter(project=offer.project)] == [":offered"] * 2
    assert [hash_of(token_in(link)) == link.token_sha256 for link in AnswerLink.objects.all()] == [True, True]
    assert OfferMail.objects.filter(link__isnull=False).count() == 2


def test_who_takes_part_already_keeps_the_place():
    offer, by = drafted()
    to = recipient()
    place = projects.participation(offer.project, to.organisation)
    terms = terms_of(offer)
    send(offer=offer, terms=terms, shown=fingerprint(terms), recipients=[to], by=by)
    assert list(Participation.objects.values_list("pk", "state")) == [(place.pk, "active")]


@pytest.mark.parametrize("closes_at", [None, timezone.now() - DAY])
def test_an_offer_without_a_day_ahead_is_not_sent(closes_at):
    offer, by = drafted(closes_at=closes_at)
    terms = terms_of(offer)
    with pytest.raises(Refused):
        send(offer=offer, terms=terms, shown=fingerprint(terms), recipients=[recipient()], by=by)
    assert (Invitee.objects.count(), Delivery.objects.count(), offer.versions.count()) == (0, 0, 0)


def test_an_offer_is_sent_once_to_somebody_and_one_at_a_time():
    offer, by = sent()
    terms = terms_of(offer)
    with pytest.raises(Refused):
        send(offer=offer, terms=terms, shown=fingerprint(terms), recipients=[recipient()], by=by)
    second = draft(project=offer.project, title="x", binding=Binding.FORMAL, by=by, closes_at=timezone.now() + DAY)
    terms = terms_of(second)
    for to in ([], [recipient()]):
        with pytest.raises(Refused):
            send(offer=second, terms=terms, shown=fingerprint(terms), recipients=to, by=by)
    assert (second.number, Invitee.objects.count()) == (2, 1)


def test_what_the_preview_did_not_show_is_not_sent():
    offer, by = drafted()
    terms = terms_of(offer)
    with pytest.raises(Moved):
        send(offer=offer, terms=terms | {"cost": "1"}, shown=fingerprint(terms), recipients=[recipient()], by=by)
    Offer.objects.filter(pk=offer.pk).update(title="Another")
    with pytest.raises(Moved):
        send(offer=offer, terms=terms, shown=fingerprint(terms), recipients=[recipient()], by=by)
    assert Delivery.objects.count() == 0


def test_a_manager_drafts_and_does_not_send():
    project = projects.project()
    by = portfolio.person_with(Role.MANAGER, project.region)
    projects.role(project, "manager", user=by)
    offer = draft(project=project, title="x", binding=Binding.INTENT, by=by, closes_at=timezone.now() + DAY)
    terms = terms_of(offer)
    with pytest.raises(PermissionDenied):
        send(offer=offer, terms=terms, shown=fingerprint(terms), recipients=[recipient()], by=by)
    with pytest.raises(PermissionDenied):
        draft(project=project, title="x", binding=Binding.INTENT, by=portfolio.person_with(Role.READER, project.region))


# ---- answering -----------------------------------------------------------------
def test_an_answer_keeps_who_said_it_on_which_terms_by_which_link():
    offer, _by = sent()
    link = link_of(offer)
    given, is_new = say(link, said("joins", reason="Ja", decision="KS § 12"))
    assert is_new and (given.choice, given.version.number, given.name, given.title, given.authority, given.decision) == (
        "joins", 1, "Kim", "Kommundirektör", "Delegationsordning 4.2", "KS § 12",
    )  # fmt: skip
    assert (given.level, given.link, given.address, given.shown_sha256, given.is_late) == ("link", link, "direktor@horby.example", "a" * 64, False)


def test_a_receipt_goes_to_the_contact_and_the_official_mailbox():
    offer, _by = sent()
    given, _ = say(link_of(offer))
    mails = Delivery.objects.filter(kind="receipt").order_by("to_address")
    assert [(each.to_address, each.of_offer.answer) for each in mails] == [("direktor@horby.example", given), ("registrator@horby.example", given)]


def test_posted_twice_it_is_one_answer_even_after_the_end():
    offer, _by = sent()
    link, key = link_of(offer), uuid.uuid4()
    first, _ = say(link, key=key)
    past(offer)
    assert say(link, said("declines"), key=key) == (first, False)
    assert (Answer.objects.count(), Delivery.objects.filter(kind="receipt").count()) == (1, 2)


def test_a_key_of_somebody_elses_form_opens_nothing():
    offer, _by = sent("Horby", "Malmo")
    key = uuid.uuid4()
    say(link_of(offer), key=key)
    with pytest.raises(Gone):
        say(link_of(offer, "Malmo"), key=key)


def test_changing_ones_mind_is_a_new_answer_that_names_the_old():
    offer, _by = sent()
    link = link_of(offer)
    first, _ = say(link)
    second, _ = say(link, said("joins_if", Hangs("participants", 20), Hangs("fee", 110_000_00)))
    assert (second.replaces, standing_answer(link.invitee)) == (first, second)
    assert [(each.kind, each.number) for each in second.conditions.all()] == [("fee", 110_000_00), ("participants", 20)]
    with pytest.raises(Refused):
        say(link, said("joins_if"))
    with pytest.raises(Refused):
        say(link, said("joins", Hangs("participants", 20)))


def test_terms_that_changed_are_read_before_they_are_answered():
    offer, by = sent("Horby", "Malmo")
    first, _ = say(link_of(offer))
    terms = terms_of(offer, cost="2")
    second = change(offer=offer, terms=terms, shown=fingerprint(terms), by=by)
    with pytest.raises(Changed) as caught:
        say(link_of(offer, "Malmo"))
    assert (caught.value.version, second.number, standing_answer(first.invitee)) == (second, 2, first)
    again, _ = say(link_of(offer), version=2)
    assert (again.replaces, again.version) == (first, second)
    told = Delivery.objects.filter(of_offer__kind="changed")
    assert (told.count(), Delivery.objects.filter(of_offer__kind="offer", state="cancelled").count()) == (2, 2)
    with pytest.raises(Refused):
        change(offer=offer, terms=terms, shown=fingerprint(terms), by=by)


def test_after_the_end_an_answer_is_kept_and_does_not_count():
    offer, by = sent("Horby", "Malmo")
    say(link_of(offer))
    past(offer)
    late, is_new = say(link_of(offer), said("declines"))
    assert (is_new, late.is_late, standing_answer(late.invitee).choice) == (True, True, "joins")
    assert [each["choice"] for each in close(offer=offer, by=by).counted] == ["joins", None]
    counted = let_count(late=late, by=by, because="Post låg kvar")
    assert ([each["choice"] for each in counted.counted], counted.number, standing_answer(late.invitee).lets_count) == (["declines", None], 2, late)
    with pytest.raises(Refused):
        let_count(late=late, by=by, because="x")


def test_a_fortnight_after_the_end_a_link_opens_nothing():
    offer, by = sent()
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 90 * DAY, closes_at=timezone.now() - 15 * DAY)
    assert ask_again(address="direktor@horby.example", at=timezone.now()) == 0
    for act in (lambda: say(link_of(offer)), lambda: renew(link=link_of(offer), by=by, at=timezone.now())):
        with pytest.raises(Gone):
            act()
    assert Answer.objects.count() == 0


def test_the_office_enters_a_letter_while_the_offer_is_open():
    offer, by = sent()
    party, key = offer.invitees.get(), uuid.uuid4()
    given, is_new = enter(invitee=party, version=1, said=YES, because="Brev 12 mars", by=by, key=key)
    assert (is_new, given.level, given.by, given.entered_because, given.link) == (True, "office", by, "Brev 12 mars", None)
    assert enter(invitee=party, version=1, said=YES, because="x", by=by, key=key) == (given, False)
    past(offer)
    with pytest.raises(Refused):
        enter(invitee=party, version=1, said=YES, because="Brev", by=by, key=uuid.uuid4())
    with pytest.raises(PermissionDenied):
        enter(invitee=party, version=1, said=YES, because="Brev", by=portfolio.user(), key=uuid.uuid4())


# ---- links ---------------------------------------------------------------------
def test_a_new_link_goes_to_the_registered_address_and_ends_the_old_one():
    offer, by = sent()
    old = link_of(offer)
    new = renew(link=old, by=by, at=timezone.now())
    old.refresh_from_db()
    assert (old.revoked_because, new.replaces, new.to_address, valid_link(new.invitee)) == ("replaced", old, "direktor@horby.example", new)
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "waiting"]
    with pytest.raises(Gone):
        say(old)


def test_whoever_asks_again_gets_the_same_link_once_an_hour_and_ends_nobodys():
    offer, _by = sent()
    link, at = link_of(offer), timezone.now().replace(minute=0)
    assert [ask_again(address=each, at=at) for each in ("DIREKTOR@horby.example", "direktor@horby.example", "nobody@horby.example")] == [1, 1, 0]
    assert (valid_link(link.invitee), Delivery.objects.count()) == (link, 2)
    ask_again(address="direktor@horby.example", at=at + dt.timedelta(hours=1))
    assert Delivery.objects.filter(to_address="direktor@horby.example").count() == 3


def test_asked_again_a_link_that_was_passed_on_stays_and_the_registered_contact_is_told_where_it_is():
    offer, by = sent()
    away, at = pass_on(link=link_of(offer), name="Alex", address="arkiv@horby.example", at=timezone.now()), timezone.now().replace(minute=0)
    assert [ask_again(address="direktor@horby.example", at=at) for _each in "12"] == [1, 1]
    told = OfferMail.objects.get(kind="replaced")
    assert (valid_link(away.invitee), told.link, told.delivery.to_address) == (away, None, "direktor@horby.example")
    text = str(writing.message_of(told.delivery).body)
    assert ("a…@horby.example" in text, token_in(away) in text) == (True, False)
    links.withdraw(link=away, by=by, at=timezone.now())
    assert ask_again(address="direktor@horby.example", at=timezone.now()) == 0


def test_passed_on_within_the_house_the_registered_contact_still_gets_a_receipt():
    offer, _by = sent()
    old = link_of(offer)
    with pytest.raises(NotTheirs):
        pass_on(link=old, name="x", address="x@elsewhere.example", at=timezone.now())
    new = pass_on(link=old, name="Alex", address="arkiv@horby.example", at=timezone.now())
    with pytest.raises(Gone):
        pass_on(link=old, name="x", address="b@horby.example", at=timezone.now())
    say(new)
    assert sorted(Delivery.objects.filter(kind="receipt").values_list("to_address", flat=True)) == [
        "arkiv@horby.example",
        "direktor@horby.example",
        "registrator@horby.example",
    ]


def test_another_contact_gets_a_link_and_the_page_that_was_open_ends():
    offer, by = sent()
    open_page = link_of(offer)
    say(open_page)
    party = offer.invitees.get()
    row = {"region": offer.project.region, "organisation": party.organisation, "kind": "contact", "language": "nb"}
    contact = Contact.objects.create(**row, function="Digitaliseringssjef", name="Bo", mail="bo@horby.example")
    new = replace_contact(invitee=party, contact=contact, by=by, at=timezone.now())
    with pytest.raises(Gone):
        say(open_page, said("declines"))
    party.refresh_from_db()
    assert new and (new.to_address, party.function, party.language, party.answers.count()) == ("bo@horby.example", "Digitaliseringssjef", "nb", 1)


def test_what_the_office_takes_back_is_dead_at_the_next_request():
    offer, by = sent()
    link = link_of(offer)
    links.withdraw(link=link, by=by, at=timezone.now())
    with pytest.raises(Gone):
        say(link)
    assert Delivery.objects.get().state == "cancelled"


def test_no_row_holds_a_token():
    offer, _by = sent()
    token = token_in(link_of(offer))
    assert token.startswith("samverk-link-") and len(token) == 56
    for model in (AnswerLink, OfferMail, Delivery, Invitee, LinkFetch):
        assert [row for row in map(str, model._default_manager.values_list()) if token[13:] in row or token in row] == []


# ---- closing and after ---------------------------------------------------------
def test_nobody_closes_while_somebody_has_time():
    offer, by = sent("Horby", "Malmo")
    say(link_of(offer))
    with pytest.raises(Refused):
        close(offer=offer, by=by)
    say(link_of(offer, "Malmo"), said("needs_time", needs_until=dt.date(2030, 1, 1)))
    with pytest.raises(Refused):  # whoever asked for more time has it until the day
        close(offer=offer, by=by)
    make.decision(offer.invitees.get(organisation__name="Malmo"))
    counted = close(offer=offer, by=by)
    offer.refresh_from_db()
    assert (offer.state, counted.number, [each["choice"] for each in counted.counted]) == ("closed", 1, ["joins", "needs_time"])
    assert (answered_in(counted.counted), has_answered("needs_time", "postponed"), has_answered(None, "no")) == (2, False, True)
    assert close(offer=offer, by=by) == counted
    assert counted.counted_sha256 == fingerprint(Tally.objects.get().counted)


def test_a_later_day_opens_it_again_links_and_all():
    offer, by = sent()
    say(link_of(offer))
    past(offer)
    close(offer=offer, by=by)
    for closes_at in (timezone.now() - 2 * DAY, timezone.now()):
        with pytest.raises(Refused):
            extend(offer=offer, closes_at=closes_at, by=by, reason="x")
    extend(offer=offer, closes_at=timezone.now() + DAY, by=by, reason="Tre har bett om tid")
    second, _ = say(link_of(offer), said("declines"))
    past(offer)
    assert (second.is_late, close(offer=offer, by=by).number) == (False, 2)
    assert Offer.history.filter(id=offer.pk, state="open").order_by("-history_id")[0].history_change_reason == "Tre har bett om tid"


def test_newer_mails_leave_a_refusal_and_the_news_of_changed_terms_alone():
    offer, by = sent()
    Delivery.objects.update(state="failed", error="550 No such user")
    terms = terms_of(offer, cost=None)
    change(offer=offer, terms=terms, shown=fingerprint(terms), by=by)
    extend(offer=offer, closes_at=timezone.now() + 60 * DAY, by=by, reason="x")
    extend(offer=offer, closes_at=timezone.now() + 90 * DAY, by=by, reason="x")
    mails = OfferMail.objects.order_by("pk").values_list("kind", "delivery__state")
    assert list(mails) == [("offer", "failed"), ("changed", "waiting"), ("extended", "cancelled"), ("extended", "waiting")]
    renew(link=link_of(offer), by=by, at=timezone.now())
    first = Delivery.objects.earliest("pk")
    assert (first.state, first.error) == ("cancelled", "550 No such user")


def concluded(offer: Offer, by: Any, outcome: Outcome = Outcome.STARTS, **fields: Any) -> Offer:
    row: dict[str, Any] = {"counted": offer.tallies.latest("number").number, "computed": Outcome.STARTS, "verdict": {}, "joins": [], "reason": ""}
    return conclude(offer=offer, outcome=outcome, by=by, **row | fields)


def answered(**fields: Any) -> tuple[Offer, Any, dict[str, int]]:
    """Yes, no and silence, closed."""
    offer, by = sent("Horby", "Malmo", "Osby", **fields)
    say(link_of(offer))
    say(link_of(offer, "Malmo"), said("declines"))
    past(offer)
    close(offer=offer, by=by)
    return offer, by, {each.organisation.name: each.organisation_id for each in offer.invitees.all()}


def places(offer: Offer) -> dict[str, tuple[str, dt.date | None]]:
    return {row.organisation.name: (row.state, row.valid_from) for row in Participation.objects.filter(project=offer.project)}


@pytest.mark.parametrize(("silence", "silent"), [("declines", "declined"), ("asked_again", "invited")])
def test_places_follow_from_the_conclusion_and_silence_means_what_the_terms_said(silence, silent):
    offer, by, pks = answered(silence=silence)
    Offer.objects.filter(pk=offer.pk).update(silence="declines", binding="intent")  # what the next terms would say
    assert places(offer) == dict.fromkeys(pks, ("invited", None))
    done = concluded(offer, by, joins=[pks["Horby"]], verdict={"starts": True})
    assert places(offer) == {"Horby": ("active", dt.date(2030, 1, 1)), "Malmo": ("declined", None), "Osby": (silent, None)}
    assert (done.state, done.outcome, done.conclusion["joins"], done.concluded_by) == ("concluded", "starts", [pks["Horby"]], by)
    for act in (
        lambda: concluded(offer, by),
        lambda: extend(offer=offer, closes_at=timezone.now() + DAY, by=by, reason="x"),
        lambda: close(offer=offer, by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_what_does_not_start_makes_nobody_a_participant():
    offer, by, pks = answered()
    with pytest.raises(Refused):
        concluded(offer, by, Outcome.DOES_NOT_START)
    concluded(offer, by, Outcome.DOES_NOT_START, reason="För få", joins=[pks["Horby"]])
    assert {name: state for name, (state, _day) in places(offer).items()} == {"Horby": "invited", "Malmo": "declined", "Osby": "invited"}


def test_a_letter_of_intent_makes_nobody_a_participant():
    offer, by, pks = answered(binding=Binding.INTENT)
    concluded(offer, by, joins=[pks["Horby"]])
    assert {state for state, _day in places(offer).values()} == {"invited"}


def test_who_did_not_say_yes_cannot_be_made_to_join():
    offer, by, pks = answered()
    for joins in ([], [pks["Malmo"]], [pks["Osby"]], [pks["Horby"], portfolio.municipality().pk]):
        with pytest.raises(Refused):
            concluded(offer, by, joins=joins)
    with pytest.raises(Moved):
        concluded(offer, by, counted=7, joins=[pks["Horby"]])
