from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from portfolio.access.roles import Role
from portfolio.models.organisation import Organisation
from portfolio.models.person import ROLE_LABELS, User
from portfolio.models.region import Region


class Invitation(models.Model):
    """A role offered by mail; it holds from the day that whoever reads the mail accepts it.

    The link's token is made of ``seed`` and the installation's secret key (portfolio.access.tokens); of the token itself only the hash is kept.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("mail address"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, label) for role, label in ROLE_LABELS.items()])
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality"))
    language = models.CharField(_("language of the mail"), max_length=5, choices=settings.LANGUAGES)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("holds until"))
    seed = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["seed", "token_sha256"])

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.CONTACT, organisation__isnull=False) | (~models.Q(role=Role.CONTACT) & models.Q(organisation__isnull=True)),
                name="invitation_contact_names_municipality",
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="invitation_known_role"),
            models.CheckConstraint(condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True), name="invitation_ends_once"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("invited_at")), name="invitation_holds_for_a_while"),
            models.UniqueConstraint(
                "region", Lower("email"), condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True), name="invitation_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role} – {self.region}"
