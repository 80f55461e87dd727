import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.lib.letters import Words
from portfolio.mail import page_of

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by their region; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That address and that password do not belong together. Try again, or choose a new password by mail."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again, or choose a new password by mail."),
        "enter_current_password": _("That is not the password you have now. Write it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # pages only: no second form of every answer to guard

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By address alone. The library adds the Host header, whose port the visitor chooses freely."""
        return str(credentials.get("email", "")).strip().lower()

    def reauthenticate(self, user: Any, password: str) -> bool:
        """By the address on record: the library looks for it in a table that we do not fill. Throttled as signing in is."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """To the address on record, in the person's own language. A mail server that is down must not reveal who has an account."""
        user = context["user"]
        with translation.override(user.language or translation.get_language()):
            words = {**context, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
            message = self.render_mail(template_prefix, user.email, words, {"Auto-Submitted": "auto-generated"})
            said = Words(str(message.body), context.get("password_reset_url", ""), gettext("Choose a new password"))
            assert isinstance(message, EmailMultiAlternatives)
            message.attach_alternative(page_of(said, str(message.subject)), "text/html")
        try:
            message.send()
        except OSError:  # smtplib's own errors are OSErrors too
            log.exception("mail %s to user %s was not sent", template_prefix, user.pk)
