"""What a party's own body decided: recorded by the office, changed until it is confirmed, confirmed by an act of its own, and corrected by a new one."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portfolio import outbox
from portfolio.actions import rows
from portfolio.actions.rows import Refused, sign
from portfolio.models import User
from portfolio.queries import clock
from projects.actions.held import Moved, invitee_held, offer_held_by
from projects.models import FormalDecision, Invitee, PartyNote
from projects.offering import AGREED, Ruling, State, fingerprint
from projects.queries.offers import OWN


@dataclass(frozen=True)
class Ruled:
    """As the minutes have it. extract: path and SHA-256 of the file, both empty for none. final_on: Sweden; see DOMAIN: announced and three weeks."""

    ruling: Ruling
    body: str
    decided_on: dt.date
    paragraph: str = ""
    case_number: str = ""
    conditions: str = ""
    approved_on: dt.date | None = None
    announced_on: dt.date | None = None
    final_on: dt.date | None = None
    signed_on: dt.date | None = None
    received_on: dt.date | None = None
    extract: str = ""
    extract_sha256: str = ""


FIELDS = tuple(Ruled.__dataclass_fields__)


def seen_of(decision: FormalDecision) -> str:
    """The fingerprint of what a page shows of it: two who saw the same have the same."""
    return fingerprint([decision.pk, decision.confirmed_at is not None, *(str(getattr(decision, name) or "") for name in FIELDS)])


def recorded_before(invitee: Invitee, said: Ruled) -> FormalDecision | None:
    """Of the same meeting of the same body; the one that stands now, where it was corrected."""
    first = FormalDecision.objects.filter(invitee=invitee, body=said.body, decided_on=said.decided_on, replaces__isnull=True).first()
    while first and (newer := FormalDecision.objects.filter(replaces=first).first()):
        first = newer
    return first


@transaction.atomic
def record(*, invitee: Invitee, said: Ruled, by: User) -> tuple[FormalDecision, bool]:
    """The decision, and whether it is new: of one meeting there is one, whoever recorded it first. Raises Refused."""
    held = party_held(invitee, by)
    if first := recorded_before(held, said):
        return first, False
    return stored(FormalDecision(invitee=held), said, by, ""), True


@transaction.atomic
def change(*, decision: FormalDecision, said: Ruled, seen: str, by: User) -> FormalDecision:
    """As long as nobody has confirmed it. The file stays unless another is sent. Raises Moved, or Refused."""
    held = decision_held(decision, by)
    if seen_of(held) != seen:
        raise Moved
    if held.confirmed_at:
        raise Refused(_("The decision is confirmed and never changes. Correct it instead."))
    first = recorded_before(held.invitee, said)
    if first and first.pk != held.pk and held.replaces_id is None:
        raise Refused(_("A decision of this body on this day is recorded already."))
    return stored(held, with_file(said, held), by, "")


@transaction.atomic
def correct(*, decision: FormalDecision, said: Ruled, reason: str, by: User) -> tuple[FormalDecision, bool]:
    """A confirmed one is replaced by another that is not confirmed yet; corrected before, it is the first correction that is given back."""
    held = decision_held(decision, by)
    if first := FormalDecision.objects.filter(replaces=held).first():
        return first, False
    if not held.confirmed_at:
        raise Refused(_("The decision is not confirmed yet: change it as it stands."))
    made = stored(FormalDecision(invitee=held.invitee, replaces=held), with_file(said, held), by, reason[:100])
    PartyNote.objects.create(invitee=held.invitee, about=PartyNote.About.CORRECTED, text=reason, at=clock.read(), by=by)
    return made, True


@transaction.atomic
def confirm(*, decision: FormalDecision, seen: str, by: User) -> FormalDecision:
    """From here on it never changes: the database refuses it. A yes needs the extract. Confirmed before, nothing happens. Raises Moved, or Refused."""
    held = decision_held(decision, by)
    if held.confirmed_at:
        return held
    if seen_of(held) != seen or FormalDecision.objects.filter(replaces=held).exists():
        raise Moved
    if lacking := lacks(held):
        raise Refused(lacking)
    held.confirmed_at, held.confirmed_by = clock.read(), by
    sign(held, by, "", held.confirmed_at)
    held.save()
    outbox.changed()
    return held


def lacks(decision: FormalDecision) -> str:
    """What a yes needs before it is confirmed, in words; "" when nothing is missing."""
    if decision.ruling not in AGREED:
        return ""
    if not decision.extract:
        return _("Add the extract of the minutes first: a yes is confirmed on evidence.")
    if not decision.signed_on and decision.invitee.offer.versions.latest("number").terms[OWN]["asks_signature"]:
        return _("Write first when the agreement was signed.")
    return ""


# ---- what the acts share -------------------------------------------------------
def party_held(invitee: Invitee, by: User) -> Invitee:
    offer = offer_held_by(invitee.offer, by)
    if offer.state == State.DRAFT:
        raise Refused(_("Nobody has been asked yet: the offer is a draft."))
    held = invitee_held(invitee.pk)
    held.offer = offer
    return held


def decision_held(decision: FormalDecision, by: User) -> FormalDecision:
    invitee = party_held(Invitee.objects.select_related("offer__project").get(pk=decision.invitee_id), by)
    held = FormalDecision.objects.get(pk=decision.pk)
    held.invitee = invitee
    return held


def with_file(said: Ruled, old: FormalDecision) -> Ruled:
    """The one that is there goes along unless another is sent."""
    if said.extract or not old.extract:
        return said
    return replace(said, extract=old.extract, extract_sha256=old.extract_sha256, received_on=said.received_on or old.received_on)


def stored(row: FormalDecision, said: Ruled, by: User, reason: str) -> FormalDecision:
    values: dict[str, Any] = asdict(said)
    for name, value in values.items():
        setattr(row, name, value.value if name == "ruling" else value)
    if not row.extract:
        row.received_on = None
    rows.save(row=row, by=by, reason=reason)
    return row
