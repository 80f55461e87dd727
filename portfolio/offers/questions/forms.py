"""What the office answers to a question. Nobody is written to unless it is chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.web.fields import LinesField
from projects.models import OfferQuestion


class ReplyForm(forms.Form):
    answer = LinesField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": _("Write an answer, or leave it for later.")}
    )
    tells = forms.BooleanField(label=_("Tell all who are invited by mail"), required=False)

    def __init__(self, data: Any = None, *, question: OfferQuestion) -> None:
        super().__init__(data, prefix=f"q{question.pk}", initial={"answer": question.answer})
