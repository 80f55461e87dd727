"""All that has happened between a project and a party of its offer, in order of time: printed, one page for the file."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portfolio.templatetags.portfolio_format import day
from projects.models import Answer, AnswerLink, FormalDecision, Invitee, Offer, OfferMail, OfferQuestion, OfferVersion, PartyNote
from projects.offering import Choice, State, last_day_of
from projects.wording.answers import headline


@dataclass(frozen=True)
class Entry:
    """what: in the page's language. person and text name somebody, or are somebody's words: not for every reader."""

    at: dt.datetime
    what: str
    person: str = ""
    text: str = ""


@dataclass(frozen=True)
class Seen:
    """What was read of a party."""

    invitee: Invitee
    offer: Offer
    versions: Sequence[OfferVersion]
    answers: Sequence[Answer]
    links: Sequence[AnswerLink]
    mails: Sequence[OfferMail]
    questions: Sequence[OfferQuestion]
    notes: Sequence[PartyNote]
    history: Sequence[Any]
    """Of its decisions, the oldest first."""
    moves: Sequence[Any] = ()
    """Lines of the offer, the oldest first: when its last day was moved."""


def timeline(seen: Seen) -> list[Entry]:
    parts = (of_offer(seen), of_links(seen.links), of_mails(seen.mails), of_answers(seen.answers), of_questions(seen.questions))
    found = [entry for part in (*parts, of_decisions(seen.history), of_notes(seen.notes)) for entry in part]
    return sorted(found, key=lambda entry: entry.at)


def of_offer(seen: Seen) -> Iterator[Entry]:
    for version in seen.versions:
        if version.sent_at >= seen.invitee.invited_at:
            words = _("The offer was sent.") if version.number == 1 else _("The terms were changed: version %(n)s.") % {"n": version.number}
            yield Entry(version.sent_at, words, version.sent_by.name)
    yield from of_moves(seen)
    if seen.offer.closed_at:
        yield Entry(seen.offer.closed_at, _("The offer was closed."))
    if seen.offer.concluded_at and seen.offer.concluded_by:
        outcome = capfirst(seen.offer.get_outcome_display())
        yield Entry(seen.offer.concluded_at, _("The offer was concluded: %(outcome)s.") % {"outcome": outcome}, seen.offer.concluded_by.name, seen.offer.reason)
    if seen.invitee.withdrawn_at:
        yield Entry(seen.invitee.withdrawn_at, _("The party was taken out of the offer."))


def of_moves(seen: Seen) -> Iterator[Entry]:
    """Of the last day, since the party was asked."""
    zone = seen.offer.project.region.time_zone
    for before, line in pairwise(seen.moves):
        if before.state != State.DRAFT and line.closes_at != before.closes_at and line.history_date >= seen.invitee.invited_at:
            days = {"old": day(last_day_of(before.closes_at, zone)), "new": day(last_day_of(line.closes_at, zone))}
            words = _("The last day for answers was moved from %(old)s to %(new)s.") % days
            yield Entry(line.history_date, words, line.history_user.name if line.history_user else "", line.history_change_reason or "")


def of_links(links: Sequence[AnswerLink]) -> Iterator[Entry]:
    for link in links:
        to = ", ".join(filter(None, (link.to_name, link.to_address)))
        yield Entry(link.issued_at, _("A link was issued."), link.issued_by.name if link.issued_by else "", to)
        if fetched := getattr(link, "fetched", None):
            yield Entry(fetched.first_at, _("The link was fetched for the first time, by a person or a machine."), "", to)
            if fetched.times > 1:
                yield Entry(fetched.last_at, _("The link was fetched for the latest of %(n)s times.") % {"n": fetched.times}, "", to)
        if link.revoked_at:
            yield Entry(link.revoked_at, _("The link ended: %(because)s.") % {"because": link.get_revoked_because_display()}, "", to)


def of_mails(mails: Sequence[OfferMail]) -> Iterator[Entry]:
    for mail in mails:
        it = mail.delivery
        words = _("Mail: %(kind)s, %(fate)s.") % {"kind": mail.about, "fate": it.get_state_display()}
        yield Entry(it.sent_at or it.asked_at, words, "", ". ".join(filter(None, (it.to_address, it.error))))


def of_answers(answers: Sequence[Answer]) -> Iterator[Entry]:
    for answer in answers:
        said = {"answer": headline(Choice(answer.choice)), "n": answer.version.number, "how": answer.get_level_display()}
        pattern = _("Late answer: %(answer)s; on version %(n)s, %(how)s.") if answer.is_late else _("Answer: %(answer)s; on version %(n)s, %(how)s.")
        yield Entry(answer.received_at, pattern % said, who_answered(answer), answer.reason)


def who_answered(answer: Answer) -> str:
    """As it was typed; and by whose account, where that is another name."""
    typed = f"{answer.name}, {answer.title}"
    signed_in = answer.by.name if answer.level == Answer.Level.ACCOUNT and answer.by else answer.name
    return typed if signed_in == answer.name else _("%(typed)s, signed in as %(name)s") % {"typed": typed, "name": signed_in}


def of_questions(questions: Sequence[OfferQuestion]) -> Iterator[Entry]:
    for question in questions:
        yield Entry(question.asked_at, _("The party asked."), question.name, question.text)
        if question.answered_at and question.answered_by:
            yield Entry(question.answered_at, _("The question was answered."), question.answered_by.name, question.answer)


def of_decisions(history: Sequence[Any]) -> Iterator[Entry]:
    """history: lines of FormalDecision."""
    confirmed: set[int] = set()
    for line in history:
        said = {"ruling": line.get_ruling_display(), "body": line.body, "day": day(line.decided_on)}
        if line.confirmed_at and line.id not in confirmed:
            confirmed.add(line.id)
            pattern = _("Decision confirmed: %(ruling)s; %(body)s, %(day)s.")
        elif line.history_type == "+":
            pattern = _("Decision corrected: %(ruling)s; %(body)s, %(day)s.") if line.replaces_id else _("Decision recorded: %(ruling)s; %(body)s, %(day)s.")
        else:
            pattern = _("Decision changed: %(ruling)s; %(body)s, %(day)s.")
        yield Entry(line.history_date, pattern % said, line.history_user.name if line.history_user else "")


def of_notes(notes: Sequence[PartyNote]) -> Iterator[Entry]:
    for note in notes:
        yield Entry(note.at, _("Note: %(about)s.") % {"about": note.get_about_display()}, note.by.name, note.text)


HISTORY: Any = FormalDecision.history
MOVES: Any = Offer.history
