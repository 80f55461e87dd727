"""Forms about people. Their words say what to do; allauth does the checking."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portfolio.lib.texts import one_line
from portfolio.models import User

MAIL_WANTED = {"required": _("Write your mail address."), "invalid": _("Write a whole mail address, like name@municipality.se.")}
PASSWORD_HINT = _(
    "At least 12 characters, not close to your name or address, and not one of the most common passwords. A few words in a row are easy to remember."
)

# What Django and allauth say of a new password: named here so that it is collected, since their own catalogues miss some.
SAID_OF_A_PASSWORD = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.", "This password is too short. It must contain at least %d characters.", "length"
    ),
    _("This password is too common."),
    _("The password is too similar to the %(verbose_name)s."),
    _("You must type the same password each time."),
)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["login"], _("Mail address"), autocomplete="username", errors=MAIL_WANTED)
        dress(self.fields["password"], _("Password"), autocomplete="current-password", errors={"required": _("Write your password.")})


class ResetRequestForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["email"], _("Mail address"), autocomplete="username", errors=MAIL_WANTED)

    def clean_email(self) -> str:
        """The mail goes to the address that the person has now; a former one opens nothing."""
        email: str = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_new_password(self)

    def save(self) -> None:
        """Whoever reads the person's mail is let in at once, also after too many wrong guesses."""
        super().save()
        adapter = get_adapter()
        adapter._delete_login_attempts_cached_email(adapter.request, email=self.user.email)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {"required": _("Write the password that you have now.")}
        dress(self.fields["oldpassword"], _("Your password now"), autocomplete="current-password", errors=wanted)
        dress_new_password(self)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class JoinForm(forms.Form):
    """Name and password of somebody who has been invited and has no account yet."""

    name = forms.CharField(label=_("Your name"), max_length=120, error_messages={"required": _("Write your name.")})
    password1 = forms.CharField(strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        dress(self.fields["password1"], _("Password"), autocomplete="new-password", errors={"required": _("Write a password.")}, hint=PASSWORD_HINT)
        dress(self.fields["password2"], _("Password once more"), autocomplete="new-password", errors={"required": _("Write the password once more.")})

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"]).strip()
        if not name:
            raise forms.ValidationError(_("Write your name."), code="required")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("You must type the same password each time."))
        elif first:
            try:
                get_adapter().clean_password(first, user=User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as weak:
                self.add_error("password1", weak)
        return cleaned


def dress_new_password(form: forms.Form) -> None:
    dress(form.fields["password1"], _("New password"), autocomplete="new-password", errors={"required": _("Write a new password.")}, hint=PASSWORD_HINT)
    dress(form.fields["password2"], _("New password once more"), autocomplete="new-password", errors={"required": _("Write the new password once more.")})


def dress(field: forms.Field, label: Any, *, autocomplete: str, errors: dict[str, Any], hint: Any = "") -> None:
    """Our words and attributes on a field of allauth's; a placeholder is no label."""
    field.label, field.help_text = label, hint
    field.error_messages.update(errors)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"class": "ctl", "autocomplete": autocomplete})


class RemindersForm(forms.Form):
    reminders_as = forms.ChoiceField(
        label=_("Reminders come as"),
        choices=User.Reminders.choices,
        widget=forms.RadioSelect,
        help_text=_("What a region demands comes in any case, and not later than its day."),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")},
    )
