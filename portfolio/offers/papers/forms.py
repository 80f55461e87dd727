"""What is attached to an offer: a PDF and what to call it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portfolio.web import papers
from portfolio.web.fields import LineField

UNFIT = {
    "size": _("The file is larger than 4 MB. Save it smaller and choose it again."),
    "kind": _("This is not a PDF. Save it as PDF and choose it again."),
    "broken": _("The PDF is not whole. Save it again and choose it again."),
}
FILE = {
    "empty": _("The file is empty. Choose another."),
    "invalid": _("Choose a file."),
    "missing": _("Choose a file."),
    "required": _("Choose a file."),
    "max_length": _("The file's name is too long. Give it a shorter one."),
}


class PaperField(forms.FileField):
    """A PDF within limits; what is cleaned is its bytes."""

    widget = forms.FileInput(attrs={"accept": "application/pdf"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        try:
            return papers.read(file, file.size)
        except papers.Unfit as fault:
            raise forms.ValidationError(UNFIT[fault.why], code=fault.why) from None


class AttachmentForm(forms.Form):
    """By its title it is listed in the terms, in mails and on paper."""

    title = LineField(label=_("Title"), max_length=200, error_messages={"required": _("Say in a few words what the file is.")})


class AttachForm(AttachmentForm):
    file = PaperField(label=_("File"), help_text=_("As PDF, at most 4 MB."), error_messages=FILE)
