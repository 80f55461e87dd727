"""What one deed with an offer did to the places of all its parties is told as one sentence, with each of them folded up below."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from portfolio.history.lines import Deed
from portfolio.history.sentences import Told, person, said
from projects.actions.closing import CONCLUDED
from projects.actions.offers import OFFERED
from projects.models import Participation

PATTERNS: dict[str, Any] = {
    CONCLUDED: _("%(who)s set the parties' places in the project by concluding the offer."),
    OFFERED: _("%(who)s set the parties' places in the project by sending the offer."),
}


def key_of(deed: Deed) -> tuple[str, Any] | None:
    """A deed carries one moment in all that it writes; None for what stands by itself."""
    reason = deed.line.history_change_reason or ""
    return (reason, deed.line.history_date) if deed.kind.model is Participation and reason in PATTERNS else None


def together(deeds: Sequence[Deed], told: Sequence[Told]) -> Iterator[Told]:
    """In the place of the first of them. How many there are is counted of what is shown: a page may end in the middle."""
    below: dict[tuple[str, Any], list[Told]] = defaultdict(list)
    for deed, each in zip(deeds, told, strict=True):
        if key := key_of(deed):
            below[key].append(replace(each, reason=""))
    for deed, each in zip(deeds, told, strict=True):
        key = key_of(deed)
        inner = below.pop(key, []) if key else []
        if key is None or len(inner) == 1:
            yield each
        elif inner:
            yield Told(each.at, said(str(PATTERNS[key[0]]), who=person(deed.line)), [], [], each.reason, inner)
