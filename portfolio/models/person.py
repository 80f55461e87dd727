from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portfolio.access.roles import Role
from portfolio.models.organisation import Organisation
from portfolio.models.recorded import Recorded, period_check
from portfolio.models.region import Region


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their role grants and seats."""

    class Reminders(models.TextChoices):
        EACH = "each", _("a mail for each")
        DAILY = "daily", _("one mail a day with all")
        WEEKLY = "weekly", _("one mail a week with all")
        NEEDED = "needed", _("only those that the region demands")

    grants_today: "list[RoleGrant] | None" = None  # read once by portfolio.access.grants

    email = models.EmailField(_("mail address"), unique=True)
    came_back_from = models.EmailField(_("address that mails come back from"), blank=True, help_text="Another address makes the person reachable again.")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    reminders_as = models.CharField(_("reminders"), max_length=10, choices=Reminders, default=Reminders.DAILY)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Signing in only stamps last_login: no change that a history should tell of."""
        if set(kwargs.get("update_fields") or ()) != {"last_login"}:
            super().save(*args, **kwargs)
            return
        self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving


ROLE_LABELS = {
    Role.ADMIN: _("region administrator"),
    Role.COORDINATOR: _("regional coordinator"),
    Role.MANAGER: _("project manager"),
    Role.STEERING: _("steering group member"),
    Role.CONTACT: _("municipal contact"),
    Role.READER: _("reader"),
}


class RoleGrant(Recorded):
    """A role in a region, from when to when; a municipal contact's is for one municipality."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    region = models.ForeignKey(Region, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, label) for role, label in ROLE_LABELS.items()])
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("municipality"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["user", "region", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.CONTACT, organisation__isnull=False) | (~models.Q(role=Role.CONTACT) & models.Q(organisation__isnull=True)),
                name="grant_contact_names_municipality",
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="grant_known_role"),
            models.UniqueConstraint(fields=["user", "region", "role", "organisation"], condition=models.Q(valid_to__isnull=True), name="grant_one_open"),
            # No two NULLs are equal in a UNIQUE: roles without a municipality need a rule of their own.
            models.UniqueConstraint(
                fields=["user", "region", "role"], condition=models.Q(valid_to__isnull=True, organisation__isnull=True), name="grant_one_open_in_region"
            ),
            period_check("grant_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} – {self.region}"
