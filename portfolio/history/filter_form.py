"""The fields above a history. A value that cannot be meant is said at its field; the history is then whole."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portfolio.editing.words import CHOOSE, DAY
from portfolio.history import words
from portfolio.history.kind import Kind
from portfolio.web.fields import DayField

ALL = ("", _("All"))
NAMES = ("what", "who", "since", "until")


class FilterForm(forms.Form):
    """what: a tab of the project, or a kind of record."""

    def __init__(self, data: Any, kinds: Sequence[Kind], people: Sequence[tuple[int, str]]) -> None:
        super().__init__({name: data.get(name, "") for name in NAMES})
        self.kinds = [kind for kind in kinds if not kind.is_amount]
        self.with_amounts = kinds
        self.fields["what"] = forms.ChoiceField(label=_("What"), choices=self.subjects(), required=False, error_messages={"invalid_choice": CHOOSE})
        who = [ALL, *((str(pk), name) for pk, name in people)]
        self.fields["who"] = forms.ChoiceField(label=_("Who"), choices=who, required=False, error_messages={"invalid_choice": CHOOSE})
        self.fields["since"] = DayField(label=_("From"), required=False, error_messages={"invalid": DAY})
        self.fields["until"] = DayField(label=_("To"), required=False, error_messages={"invalid": DAY})

    def subjects(self) -> list[Any]:
        """The kinds under the tab that shows them; a region's have no tabs."""
        tabs = [tab for tab in words.TABS if any(kind.tab == tab for kind in self.kinds)]
        if not tabs:
            return [ALL, *((kind.slug, capfirst(str(kind.many))) for kind in self.kinds)]
        groups = []
        for tab in tabs:
            below = [(kind.slug, capfirst(str(kind.many))) for kind in self.kinds if kind.tab == tab]
            groups.append((words.TABS[tab], [(f"tab-{tab}", _("All of %(tab)s") % {"tab": words.TABS[tab]}), *below]))
        return [ALL, *groups]

    def chosen(self) -> dict[str, Any]:
        """who, since, until and kinds, as lines.Asked takes them; everything when a field holds what it cannot mean."""
        if not self.is_valid():
            return {"kinds": self.with_amounts}
        given = self.cleaned_data
        return {"kinds": self.wanted(given["what"]), "who": int(given["who"]) if given["who"] else None, "since": given["since"], "until": given["until"]}

    def wanted(self, what: str) -> list[Kind]:
        if what.startswith("tab-"):
            return [kind for kind in self.with_amounts if f"tab-{kind.tab}" == what]
        return [kind for kind in self.with_amounts if not what or kind.slug in (what, f"{what}-amounts")]

    def query(self, **more: Any) -> str:
        given = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in self.cleaned_data.items()} if self.is_valid() else {}
        return "?" + urlencode({name: value for name, value in {**given, **more}.items() if value})
