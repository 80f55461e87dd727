"""A fault of the engine as a sentence in the language of the page: who or which part, what is wrong, what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from costsharing.engine.faults import CaseFault, Told
from costsharing.wording.faulttexts import SIDES, TEXTS
from costsharing.wording.numbers import figure_name, number
from costsharing.wording.places import place_name

NUMBERS = frozenset({"sum", "gap", "value", "base", "taken", "amount", "total", "limit", "floor", "ceiling", "low", "high", "cap", "most", "least", "number"})


def fault_text(fault: CaseFault) -> str:
    """ "1280 Malmö, efter folkmängd: nyckeltalet folkmängd saknas; …" """
    where = ", ".join(word for word in (fault.participant, fault.part) if word)
    side = fault.params.get("side", fault.params.get("kind", ""))
    template = SIDES[fault.key, str(side)] if side else TEXTS[fault.key]
    sentence = str(template) % told(fault.params)
    return _("%(where)s: %(what)s") % {"where": where, "what": sentence} if where else capital(sentence)


def told(params: Mapping[str, Told]) -> dict[str, str]:
    return {name: _told(name, value) for name, value in params.items()}


def _told(name: str, value: Told) -> str:
    if name == "place":
        return place_name(str(value))
    if name == "choices":  # fields of the case format, with commas between
        return ", ".join(place_name(each) for each in str(value).split(", "))
    if name == "figure":
        return figure_name(str(value))
    return number(value) if name in NUMBERS else str(value)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
