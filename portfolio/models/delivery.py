import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.invitation import Invitation
from portfolio.models.person import User
from portfolio.models.region import Region


class Delivery(models.Model):
    """A mail that is to leave, and its fate. Written in the transaction of the deed that it tells of; its words are made of its kind and what it
    is about in the moment of sending, so no link is ever stored.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")
        DIGEST = "digest", _("reminders")
        OFFER = "offer", _("offer")
        RECEIPT = "receipt", _("receipt")
        CODE = "code", _("code for an answer")
        QUESTION = "question", _("question about an offer")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("came back")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("not needed any more")

    key = models.CharField(max_length=120, unique=True, help_text="Names the deed: told of twice, it is one mail.")
    region = models.ForeignKey(Region, models.PROTECT, related_name="deliveries")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    recipient = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    to_name = models.CharField(_("name"), max_length=120, blank=True)
    to_address = models.EmailField(_("mail address"))
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=300)
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="deliveries")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    request_id = models.CharField(max_length=64, blank=True, help_text="Of the request that asked for it; the mail and the log of the worker carry it too.")
    next_at = models.DateTimeField(help_text="Not before; moved on after each try that may be repeated.")
    until = models.DateTimeField(help_text="When trying ends.")
    attempt = models.PositiveIntegerField(default=0, help_text="Only grows: whoever holds an older number has lost the row.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Since it was last asked for.")
    lease_until = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True, help_text="When a mail server was turned to; before that nothing can have left.")
    message_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="The same at each try: mail servers know a repeated one.")
    maybe_twice = models.BooleanField(default=False, help_text="A try ended without an answer: it may have arrived, and was sent again.")
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    file = models.CharField(max_length=120, blank=True, help_text="Its name below DATA/mail, where no mail server takes it.")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_at"], name="delivery_waiting"),
            models.Index(fields=["region", "-asked_at"], name="delivery_of_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sending", lease_until__isnull=False) | (~models.Q(state="sending") & models.Q(lease_until__isnull=True)),
                name="delivery_lease_while_sending",
            ),
            models.CheckConstraint(condition=models.Q(state="sending") | models.Q(begun_at__isnull=True), name="delivery_begun_while_sending"),
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "bounced"], sent_at__isnull=False)
                | (~models.Q(state__in=["sent", "bounced"]) & models.Q(sent_at__isnull=True)),
                name="delivery_sent_says_when",
            ),
            models.CheckConstraint(condition=~models.Q(state__in=["failed", "bounced"]) | ~models.Q(error=""), name="delivery_failed_says_why"),
            models.CheckConstraint(
                condition=models.Q(kind="invitation", invitation__isnull=False)
                | models.Q(kind__in=["reminder", "digest", "offer", "receipt", "code", "question"], invitation__isnull=True),
                name="delivery_is_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
