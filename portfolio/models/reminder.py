from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.contact import Contact
from portfolio.models.delivery import Delivery
from portfolio.models.person import User
from portfolio.models.recorded import Recorded
from portfolio.models.region import Region


class DeadlineKind(models.TextChoices):
    """What somebody may be reminded of. Where the days come from stands in portfolio.reminders.sources."""

    DECISION = "decision", _("decision point")
    PAPERS = "papers", _("papers due")
    OUTCOME = "outcome", _("decision without outcome")
    MILESTONE = "milestone", _("milestone")
    MEASURE = "measure", _("measure")
    CONDITION = "condition", _("condition of a decision")
    TASK = "task", _("task")
    OPEN_POINT = "open_point", _("open point")
    STATUS = "status", _("status report")
    REPORT = "report", _("status report missing")
    RISK = "risk", _("risk to review")
    BENEFIT = "benefit", _("benefit to measure")
    BENEFIT_THERE = "benefit_there", _("benefit to measure in a municipality")
    GRANT = "grant", _("grant to apply for")
    AGREEMENT = "agreement", _("agreement that ends")
    PARTICIPATION = "participation", _("participation that ends")
    OFFER = "offer", _("answer to an offer")
    OFFER_CLOSING = "offer_closing", _("offer to close")
    QUESTION = "question", _("question to answer")
    UNDELIVERED = "undelivered", _("reminder not delivered")


class Reminder(models.Model):
    """One notice to one person of one deadline. Planned a day and a half ahead; in its slot it becomes a mail, alone or with others."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        PAUSED = "paused", _("paused")
        POSTED = "posted", _("handed over")
        CANCELLED = "cancelled", _("not needed any more")

    key = models.CharField(max_length=120, unique=True, help_text="Kind, object, recipient, day, step: planned again it is the same, a moved date is another.")
    region = models.ForeignKey(Region, models.PROTECT, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=20, choices=DeadlineKind)
    object_key = models.CharField(max_length=40, help_text="The row that has the deadline, by its number.")
    title = models.CharField(max_length=300, help_text="Its words when it was planned; the mail has those of the moment of sending.")
    about = models.CharField(max_length=200, blank=True, help_text="The project's name then.")
    due_on = models.DateField(_("due"))
    step = models.SmallIntegerField(help_text="Days before as a number below zero, 0 on the day, else which time after it.")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="reminders")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="reminders")
    due_at = models.DateTimeField(help_text="Its sending slot.")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED)
    why = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who paused or cancelled it; nobody when the program did.")
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, blank=True, related_name="reminders")

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="reminder_waiting"),
            models.Index(fields=["region", "-due_at"], name="reminder_of_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, contact__isnull=False) | models.Q(user__isnull=False, contact__isnull=True), name="reminder_to_one"
            ),
            models.CheckConstraint(condition=~models.Q(state="cancelled") | ~models.Q(why=""), name="reminder_cancelled_says_why"),
            models.CheckConstraint(condition=models.Q(state__in=["posted", "cancelled"]) | models.Q(delivery__isnull=True), name="reminder_waits_without_mail"),
        ]

    def __str__(self) -> str:
        return self.key


class ReminderRule(Recorded):
    """How a region reminds of one kind of deadline, where it is not content with what the program does by itself."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="reminder_rules")
    kind = models.CharField(_("deadline"), max_length=20, choices=DeadlineKind)
    days_before = models.CharField(
        _("days before"), max_length=60, blank=True, validators=[RegexValidator(r"^\d{1,3}(,\d{1,3})*$", _("Write days like 30,14,7,1,0 with commas between."))]
    )
    every = models.PositiveSmallIntegerField(_("days between reminders afterwards"), default=7)
    times = models.PositiveSmallIntegerField(_("reminders afterwards"), default=4)
    is_mandatory = models.BooleanField(_("nobody may do without it"), default=False)

    class Meta:
        ordering = ["region", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind"], name="reminder_rule_once_per_kind"),
            models.CheckConstraint(condition=models.Q(every__range=(1, 90)), name="reminder_rule_every"),
            models.CheckConstraint(condition=models.Q(times__range=(0, 12)), name="reminder_rule_times"),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.kind}"


class Loop(models.Model):
    """A loop that must not stand still. Whoever holds the lock runs it; its last round is its heartbeat."""

    name = models.CharField(max_length=40, unique=True)
    locked_until = models.DateTimeField()
    ticked_at = models.DateTimeField(null=True, blank=True)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
