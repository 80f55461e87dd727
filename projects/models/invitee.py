import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Contact, Delivery, Organisation, User
from portfolio.models.recorded import Recorded
from projects.models.offer import Offer, OfferVersion


class Invitee(Recorded):
    """A party that an offer goes to, with the address that it went to: what the register says later changes nothing here. Guests are parties like others."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="invitees")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="offers_received", verbose_name=_("municipality"))
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    function = models.CharField(_("function"), max_length=120)
    address = models.EmailField(_("mail address"))
    mailbox = models.EmailField(_("official mailbox"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    invited_at = models.DateTimeField(_("invited"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["offer", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "organisation"], name="invitee_once_per_offer"),
            models.CheckConstraint(condition=~models.Q(address=""), name="invitee_has_an_address"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class AnswerLink(models.Model):
    """Opens one party's page of one offer to whoever holds it; how long follows from the offer (projects.linking), so nothing of that stands here.

    The token is made of ``seed`` and the installation's secret key (portfolio.access.tokens); of the token itself only the hash is kept.
    """

    class Because(models.TextChoices):
        REPLACED = "replaced", _("a newer link was sent")
        FORWARDED = "forwarded", _("passed on to a colleague")
        CONTACT = "contact", _("the contact has changed")
        WITHDRAWN = "withdrawn", _("withdrawn by the office")

    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="links")
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="Names the page in addresses; opens nothing by itself.")
    seed = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)
    to_name = models.CharField(_("name"), max_length=120, blank=True)
    to_address = models.EmailField(_("mail address"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Nobody: asked for at the page itself.")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_because = models.CharField(_("because"), max_length=10, choices=Because, blank=True)

    class Meta:
        ordering = ["invitee", "issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitee"], condition=models.Q(revoked_at__isnull=True), name="answer_link_one_valid"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_because="") | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_because="")),
                name="answer_link_revoked_says_why",
            ),
            models.CheckConstraint(condition=~models.Q(seed="") & ~models.Q(token_sha256=""), name="answer_link_has_a_secret"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class LinkFetch(models.Model):
    """How often an address was fetched, by people or by machines that look through mails. Says nothing of anybody having read anything."""

    link = models.OneToOneField(AnswerLink, models.PROTECT, related_name="fetched")
    times = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["link"]

    def __str__(self) -> str:
        return f"{self.link}: {self.times}"


REMINDER = "reminder"


class OfferMail(models.Model):
    """What a mail of an offer is about. Its fate stands in its delivery."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("offer")
        CHANGED = "changed", _("changed terms")
        RECEIPT = "receipt", _("receipt")
        EXTENDED = "extended", _("more time")
        CONCLUDED = "concluded", _("outcome")
        REPLACED = "replaced", _("another contact")

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="of_offer")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="mails")
    version = models.ForeignKey(OfferVersion, models.PROTECT, related_name="+")
    link = models.ForeignKey(AnswerLink, models.PROTECT, null=True, blank=True, related_name="mails")
    answer = models.ForeignKey("Answer", models.PROTECT, null=True, blank=True, related_name="mails")

    class Meta:
        ordering = ["invitee", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="receipt", answer__isnull=False, link__isnull=True)
                | (models.Q(kind__in=["offer", "changed", "extended"]) & models.Q(answer__isnull=True, link__isnull=False))
                | (models.Q(kind__in=["concluded", "replaced"]) & models.Q(answer__isnull=True, link__isnull=True)),
                name="offer_mail_is_about_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitee}: {self.kind}"

    @property
    def is_reminder(self) -> bool:
        """It asks once more with the same link: the order for it says so."""
        return f":{REMINDER}:" in self.delivery.key

    @property
    def about(self) -> str:
        """What it is, in a word."""
        return str(_("reminder")) if self.is_reminder else str(self.get_kind_display())
