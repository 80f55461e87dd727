"""Where in a rule something stands, in words: parts[0].classes[1].from → "part 1, size class 2, from"."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEP = re.compile(r"(?P<name>[^.\[\]]+)(?:\[(?P<number>\d+)\])?")
NUMBERED: dict[str, str | Promise] = {
    "parts": _("part %(number)s"),
    "classes": _("size class %(number)s"),
    "brackets": _("step %(number)s"),
    "figures": _("key figure %(number)s"),
    "lines": _("budget line %(number)s"),
    "participants": _("participant %(number)s"),
    "organisations": _("payer %(number)s"),
    "deduct": _("deduction %(number)s"),
}
NAMED: dict[str, str | Promise] = {
    "the case": _("the rule"),
    "label": _("name of the part"),
    "key": _("shared"),
    "fraction": _("fraction"),
    "amount": _("amount"),
    "lines": _("budget lines"),
    "per": _("how often"),
    "figure": _("key figure"),
    "figures": _("key figures"),
    "name": _("name"),
    "decimals": _("decimals"),
    "percent": _("percentages"),
    "amounts": _("agreed amounts"),
    "reason": _("reason"),
    "classes": _("size classes"),
    "from": _("from"),
    "to": _("to"),
    "fee": _("fee"),
    "weight": _("weight"),
    "rate": _("price"),
    "brackets": _("steps"),
    "count_cap": _("most that is counted"),
    "amount_cap": _("most that is paid"),
    "price": _("price"),
    "quantities": _("quantities"),
    "payer": _("payer"),
    "own": _("own costs"),
    "unit": _("rounding"),
    "parts": _("parts"),
    "organisations": _("payers outside"),
    "exceptions": _("agreed exceptions"),
    "reference": _("reference"),
    "corrections": _("corrections"),
    "floor": _("least that each pays"),
    "ceiling": _("most that each pays"),
    "max_change": _("largest change"),
    "remainder": _("what rounding leaves over"),
    "previous": _("last year's shares"),
    "reimbursements": _("reimbursements"),
    "participants": _("participants"),
    "period": _("period"),
    "base": _("amount to share"),
    "currency": _("currency"),
    "hours": _("hours"),
    "value": _("value"),
    "source": _("source"),
    "date": _("date"),
    "code": _("code"),
}


def place_name(place: str) -> str:
    return ", ".join(_step(found["name"], found["number"]) for found in STEP.finditer(place)) or place


def _step(name: str, number: str | None) -> str:
    if number is not None and name in NUMBERED:
        return str(NUMBERED[name]) % {"number": int(number) + 1}
    known = str(NAMED.get(name, name))
    return known if number is None else f"{known} {int(number) + 1}"
