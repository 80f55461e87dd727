from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.web.fields import LineField


class StopForm(forms.Form):
    """Why something that would be sent is not."""

    why = LineField(label=_("Why"), max_length=300, error_messages={"required": _("Say in a few words why.")})
