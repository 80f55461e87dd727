from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.web.fields import LineField


class FreezeForm(forms.Form):
    reason = LineField(
        label=_("Why"),
        max_length=200,
        help_text=_("Like: as the steering group approved the mandate, § 9."),
        error_messages={"required": _("Say in a few words why this is the plan to count from.")},
    )
