"""Who is at the page of a party's offer, and what hangs on which way they came: addresses, deeds, and what is counted."""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portfolio.models import User
from portfolio.queries import clock
from projects.actions.answers import answer_by_link, answer_signed_in
from projects.actions.asking import ask, ask_signed_in
from projects.linking import Opens, opens
from projects.models import AnswerLink, Invitee
from projects.offering import State, takes_answers


@dataclass(frozen=True)
class Seat(ABC):
    """Somebody at the page of a party's offer, whichever way they came."""

    invitee: Invitee
    opens: Opens

    @abstractmethod
    def url(self, room: str = "", *more: Any) -> str:
        """Of a page that lies here: ask, paper, summary … ; of the answer itself where none is named."""

    @property
    @abstractmethod
    def key(self) -> str:
        """What is counted where only so much is taken in an hour."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Where a receipt goes besides the contact and the mailbox."""

    @abstractmethod
    def send(self, **said: Any) -> None:
        """The answer. Raises what the deed raises."""

    @abstractmethod
    def ask(self, **said: Any) -> None:
        """A question. Raises what the deed raises."""


@dataclass(frozen=True)
class ByLink(Seat):
    """A link that opens something now."""

    link: AnswerLink

    def url(self, room: str = "", *more: Any) -> str:
        return reverse(f"answer-{room}" if room else "answer", args=[self.link.public_id, *more])

    @property
    def key(self) -> str:
        return self.link.public_id.hex

    @property
    def address(self) -> str:
        return self.link.to_address

    def send(self, **said: Any) -> None:
        answer_by_link(link=self.link, **said)

    def ask(self, **said: Any) -> None:
        ask(link=self.link, **said)


@dataclass(frozen=True)
class SignedIn(Seat):
    """A contact of the party with an account."""

    user: User

    def url(self, room: str = "", *more: Any) -> str:
        name = {"": "municipality-answer", "municipality": "municipality"}.get(room, f"municipality-answer-{room}")
        own = [] if room == "municipality" else [self.invitee.pk]
        return reverse(name, args=[self.invitee.offer.project.region.slug, self.invitee.organisation_id, *own, *more])

    @property
    def key(self) -> str:
        return f"{self.user.pk}:{self.invitee.pk}"

    @property
    def address(self) -> str:
        return self.user.email

    def send(self, **said: Any) -> None:
        answer_signed_in(invitee=self.invitee, by=self.user, **said)

    def ask(self, **said: Any) -> None:
        ask_signed_in(invitee=self.invitee, by=self.user, **said)


def opened(invitee: Invitee, revoked_at: dt.datetime | None = None) -> Opens:
    """What of the party's offer opens now; revoked_at: when the link ended by which one comes, if it has."""
    offer, now = invitee.offer, clock.read()
    is_revoked = revoked_at is not None or invitee.withdrawn_at is not None
    return opens(now, offer.closes_at, takes_answers(State(offer.state), offer.closes_at, now), is_revoked)
