"""What a person concluded, on what count, and who joins; read from what was stored then, whatever has come since."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst

from portfolio.offers.board import Board
from projects.models import Offer
from projects.models.offer import OUTCOME_LABELS
from projects.offering import Outcome, State


@dataclass(frozen=True)
class Conclusion:
    """counted: the number of the count that it rests on, and when that was made. computed: what the rules said, where a person said otherwise."""

    outcome: str
    starts: bool
    computed: str
    reason: str
    at: dt.datetime
    counted: int | None
    counted_at: dt.datetime | None
    joins: list[str]


def conclusion_of(offer: Offer, board: Board) -> Conclusion | None:
    """One query where there is one."""
    if offer.state != State.CONCLUDED or offer.concluded_at is None:
        return None
    outcome, number = Outcome(offer.outcome), offer.conclusion.get("tally")
    tally = offer.tallies.filter(number=number).only("made_at").first() if number else None
    computed = offer.conclusion.get("computed", "")
    told = OUTCOME_LABELS[Outcome(computed)] if computed in [each.value for each in Outcome] and computed != outcome else ""
    return Conclusion(
        capfirst(str(OUTCOME_LABELS[outcome])),
        outcome is Outcome.STARTS,
        str(told),
        offer.reason,
        offer.concluded_at,
        number,
        tally.made_at if tally else None,
        [line.invitee.organisation.name for line in board.lines if line.joins and outcome is Outcome.STARTS],
    )
