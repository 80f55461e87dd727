"""What a form carries besides its fields: the digest of what was shown, and a key by which it acts once."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.actions.submissions import remember
from portfolio.editing.forms import RowForm
from portfolio.lib.money import written
from portfolio.models import Submission, User
from portfolio.statements import Statement, given, given_key
from portfolio.templatetags.portfolio_format import day

OURS = ("csrfmiddlewaretoken", "shown", "key", "do")


def digest(values: Mapping[str, Any]) -> str:
    """Of everything that a form shows of a row; two people who saw the same have the same."""
    return hashlib.sha256(json.dumps(sorted((name, str(value if value is not None else "")) for name, value in values.items())).encode()).hexdigest()[:32]


def shown(form: RowForm) -> str:
    """The digest of the row as it stands in the database."""
    return digest({**form.before, "amounts": sorted(form.amounts_before.items())}) if form.instance.pk else ""


def key_of(data: Mapping[str, Any] | None) -> uuid.UUID:
    """The key that the form came with; a form without one gets a new one, so it is never mistaken for another."""
    try:
        return uuid.UUID(str(data["key"])) if data else uuid.uuid4()
    except (KeyError, ValueError):
        return uuid.uuid4()


DONE = Statement(lambda: Submission.objects.filter(key=given_key("key"), user=given("user")).order_by())


def done_before(key: uuid.UUID, user: User) -> Submission | None:
    return next(iter(DONE.rows(key=key, user=user.pk)), None)


def note(key: uuid.UUID, user: User, result: str) -> None:
    remember(key=key, user=user, result=result, at=timezone.now())


# ---- two texts side by side ----------------------------------------------------
@dataclass(frozen=True)
class Pair:
    label: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.mine


def pairs(stored: RowForm, mine: RowForm) -> list[Pair]:
    """Field by field what stands there now and what was typed; ``mine`` is valid."""
    found = []
    for field in stored.plain_fields():
        theirs = in_words(stored, field.name, stored.before.get(field.name))
        found.append(Pair(str(field.label), theirs, in_words(mine, field.name, mine.cleaned_data.get(field.name))))
    wanted = mine.amounts() if stored.record.amounts else {}
    for year in sorted({*wanted, *stored.amounts_before}):
        found.append(Pair(str(year), written(stored.amounts_before.get(year)) or "–", written(wanted.get(year)) or "–"))
    return found


def in_words(form: RowForm, name: str, value: Any) -> str:
    """A value as a person reads it, whether it is stored (a number of a row) or cleaned (the row)."""
    return worded(form.fields[name], value)


def worded(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField):
        rows: Any = field.queryset
        value = rows.model._default_manager.filter(pk=value).first() if isinstance(value, int) else value
        return field.label_from_instance(value) if value else "–"
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    if isinstance(field, forms.DateField):
        return day(value)
    return str(field.prepare_value(value))


def typed(data: Any) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent again."""
    return [(name, value) for name, values in data.lists() if name not in OURS for value in values]
