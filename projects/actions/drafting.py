"""A draft is changed, thrown away and brought back: nothing of it has reached anybody yet."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portfolio.actions import rows
from portfolio.actions.rows import Refused
from portfolio.models import User
from projects.actions.held import offer_held
from projects.actions.locking import lock
from projects.models import ChosenParty, Offer, Project
from projects.offering import State


def draft_held(offer: Offer, by: User) -> Offer:
    """For whoever may edit the project, until the transaction ends. Raises Refused once it has been sent."""
    project = lock(offer.project, by)
    held = offer_held(offer.pk)
    held.project = project
    if held.state != State.DRAFT:
        raise Refused(_("The offer has been sent already. Change its terms instead: everybody who was asked is told."))
    return held


@transaction.atomic
def edit(*, offer: Offer, fields: Mapping[str, Any], chosen: Collection[int], by: User) -> Any:
    """chosen: organisations; empty for everybody who has a place in the project. Returns the line of history. Raises Refused."""
    held = draft_held(offer, by)
    for name, value in fields.items():
        setattr(held, name, value)
    before = {each.organisation_id: each for each in held.chosen.all()}
    new = [ChosenParty(offer=held, organisation_id=pk) for pk in sorted(set(chosen) - before.keys())]
    return rows.save(row=held, by=by, below=new, gone=[row for pk, row in before.items() if pk not in chosen])


@transaction.atomic
def remove(*, offer: Offer, by: User) -> Any:
    """Returns the line of history, by which it can be brought back. Raises Refused."""
    held = draft_held(offer, by)
    if held.attachments.exists():
        raise Refused(_("Attachments hang on the draft. Take them away first."))
    return rows.remove(row=held, by=by)


@transaction.atomic
def undo(*, project: Project, line: int, by: User) -> None:
    """What was done to a draft last is taken back; what has been sent is never undone. Raises Refused."""
    held = lock(project, by)
    entry = Offer.history.filter(project_id=held.pk, history_id=line).first()
    if entry is None or entry.state != State.DRAFT:
        raise Refused(_("What has been sent cannot be undone."))
    rows.revert(entry=entry, by=by)
