"""Whoever binds others shows once more who they are: by password, within the last few minutes. Guesses count as those of signing in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portfolio.models import User


class ConfirmForm(forms.Form):
    """The password of the person who is signed in."""

    password = forms.CharField(label=_("Your password"), strip=False, error_messages={"required": _("Write your password.")})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].widget = forms.PasswordInput(attrs={"class": "ctl", "autocomplete": "current-password"})

    def clean_password(self) -> str:
        """Raises ValidationError too when there were too many tries."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


def is_confirmed(request: HttpRequest) -> bool:
    """Never for somebody without a password: they choose one first."""
    return isinstance(request.user, User) and request.user.has_usable_password() and reauthentication.did_recently_reauthenticate(request)


def confirm(request: HttpRequest) -> None:
    """The password was right; holds for ACCOUNT_REAUTHENTICATION_TIMEOUT seconds, in this session."""
    reauthentication.reauthenticate_by_password(request)
