"""Who holds a link sits at its page for a while: the token is exchanged at once for a cookie that this one page gets, so no address, log or referrer keeps it.

The cookie opens nothing by itself: whether the link still holds is asked anew at every request. It shows the page for half an hour; a form that was
open for longer is taken until the evening, so that nobody who was called away writes it twice.
"""

import datetime as dt
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portfolio.access.tokens import hash_of
from portfolio.models import User
from portfolio.queries import clock
from projects.actions.answers import answer_by_link, answer_signed_in
from projects.actions.asking import ask, ask_signed_in
from projects.linking import PREFIX, SITTING, TYPING, Opens, opens
from projects.models import AnswerLink, Invitee
from projects.offering import State, takes_answers

COOKIE, SALT = "samverk_answer", "samverk.answer"
signer = signing.TimestampSigner(salt=SALT)


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


def seat_by_token(token: str) -> ByLink | None:
    return seated(AnswerLink.objects.filter(token_sha256=hash_of(token))) if token.startswith(PREFIX) else None


def seat_by_cookie(request: HttpRequest, public_id: uuid.UUID) -> ByLink | None:
    holds = TYPING if request.method == "POST" else SITTING
    try:
        held = signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=holds)
    except signing.BadSignature:
        return None
    return seated(AnswerLink.objects.filter(public_id=public_id)) if held == public_id.hex else None


def seated(links: QuerySet[AnswerLink]) -> ByLink | None:
    link = links.select_related("invitee__offer__project__region", "invitee__organisation").first()
    if link is None:
        return None
    found = opened(link.invitee, link.revoked_at)
    return ByLink(link.invitee, found, link) if found is not Opens.NOTHING else None


def opened(invitee: Invitee, revoked_at: dt.datetime | None = None) -> Opens:
    """What of the party's offer opens now; revoked_at: when the link ended by which one comes, if it has."""
    offer, now = invitee.offer, clock.read()
    is_revoked = revoked_at is not None or invitee.withdrawn_at is not None
    return opens(now, offer.closes_at, takes_answers(State(offer.state), offer.closes_at, now), is_revoked)


def path_of(link: AnswerLink) -> str:
    """Where its cookie goes, and nowhere else."""
    return reverse("answer", args=[link.public_id])


def sit(response: HttpResponse, link: AnswerLink) -> HttpResponse:
    """The cookie, anew from now, for this page alone."""
    response.set_cookie(
        COOKIE,
        signer.sign(link.public_id.hex),
        max_age=int(TYPING.total_seconds()),
        path=path_of(link),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # the first request comes from a mail
    )
    return unkept(response)


def unkept(response: HttpResponse) -> HttpResponse:
    """No copy stays anywhere, and no other page learns where the reader was."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "origin"  # with no-referrer a browser says of its forms that they come from nowhere, and they are refused
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
