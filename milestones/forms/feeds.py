from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.models import Project


class FeedForm(forms.Form):
    project = forms.ModelChoiceField(
        label=_("Of which project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("All my projects"),
        error_messages={"invalid_choice": _("Choose one of the list.")},
        widget=forms.Select(attrs={"class": "ctl"}),
    )

    def __init__(self, data: Any, *, seen: QuerySet[Project], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["project"].queryset = seen.order_by("name")  # type: ignore[attr-defined]
