"""What the page of adopting shows: exactly what would be stored, and what stands in the way, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from costsharing.engine.writing import written
from costsharing.forms.adopting import Nets, Seen
from costsharing.models import Allocation, Scenario
from costsharing.policies import Hindrance, Obstacle, current_allocation, why_not_adopt
from costsharing.queries.allocations import table_of
from costsharing.queries.tried import Tried, tried
from costsharing.stored import Move, Stored, moves, nets, stored
from costsharing.tables.shares import Written, move_columns, share_columns
from costsharing.tables.shares import written as drawn
from costsharing.telling import table_sources
from costsharing.wording import fault_text, rule_sentence
from portfolio.templatetags.portfolio_format import money


@dataclass(frozen=True)
class AdoptingPage:
    """before: what the person saw last, when that is not what stands now."""

    scenario: Scenario
    tried: Tried
    replaces: Allocation | None
    hindrances: Sequence[Hindrance]
    before: Nets | None = None

    @cached_property
    def table(self) -> Stored | None:
        return stored(self.tried.basis.case, written(self.tried.result)) if self.tried.result else None

    @cached_property
    def seen(self) -> Seen:
        return Seen.now(self.tried, self.table, self.replaces)

    @property
    def shares(self) -> Written | None:
        return drawn(share_columns(self.table), self.table.lines) if self.table else None

    @property
    def rule(self) -> str:
        names = {one["code"]: one["name"] for one in self.tried.basis.case["participants"]}
        return rule_sentence(self.tried.basis.case, names, self.tried.basis.case["currency"])

    @property
    def sources(self) -> list[str]:
        return table_sources(self.table) if self.table else []

    @property
    def replaced(self) -> Written | None:
        """What each would pay against what binds now."""
        if self.replaces is None or self.table is None:
            return None
        return drawn(move_columns(_("Now"), _("New")), moves(nets(table_of(self.replaces)), nets(self.table)))

    @cached_property
    def moved(self) -> list[Move]:
        """Whose amount is another than when the person saw it."""
        return [move for move in moves(self.before, self.seen.nets) if move.before != move.now] if self.before is not None else []

    @property
    def moved_table(self) -> Written | None:
        return drawn(move_columns(_("When you saw it"), _("Now")), self.moved) if self.moved else None

    @property
    def in_the_way(self) -> list[str]:
        return [sentence for each in self.hindrances for sentence in told(each, self.tried)]


def adopting_page(scenario: Scenario, before: Seen | None = None) -> AdoptingPage:
    """``before``: what the person had seen; told of only when it is no longer so."""
    found, current = tried(scenario), current_allocation(scenario.project_id, scenario.year)
    page = AdoptingPage(scenario, found, current, why_not_adopt(found, current))
    if before is None or (before.case, before.replaces) == (page.seen.case, page.seen.replaces):
        return page
    return AdoptingPage(scenario, found, current, page.hindrances, before.nets)


def told(hindrance: Hindrance, found: Tried) -> list[str]:
    scenario = found.scenario
    if hindrance.obstacle is Obstacle.REFUSED:
        return [fault_text(fault) for fault in found.faults]
    if hindrance.obstacle is Obstacle.GAP:
        words = _("%(amount)s lacks funding in %(year)s.") if hindrance.gap > 0 else _("Funding in %(year)s is %(amount)s above the cost.")
        return [words % {"amount": money(abs(hindrance.gap), scenario.project.region.currency), "year": scenario.year}]
    return [_("The year has another allocation since the page was opened. Look through it once more.")]
