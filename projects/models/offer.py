from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation, User
from portfolio.models.recorded import Recorded
from projects.models.project import Project
from projects.offering import Binding, Outcome, Silence, State

STATE_LABELS = {State.DRAFT: _("draft"), State.OPEN: _("open"), State.CLOSED: _("closed"), State.CONCLUDED: _("concluded")}
BINDING_LABELS = {Binding.INTENT: _("letter of intent, not binding"), Binding.FORMAL: _("formal decision")}
SILENCE_LABELS = {Silence.DECLINES: _("does not take part"), Silence.ASKED_AGAIN: _("is asked once more")}
OUTCOME_LABELS = {Outcome.STARTS: _("starts"), Outcome.DOES_NOT_START: _("does not start")}
CLOSED_STATES = (State.CLOSED.value, State.CONCLUDED.value)


class Offer(Recorded):
    """What a project asks parties to join, until when, and what came of it. Its terms as they were sent stand in its versions; what stands here is what
    the next version will say. When the project starts and what is delivered stand in the project, and are drawn from there.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="offers")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("letter"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=[(each.value, label) for each, label in STATE_LABELS.items()], default=State.DRAFT.value)
    binding = models.CharField(_("what an answer is"), max_length=10, choices=[(each.value, label) for each, label in BINDING_LABELS.items()])
    asks_signature = models.BooleanField(_("an agreement is signed"), default=False)
    silence = models.CharField(
        _("no answer means"), max_length=12, choices=[(each.value, label) for each, label in SILENCE_LABELS.items()], default=Silence.DECLINES.value
    )
    late_joining = models.TextField(_("joining late and leaving"), blank=True)
    least_participants = models.PositiveSmallIntegerField(_("starts with at least so many participants"), null=True, blank=True)
    least_figure = models.CharField(_("key figure"), max_length=40, blank=True)
    least_figure_value = models.PositiveBigIntegerField(_("starts with at least so much of it"), null=True, blank=True)
    least_minor = models.PositiveBigIntegerField(_("starts with at least so much money"), null=True, blank=True)
    opened_at = models.DateTimeField(_("sent"), null=True, blank=True)
    closes_at = models.DateTimeField(_("answers until"), null=True, blank=True, help_text="The first instant that is too late: pages say the day before it.")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=[(each.value, label) for each, label in OUTCOME_LABELS.items()], blank=True)
    conclusion = models.JSONField(default=dict, blank=True, help_text="The tally that it rests on, the verdict that was computed, and whoever joins.")
    reason = models.TextField(_("reason of the outcome"), blank=True)
    concluded_at = models.DateTimeField(_("concluded"), null=True, blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("concluded by"))

    class Meta:
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="offer_number_once"),
            models.UniqueConstraint(fields=["project"], condition=models.Q(state="open"), name="offer_one_open_per_project"),
            models.CheckConstraint(condition=models.Q(state__in=[each.value for each in State]), name="offer_known_state"),
            models.CheckConstraint(condition=models.Q(binding__in=[each.value for each in Binding]), name="offer_known_binding"),
            models.CheckConstraint(condition=models.Q(silence__in=[each.value for each in Silence]), name="offer_known_silence"),
            models.CheckConstraint(
                condition=models.Q(state="draft", opened_at__isnull=True)
                | (~models.Q(state="draft") & models.Q(opened_at__isnull=False, closes_at__isnull=False)),
                name="offer_sent_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True) | models.Q(closes_at__isnull=True) | models.Q(opened_at__lt=models.F("closes_at")),
                name="offer_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=CLOSED_STATES, closed_at__isnull=False) | (~models.Q(state__in=CLOSED_STATES) & models.Q(closed_at__isnull=True)),
                name="offer_closed_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state="concluded", outcome__in=[each.value for each in Outcome], concluded_at__isnull=False, concluded_by__isnull=False)
                | (~models.Q(state="concluded") & models.Q(outcome="", concluded_at__isnull=True, concluded_by__isnull=True)),
                name="offer_concluded_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(least_figure="", least_figure_value__isnull=True)
                | (~models.Q(least_figure="") & models.Q(least_figure_value__isnull=False, least_figure_value__gte=1)),
                name="offer_figure_has_a_value",
            ),
            models.CheckConstraint(condition=models.Q(least_participants__isnull=True) | models.Q(least_participants__gte=1), name="offer_least_participants"),
            models.CheckConstraint(condition=models.Q(least_minor__isnull=True) | models.Q(least_minor__gte=1), name="offer_least_money"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class ChosenParty(Recorded):
    """Whom a draft goes to, where that is not everybody who has a place in the project. Once it is sent, the parties stand with their addresses (Invitee)."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="chosen")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("municipality"))

    class Meta:
        ordering = ["offer", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["offer", "organisation"], name="chosen_party_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class OfferVersion(models.Model):
    """The terms as they were sent, whole. Never changes: other terms are another version."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    terms = models.JSONField(help_text="Everything that the page and the paper say; the cost as a case of the engine.")
    terms_sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    class Meta:
        ordering = ["offer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="offer_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} ({self.number})"


class Tally(models.Model):
    """Which answers stood when the offer was closed. Never changes; closed once more, or with a late answer let in, it is counted anew."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="tallies")
    number = models.PositiveSmallIntegerField(_("number"))
    version = models.ForeignKey(OfferVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    counted = models.JSONField(help_text="Each party with the answer that stood.")
    counted_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("counted"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("counted by"))

    class Meta:
        ordering = ["offer", "number"]
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="tally_number_once")]

    def __str__(self) -> str:
        return f"{self.offer}: {self.number}"


class OfferAttachment(Recorded):
    """A PDF that goes along. The version that was sent names it by its hash."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    file = models.CharField(max_length=200, help_text="Path below the folder of files.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["offer", "position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="offer_attachment_position_once"),
            models.CheckConstraint(condition=~models.Q(file="") & ~models.Q(sha256="") & models.Q(size__gte=1), name="offer_attachment_has_a_file"),
        ]

    def __str__(self) -> str:
        return self.title
