"""Each rule of the tables of offers, violated once on the real database."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from portfolio.models import Delivery
from projects.models import (
    Answer,
    AnswerCondition,
    ChosenParty,
    FormalDecision,
    LinkFetch,
    Offer,
    OfferAttachment,
    OfferMail,
    OfferQuestion,
    OfferVersion,
    PartyNote,
    Tally,
)
from tests.factories import offers as make
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
NOW, DAY = timezone.now(), dt.timedelta(days=1)


def refused(rule, make, **fields):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make(**fields)
    # SQLite names the columns of a UNIQUE, not the constraint.
    assert rule in str(caught.value) or "UNIQUE constraint failed" in str(caught.value)


def frozen(rows, **change):
    with pytest.raises(DatabaseError, match="what was sent or answered never changes"), transaction.atomic():
        rows.update(**change)


def untaken(make, **fields):
    with pytest.raises(DatabaseError, match="no answer is taken here now"), transaction.atomic():
        make(**fields)


# ---- offers --------------------------------------------------------------------
OPEN = {"state": "open", "opened_at": NOW, "closes_at": NOW + DAY}


def test_offers_are_numbered_once_in_a_project_and_one_is_open():
    first = make.offer(**OPEN)
    refused("offer_number_once", make.offer, project=first.project, number=1)
    refused("offer_one_open_per_project", make.offer, project=first.project, **OPEN)
    assert [make.offer(first.project).number, make.offer(**OPEN).number] == [2, 1]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("offer_known_state", OPEN | {"state": "novel"}),
        ("offer_known_binding", {"binding": "novel"}),
        ("offer_known_silence", {"silence": "joins"}),
        ("offer_sent_has_a_day", OPEN | {"closes_at": None}),
        ("offer_sent_has_a_day", OPEN | {"opened_at": None}),
        ("offer_sent_has_a_day", {"opened_at": NOW}),
        ("offer_closes_after_it_opens", OPEN | {"closes_at": NOW}),
        ("offer_closed_says_when", OPEN | {"state": "closed"}),
        ("offer_closed_says_when", OPEN | {"closed_at": NOW}),
        ("offer_concluded_is_whole", OPEN | {"state": "concluded", "closed_at": NOW}),
        ("offer_concluded_is_whole", OPEN | {"outcome": "starts"}),
        ("offer_figure_has_a_value", {"least_figure": "population"}),
        ("offer_figure_has_a_value", {"least_figure_value": 5}),
        ("offer_figure_has_a_value", {"least_figure": "population", "least_figure_value": 0}),
        ("offer_least_participants", {"least_participants": 0}),
        ("offer_least_money", {"least_minor": 0}),
    ],
)
def test_an_offers_state_is_whole(name, fields):
    refused(name, make.offer, **fields)


def test_a_concluded_offer_is_whole_and_never_changes():
    done = {"state": "concluded", "closed_at": NOW, "outcome": "starts", "concluded_at": NOW, "concluded_by": portfolio.user()}
    for lack in ("concluded_at", "concluded_by", "outcome"):
        refused("offer_concluded_is_whole", make.offer, **OPEN | done | {lack: "" if lack == "outcome" else None})
    made = make.offer(**OPEN | done)
    frozen(Offer.objects.filter(pk=made.pk), title="x")
    frozen(Offer.objects.filter(pk=made.pk), state="closed", outcome="", concluded_at=None, concluded_by=None)


def test_terms_and_tallies_are_numbered_once_and_never_change():
    made = make.open_offer()
    first, by = made.versions.get(), portfolio.user()
    refused("offer_version_once", make.version, offer=made)
    refused("offer_version_from_one", make.version, offer=made, number=0)
    for change in ({"terms": {}}, {"terms_sha256": "b" * 64}, {"sent_at": NOW}, {"number": 7}, {"sent_by": by}):
        frozen(OfferVersion.objects.all(), **change)
    tally = {"offer": made, "number": 1, "version": first, "counted": [], "counted_sha256": "a", "made_at": NOW, "made_by": by}
    Tally.objects.create(**tally)
    refused("tally_number_once", Tally.objects.create, **tally)
    frozen(Tally.objects.all(), counted=[1])


def test_an_attachment_is_a_file_with_a_place():
    row = {"offer": make.offer(), "position": 1, "title": "x", "file": "x.pdf", "sha256": "a", "size": 1}
    for lack in ({"file": ""}, {"sha256": ""}, {"size": 0}):
        refused("offer_attachment_has_a_file", OfferAttachment.objects.create, **row | lack)
    OfferAttachment.objects.create(**row)
    refused("offer_attachment_position_once", OfferAttachment.objects.create, **row)


def test_an_attachment_that_was_sent_stays_that_file_of_that_offer():
    made, other = make.open_offer(), make.offer()
    make.version(made, number=2, terms=made.versions.get().terms | {"attachments": [{"title": "x", "sha256": "a" * 64, "size": 1}]})
    for position, sha256 in ((1, "a" * 64), (2, "b" * 64)):
        OfferAttachment.objects.create(offer=made, position=position, title="x", file="x.pdf", sha256=sha256, size=1)
    sent = OfferAttachment.objects.filter(position=1)
    for change in ({"file": "y.pdf"}, {"sha256": "c" * 64}, {"size": 2}, {"offer": other}):
        frozen(sent, **change)
        assert OfferAttachment.objects.filter(position=2).update(**change) == 1
    assert (sent.update(title="y"), sent.values_list("title", "file", "sha256", "size", "offer").get()) == (1, ("y", "x.pdf", "a" * 64, 1, made.pk))


# ---- parties, links and mails --------------------------------------------------
def test_a_party_is_invited_once_at_an_address():
    first = make.invitee(make.open_offer())
    refused("invitee_once_per_offer", make.invitee, offer=first.offer, organisation=first.organisation)
    refused("invitee_has_an_address", make.invitee, offer=first.offer, address="")


def test_one_link_of_a_party_is_valid_and_a_dead_one_says_why():
    party = make.invitee(make.open_offer())
    refused("answer_link_has_a_secret", make.link, invitee=party, seed="")
    refused("answer_link_has_a_secret", make.link, invitee=party, token_sha256="")
    refused("answer_link_revoked_says_why", make.link, invitee=party, revoked_at=NOW)
    refused("answer_link_revoked_says_why", make.link, invitee=party, revoked_because="replaced")
    first = make.link(party, token_sha256="a" * 64)
    refused("answer_link_one_valid", make.link, invitee=party)
    refused("token_sha256", make.link, invitee=party, token_sha256="a" * 64, revoked_at=NOW, revoked_because="replaced")
    refused("public_id", make.link, invitee=party, public_id=first.public_id, revoked_at=NOW, revoked_because="replaced")
    second = make.link(party, revoked_at=NOW, revoked_because="forwarded", replaces=first)
    refused("replaces", make.link, invitee=party, revoked_at=NOW, revoked_because="replaced", replaces=first)
    LinkFetch.objects.create(link=second, first_at=NOW, last_at=NOW)
    refused("link", LinkFetch.objects.create, link=second, first_at=NOW, last_at=NOW)


def test_a_mail_of_an_offer_is_about_a_link_or_an_answer():
    party = make.invitee(make.open_offer())
    version, link, answer = party.offer.versions.get(), make.link(party), make.answer(party)

    def mail(kind, **fields):
        row = {"region": party.offer.project.region, "kind": "offer", "to_address": "a@b.example", "language": "sv", "subject": "x"}
        delivery = Delivery.objects.create(key=uuid.uuid4().hex, asked_at=NOW, next_at=NOW, until=NOW, **row)
        return OfferMail.objects.create(delivery=delivery, kind=kind, invitee=party, version=version, **fields)

    for kind, fields in (
        ("offer", {}),
        ("changed", {"answer": answer}),
        ("receipt", {"link": link}),
        ("receipt", {"answer": answer, "link": link}),
        ("extended", {}),
        ("concluded", {"link": link}),
        ("replaced", {"answer": answer}),
    ):
        refused("offer_mail_is_about_something", mail, kind=kind, **fields)
    refused("offer_mail_is_about_something", mail, kind="novel", link=link)
    first = mail("offer", link=link)
    mail("receipt", answer=answer)
    mail("extended", link=link)
    mail("concluded")
    refused("delivery", OfferMail.objects.create, delivery=first.delivery, kind="offer", invitee=party, version=version, link=link)


# ---- answers ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("answer_known_choice", {"choice": "perhaps"}),
        ("answer_more_time_until_when", {"choice": "needs_time"}),
        ("answer_more_time_until_when", {"needs_until": dt.date(2026, 9, 1)}),
        ("answer_says_who", {"name": ""}),
        ("answer_says_who", {"title": ""}),
        ("answer_says_who", {"authority": ""}),
        ("answer_by_a_link_or_a_person", {"level": "link", "shown_sha256": "a"}),
        ("answer_by_a_link_or_a_person", {"level": "novel"}),
        ("answer_knows_what_was_shown", {"level": "account"}),
        ("answer_of_the_office_says_how", {"entered_because": ""}),
    ],
)
def test_an_answer_is_whole(name, fields):
    refused(name, make.answer, invitee=make.invitee(make.open_offer()), **fields)


def test_an_answer_of_nobody():
    party = make.invitee(make.open_offer())
    row = {"name": "x", "title": "x", "authority": "x", "received_at": NOW, "choice": "joins", "version": party.offer.versions.get()}
    refused("answer_by_a_link_or_a_person", Answer.objects.create, invitee=party, **row, level="office", entered_because="x")
    refused("answer_by_a_link_or_a_person", Answer.objects.create, invitee=party, **row, level="link", shown_sha256="a")
    both = {"level": "link", "shown_sha256": "a", "link": make.link(party), "by": portfolio.user()}
    refused("answer_by_a_link_or_a_person", Answer.objects.create, invitee=party, **row, **both)


def test_answers_of_a_party_are_one_chain():
    party = make.invitee(make.open_offer())
    first = make.answer(party)
    refused("answer_one_first", make.answer, invitee=party)
    second = make.answer(party, "declines", replaces=first)
    refused("replaces", make.answer, invitee=party, replaces=first)
    refused("key", make.answer, invitee=party, replaces=second, key=first.key)
    untaken(make.answer, invitee=make.invitee(party.offer), replaces=second)
    assert list(Answer.objects.filter(invitee=party, replaced_by__isnull=True)) == [second]


def test_a_late_answer_stands_aside_until_the_office_lets_it_count():
    made = make.open_offer()
    party, by = make.invitee(made), portfolio.user()
    first = make.answer(party)
    Offer.objects.filter(pk=made.pk).update(state="closed", closed_at=NOW)
    untaken(make.answer, invitee=party, replaces=first)
    late = make.answer(party, "declines", is_late=True)
    refused("answer_late_stands_aside", make.answer, invitee=party, is_late=True, replaces=first)
    untaken(make.answer, invitee=party, replaces=first, lets_count=first)
    refused("answer_late_is_let_in_by_the_office", make.answer, invitee=party, replaces=first, lets_count=late, level="account", shown_sha256="a")
    counted = make.answer(party, "declines", replaces=first, lets_count=late, by=by)
    refused("lets_count", make.answer, invitee=party, replaces=counted, lets_count=late)
    untaken(make.answer, invitee=party, replaces=late, is_late=False, lets_count=None)
    late.refresh_from_db()
    assert [party.answers.get(replaced_by__isnull=True, is_late=False), late.counted_by] == [counted, counted]


def test_no_answer_is_stored_where_none_is_taken():
    draft = make.offer()
    untaken(make.answer, invitee=make.invitee(draft), version=make.version(draft))
    past = make.open_offer(opened_at=NOW - 3 * DAY, closes_at=NOW - DAY)
    untaken(make.answer, invitee=make.invitee(past))
    assert make.answer(make.invitee(past), received_at=NOW - DAY - dt.timedelta(microseconds=1)).is_late is False
    untaken(make.answer, invitee=make.invitee(past), received_at=past.closes_at)
    here = make.open_offer()
    untaken(make.answer, invitee=make.invitee(here), version=past.versions.get())
    untaken(make.answer, invitee=make.invitee(here, withdrawn_at=NOW))


@pytest.mark.parametrize(
    "change", [{"choice": "declines"}, {"name": "x"}, {"reason": "x"}, {"is_late": True}, {"received_at": NOW - DAY}, {"shown_sha256": "x"}]
)
def test_an_answer_and_its_conditions_never_change(change):
    given = make.answer(make.invitee(make.open_offer()), "joins_if")
    AnswerCondition.objects.create(answer=given, kind="participants", number=20)
    frozen(Answer.objects.all(), **change)
    frozen(AnswerCondition.objects.all(), number=2)


def test_a_condition_is_of_one_kind_and_stands_once():
    given, other = make.answer(make.invitee(make.open_offer()), "joins_if"), portfolio.municipality()
    every = {"participants": {"number": 1}, "fee": {"number": 1}, "figure": {"number": 1, "figure": "population"}, "with": {"organisation": other},
             "grant": {"grant": "Statsbidrag"}}  # fmt: skip
    everything = {"number": 1, "figure": "population", "organisation": other, "grant": "x"}
    for kind, fields in every.items():
        for wrong in ({}, everything, *({key: value} for key, value in everything.items() if {key} != set(fields))):
            refused("answer_condition_is_whole", AnswerCondition.objects.create, answer=given, kind=kind, **wrong)
        AnswerCondition.objects.create(answer=given, kind=kind, **fields)
        refused("answer_condition", AnswerCondition.objects.create, answer=given, kind=kind, **fields)
    refused("answer_condition_is_whole", AnswerCondition.objects.create, answer=given, kind="novel", number=1)
    AnswerCondition.objects.create(answer=given, kind="figure", number=1, figure="pupils")
    AnswerCondition.objects.create(answer=given, kind="with", organisation=portfolio.municipality())
    assert given.conditions.count() == 7


# ---- decisions and questions -----------------------------------------------------
def day(number: int) -> dt.date:
    return dt.date(2026, 9, number)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("formal_decision_known_ruling", {"ruling": "novel"}),
        ("formal_decision_names_its_body", {"body": ""}),
        ("formal_decision_approved_after", {"decided_on": day(2), "approved_on": day(1)}),
        ("formal_decision_announced_after", {"decided_on": day(2), "announced_on": day(1)}),
        ("formal_decision_final_after", {"decided_on": day(2), "final_on": day(1)}),
        ("formal_decision_signed_after", {"decided_on": day(2), "signed_on": day(1)}),
        ("formal_decision_announced_when_approved", {"decided_on": day(1), "approved_on": day(3), "announced_on": day(2)}),
        ("formal_decision_final_when_announced", {"decided_on": day(1), "announced_on": day(3), "final_on": day(2)}),
        ("formal_decision_extract_is_whole", {"extract": "x.pdf", "extract_sha256": "a"}),
        ("formal_decision_extract_is_whole", {"received_on": day(1)}),
        ("formal_decision_confirmed_on_evidence", {"confirmed_at": NOW}),
    ],
)
def test_a_decision_of_a_party_is_whole(name, fields):
    refused(name, make.decision, invitee=make.invitee(make.open_offer()), **fields)


def test_a_decision_is_confirmed_on_its_extract_and_never_changes_after_that():
    party, by = make.invitee(make.open_offer()), portfolio.user()
    confirmed = {"confirmed_at": NOW, "confirmed_by": by}
    refused("formal_decision_confirmed_on_evidence", make.decision, invitee=party, **confirmed)
    extract = {"extract": "x.pdf", "extract_sha256": "a", "received_on": day(3)}
    made = make.decision(party, **extract)
    refused("formal_decision_once_a_meeting", make.decision, invitee=party)
    FormalDecision.objects.filter(pk=made.pk).update(final_on=day(20), **confirmed)
    frozen(FormalDecision.objects.filter(pk=made.pk), paragraph="§ 1")
    second = make.decision(party, replaces=made, ruling="no", **confirmed)
    refused("replaces", make.decision, invitee=party, replaces=made)
    made.refresh_from_db()
    assert made.replaced_by == second


def test_a_question_asks_something_and_its_answer_is_whole():
    row = {"offer": make.open_offer(), "asked_at": NOW}
    refused("offer_question_asks_something", OfferQuestion.objects.create, **row, text="")
    refused("offer_question_answer_is_whole", OfferQuestion.objects.create, **row, text="x", answer="y")
    refused("offer_question_answer_is_whole", OfferQuestion.objects.create, **row, text="x", answered_at=NOW, answered_by=portfolio.user())
    first = OfferQuestion.objects.create(**row, text="x", answer="y", answered_at=NOW, answered_by=portfolio.user())
    refused("key", OfferQuestion.objects.create, **row, text="x", key=first.key)


def test_a_note_of_a_party_says_something_about_a_deed():
    row = {"invitee": make.invitee(make.open_offer()), "at": NOW, "by": portfolio.user()}
    refused("party_note_says_something", PartyNote.objects.create, **row, about="contact", text="")
    refused("party_note_known_deed", PartyNote.objects.create, **row, about="x", text="x")


def test_a_project_with_offers_stays():
    made = make.offer(projects.project())
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer._meta.get_field("project").related_model.objects.filter(pk=made.project_id).delete()


def test_a_draft_goes_to_a_party_once():
    row = {"offer": make.offer(), "organisation": portfolio.municipality()}
    ChosenParty.objects.create(**row)
    refused("chosen_party_once", ChosenParty.objects.create, **row)
