"""The parts of a scenario's rule as fields, and back. What a field does not show stays in the definition as it stands."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from costsharing.engine.amounts import EXACT, amount_of, amount_text, exact_of, number_text
from portfolio.models import KeyFigure
from portfolio.web.fields import LineField, MoneyField

OWN_TOTAL = ("amounts", "rate", "usage", "own")
OF_KEYS = ("figure", "figures", "decimals", "percent", "classes", "payer")
"""The fields that a part with one of the simple keys does not have."""
PER_CENT = _("Write a percentage such as 50 or 33.3, or a fraction such as 1/3.")


class FractionField(forms.CharField):
    """50, 33,3 % or 1/3; kept as the case format writes it."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace(",", ".").replace("%", "").replace(" ", "").replace("\u00a0", "")
        if not text:
            return ""
        found = exact_of(text)
        if found is None or found < 0:
            raise forms.ValidationError(PER_CENT, code="invalid")
        kept = number_text(found if "/" in text else Fraction(found) / 100)
        if not EXACT.fullmatch(kept):
            raise forms.ValidationError(PER_CENT, code="invalid")
        return kept


def shown(fraction: str) -> str:
    """ "1/2" → "50", "1/3" → "1/3"."""
    found = exact_of(fraction)
    text = number_text(Fraction(found) * 100) if found is not None else fraction
    return fraction if "/" in text else text


def has_own_total(part: Mapping[str, Any]) -> bool:
    return part["key"] in OWN_TOTAL or any("fee" in size for size in part.get("classes", ()))


def is_sized(part: Mapping[str, Any]) -> bool:
    """By a fraction or an amount, which the form can change."""
    return not has_own_total(part) and "lines" not in part


def key_of_part(part: Mapping[str, Any]) -> str:
    if part["key"] == "equal":
        return "equal"
    return f"figure:{part['figure']}" if part["key"] == "figure" and set(part) & set(OF_KEYS) == {"figure"} else ""


def keys(current: str | None) -> list[tuple[str, Any]]:
    """The simple keys; a part with another one may keep it."""
    simple: list[tuple[str, Any]] = [("equal", _("equally"))]
    simple += [(f"figure:{kind}", _("by %(figure)s") % {"figure": name.lower()}) for kind, name in KeyFigure.Kind.choices if kind != KeyFigure.Kind.OTHER]
    if current and current not in dict(simple):
        simple.append((current, _("by %(figure)s") % {"figure": current.partition(":")[2]}))
    return [("", _("as the rule says")), *simple] if current == "" else simple


def with_key(part: Mapping[str, Any], key: str) -> dict[str, Any]:
    if key == key_of_part(part) or not key:
        return dict(part)
    plain = {name: value for name, value in part.items() if name not in OF_KEYS}
    return plain | ({"key": "equal"} if key == "equal" else {"key": "figure", "figure": key.partition(":")[2]})


def fields_of(place: int, part: Mapping[str, Any]) -> dict[str, forms.Field]:
    n = str(place + 1)
    found: dict[str, forms.Field] = {"label": label_field(_("Part %(n)s") % {"n": n})}
    if is_sized(part):
        found["key"] = forms.ChoiceField(label=_("Shared"), choices=keys(key_of_part(part)), required=False)
        found["fraction"] = FractionField(label=_("Share, %"), required=False)
        found["fraction"].widget.attrs["data-share"] = _("Slider: share of %(part)s, %%") % {"part": part["label"]}  # static/js/sliders.js
        found["amount"] = MoneyField(label=_("or an amount"), required=False)
    found["remove"] = forms.BooleanField(label=_("Take the part away"), required=False)
    return found


def label_field(label: Any, required: bool = True) -> forms.Field:
    return LineField(label=label, max_length=120, required=required, error_messages={"required": _("Write what the part is called.")})


def initial_of(part: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"label": part["label"]}
    if is_sized(part):
        amount = amount_of(part["amount"]) if "amount" in part else None
        found |= {"key": key_of_part(part), "fraction": shown(part["fraction"]) if "fraction" in part else "", "amount": amount}
    return found


def changed(part: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The part as the form says; without size when neither a share nor an amount is written."""
    found = with_key(part, said["key"]) if is_sized(part) else dict(part)
    found["label"] = said["label"]
    if is_sized(part):
        found.pop("fraction", None)
        found.pop("amount", None)
        found |= {"fraction": said["fraction"]} if said["fraction"] else {"amount": amount_text(said["amount"])} if said["amount"] is not None else {}
    return found


def with_rest(parts: list[dict[str, Any]]) -> list[int]:
    """The one part without a size gets what the other fractions leave. Says which parts are left without, when there is more than one or nothing is left."""
    without = [place for place, part in enumerate(parts) if is_sized(part) and "fraction" not in part and "amount" not in part]
    if len(without) != 1:
        return without
    rest = 1 - sum((Fraction(exact_of(part["fraction"]) or 0) for part in parts if "fraction" in part), Fraction())
    if rest <= 0:
        return without
    parts[without[0]]["fraction"] = number_text(rest)
    return []
