"""Who is behind a session. allauth asks for the password; the person of each page is read by a statement that is written once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from portfolio.models import User
from portfolio.statements import Statement, given

PERSON = Statement(lambda: User.objects.filter(pk=given("pk")).order_by())


class Backend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """None for somebody who is gone or may no longer sign in."""
        return next((user for user in PERSON.rows(pk=user_id) if self.user_can_authenticate(user)), None)
