"""A field for a number without decimals, written as people write numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.web.fields import MoneyField


class WholeField(MoneyField):
    """A number as people write it, 700 000."""

    def to_python(self, value: Any) -> Any:
        try:
            hundredths = super().to_python(value)
        except forms.ValidationError:
            hundredths = 1
        if hundredths is not None and (hundredths % 100 or hundredths < 100):
            raise forms.ValidationError(_("Write a whole number, like 700 000."), code="invalid")
        return None if hundredths is None else hundredths // 100

    def prepare_value(self, value: Any) -> str:
        return super().prepare_value(value * 100 if isinstance(value, int) else value)
