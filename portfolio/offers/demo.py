"""The demo's offers. The one of the document stands as the document leaves it: asked, and no answer known. The example was sent by the acts and mails that
any offer is sent by, some days ago, so that whoever looks at it can answer by a link of it. Safe to repeat: a project that has an offer keeps it alone."""

import datetime as dt
import uuid
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from costsharing.models import Scenario
from portfolio.actions.rows import save, sign
from portfolio.deliveries.jobs import file_of
from portfolio.deliveries.writing import message_of
from portfolio.lib.demooffers import DAY, DemoAnswer, DemoOffer, DemoOffers, DemoQuestion, DemoRuling
from portfolio.mail import FileBackend, is_held, is_written
from portfolio.models import Delivery, Organisation, User
from portfolio.offers.office.sending import preview_of, recipients
from portfolio.offers.office.whom import asked_in
from portfolio.offers.terms import terms_of
from portfolio.outbox import TRYING
from portfolio.queries import clock
from projects.actions import links
from projects.actions import offers as acts
from projects.actions.answers import Hangs, Said, answer_by_link
from projects.models import FormalDecision, Invitee, Offer, OfferQuestion, OfferVersion, Project
from projects.offering import Binding, Choice, State, closing_of, fingerprint

TEN = dt.time(10)
Parties = Mapping[str, Invitee]


@transaction.atomic
def set_up_offers(demo: DemoOffers, office: Mapping[str, User], today: dt.date) -> None:
    """office: by region, who sends. Nothing where the project is gone, has an offer already or nobody may send it."""
    for entry in demo.offers:
        project = Project.objects.select_related("region").filter(region__slug=entry.region, reference=entry.project).first()
        by = office.get(entry.region)
        if project and by and not Offer.objects.filter(project=project).exists():
            if entry.sent_on:
                stands(project, entry, by)
            else:
                runs(project, entry, demo, by, today)


def scenario_of(project: Project) -> Scenario | None:
    return Scenario.objects.filter(project=project, is_baseline=True).order_by("year").first()


def stands(project: Project, entry: DemoOffer, by: User) -> None:
    """It went out on paper, so there are no mails and no links; its addresses are the made-up ones of the demo."""
    zone = project.region.time_zone
    sent_at = dt.datetime.combine(dt.date.fromisoformat(entry.sent_on), TEN, ZoneInfo(zone))
    closes_at = closing_of(dt.date.fromisoformat(entry.last_day), zone)
    offer = Offer(project=project, number=1, state=State.OPEN, opened_at=sent_at, closes_at=closes_at, **entry.words)
    save(row=offer, by=by)
    dated(offer, sent_at)
    to, _nobody = recipients(offer, asked_in(offer), timezone.localdate())
    terms = terms_of(offer, scenario_of(project), [each.organisation for each in to])
    OfferVersion.objects.create(offer=offer, number=1, terms=terms, terms_sha256=fingerprint(terms), sent_at=sent_at, sent_by=by)
    for each in to:
        invitee = Invitee(offer=offer, invited_at=sent_at, **vars(each))
        sign(invitee, by, "", sent_at)
        invitee.save()


def runs(project: Project, entry: DemoOffer, demo: DemoOffers, by: User, today: dt.date) -> None:
    zone = project.region.time_zone
    words = {**entry.words, "binding": Binding(entry.words["binding"])}
    with clock.told(at(demo.copy.sent_on(today), zone)):
        offer = acts.draft(project=project, by=by, closes_at=closing_of(demo.copy.last_day(today), zone), **words)
        preview = preview_of(offer, scenario_of(project), today)
        dated(offer, clock.read())
        acts.send(offer=offer, terms=preview.terms, shown=preview.shown, recipients=preview.recipients, by=by)
    parties = {each.organisation.code: each for each in offer.invitees.select_related("organisation")}
    mails = Delivery.objects.filter(of_offer__invitee__offer=offer)
    for answer in demo.answers:
        answered(parties, answer, demo.who, today, zone)
    for code in demo.fetched:
        if link := links.valid_link(parties[code]):
            links.fetched(link=link, at=at(today - 3 * DAY, zone))
    for ruling in demo.rulings:
        save(row=(decision := ruled(parties[ruling.party], ruling, today)), by=by)
        dated(decision, at(decision.decided_on, zone))
    for question in demo.questions:
        save(row=(said := asked(offer, parties[question.party], question, demo.who["name"], by, today, zone)), by=by)
        dated(said, said.answered_at or said.asked_at)
    mails.filter(of_offer__invitee=parties[demo.refused]).update(state=Delivery.State.FAILED, error=demo.said)
    mails.update(until=timezone.now() + TRYING)  # counted from when they were asked for, some of them would be too old to be tried
    if is_written() and not is_held():
        left(mails.filter(state=Delivery.State.WAITING, of_offer__link__isnull=False))
    elif not is_written():
        mails.filter(state=Delivery.State.WAITING).update(state=Delivery.State.CANCELLED, error=_("An example: nobody has this address."))


def dated(row: Any, moment: dt.datetime) -> None:
    """Its history begins when it was written, not when the demo was loaded."""
    type(row).history.filter(id=row.pk).update(history_date=moment)


def left(mails: QuerySet[Delivery]) -> None:
    """Written on the day for which they were asked, before anybody answers; receipts, which carry a paper, are left to the loop."""
    backend = FileBackend()
    for delivery in mails.select_related("region"):
        with clock.told(delivery.asked_at), override(delivery.language):
            message = message_of(delivery)
            message.extra_headers["Date"] = format_datetime(delivery.asked_at)
            file = backend.write(message, file_of(delivery))
        mails.filter(pk=delivery.pk).update(state=Delivery.State.SENT, sent_at=delivery.asked_at, subject=delivery.subject, file=file)


def at(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, TEN, ZoneInfo(zone))


def answered(parties: Parties, said: DemoAnswer, who: Mapping[str, str], today: dt.date, zone: str) -> None:
    """By the link, as the contact would, who has opened it."""
    link = links.valid_link(parties[said.party])
    assert link
    links.fetched(link=link, at=at(today - said.ago * DAY, zone))
    hangs = [Hangs(row["kind"], row.get("number"), organisation=organisation(parties, row.get("party"))) for row in said.conditions]
    until = today + said.needs_in * DAY if said.needs_in else None
    answer = Said(Choice(said.choice), **who, reason=said.reason, needs_until=until, body="Kommunstyrelsen" if until else "", conditions=hangs)
    with clock.told(at(today - said.ago * DAY, zone)):
        answer_by_link(link=link, version=1, said=answer, shown_sha256=fingerprint([said.party, said.choice]), key=uuid.uuid4())


def organisation(parties: Parties, code: str | None) -> Organisation | None:
    return parties[code].organisation if code else None


def ruled(party: Invitee, said: DemoRuling, today: dt.date) -> FormalDecision:
    """Of minutes that the office has been told of; no extract of them has come yet."""
    on = today - said.ago * DAY
    approved = on + said.approved * DAY if said.approved is not None else None
    return FormalDecision(invitee=party, ruling=said.ruling, body=said.body, decided_on=on, paragraph=said.paragraph, approved_on=approved)


def asked(offer: Offer, party: Invitee, said: DemoQuestion, name: str, by: User, today: dt.date, zone: str) -> OfferQuestion:
    question = OfferQuestion(offer=offer, invitee=party, name=name, text=said.text, asked_at=at(today - said.ago * DAY, zone))
    if said.answer:
        question.answer, question.answered_at, question.answered_by = said.answer, at(today - said.answered_ago * DAY, zone), by
    return question
