import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Organisation, User
from portfolio.models.recorded import Recorded, period_check
from projects.models.invitee import AnswerLink, Invitee
from projects.models.offer import Offer, OfferVersion
from projects.offering import Choice, Ruling

CHOICE_LABELS = {Choice.JOINS: _("yes"), Choice.JOINS_IF: _("yes, if"), Choice.DECLINES: _("no"), Choice.NEEDS_TIME: _("needs more time")}
RULING_LABELS = {Ruling.YES: _("yes"), Ruling.YES_IF: _("yes, with conditions"), Ruling.NO: _("no"), Ruling.POSTPONED: _("postponed")}


class Answer(models.Model):
    """What a party said, on which terms, and who said it for the party. Never changes: changing one's mind is a new answer that names the old.

    One that came after the end is kept beside the others and counts only when the office lets it, by an answer of its own that names it.
    """

    class Level(models.TextChoices):
        LINK = "link", _("by the link")
        CODE = "code", _("by the link and a code")
        ACCOUNT = "account", _("signed in")
        OFFICE = "office", _("entered by the office")

    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="answers")
    version = models.ForeignKey(OfferVersion, models.PROTECT, related_name="answers", verbose_name=_("on version"))
    choice = models.CharField(_("answer"), max_length=12, choices=[(each.value, label) for each, label in CHOICE_LABELS.items()])
    reason = models.TextField(_("reason"), blank=True)
    needs_until = models.DateField(_("decided on"), null=True, blank=True)
    body = models.CharField(_("deciding body"), max_length=200, blank=True)
    decision = models.CharField(_("formal decision"), max_length=300, blank=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=120)
    authority = models.CharField(_("answers on behalf of"), max_length=300)
    level = models.CharField(_("how it came"), max_length=8, choices=Level)
    link = models.ForeignKey(AnswerLink, models.PROTECT, null=True, blank=True, related_name="answers")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by"))
    entered_because = models.CharField(_("how the office knows"), max_length=300, blank=True)
    address = models.EmailField(_("address that the link went to"), blank=True)
    shown_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the page that was confirmed.")
    received_at = models.DateTimeField(_("received"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Of the form: posted twice it is one answer.")
    is_late = models.BooleanField(_("came after the end"), default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"))
    lets_count = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="counted_by", verbose_name=_("late answer that counts"))

    class Meta:
        ordering = ["invitee", "received_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(choice__in=[each.value for each in Choice]), name="answer_known_choice"),
            models.CheckConstraint(
                condition=models.Q(choice="needs_time", needs_until__isnull=False) | (~models.Q(choice="needs_time") & models.Q(needs_until__isnull=True)),
                name="answer_more_time_until_when",
            ),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(title="") & ~models.Q(authority=""), name="answer_says_who"),
            models.CheckConstraint(
                condition=models.Q(level__in=["link", "code"], link__isnull=False, by__isnull=True)
                | models.Q(level__in=["account", "office"], link__isnull=True, by__isnull=False),
                name="answer_by_a_link_or_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=["link", "code", "account"]) & ~models.Q(shown_sha256="") | models.Q(level="office"),
                name="answer_knows_what_was_shown",
            ),
            models.CheckConstraint(condition=~models.Q(level="office") | ~models.Q(entered_because=""), name="answer_of_the_office_says_how"),
            # One chain for each party, so one answer stands at its end, whatever two people do at once.
            models.UniqueConstraint(fields=["invitee"], condition=models.Q(replaces__isnull=True, is_late=False), name="answer_one_first"),
            models.CheckConstraint(
                condition=models.Q(is_late=False) | models.Q(replaces__isnull=True, lets_count__isnull=True), name="answer_late_stands_aside"
            ),
            models.CheckConstraint(condition=models.Q(lets_count__isnull=True) | models.Q(level="office"), name="answer_late_is_let_in_by_the_office"),
        ]

    def __str__(self) -> str:
        return f"{self.invitee}: {self.choice}"


class AnswerCondition(models.Model):
    """What a yes hangs on; several hold together. number: participants, how much of the figure, or the fee in minor units. As frozen as its answer."""

    class Kind(models.TextChoices):
        PARTICIPANTS = "participants", _("at least so many participants")
        FIGURE = "figure", _("at least so much of a key figure")
        FEE = "fee", _("a fee of at most")
        WITH = "with", _("another one joins")
        GRANT = "grant", _("a grant is awarded")

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="conditions")
    kind = models.CharField(_("condition"), max_length=12, choices=Kind)
    number = models.PositiveBigIntegerField(_("number"), null=True, blank=True)
    figure = models.CharField(_("key figure"), max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("with"))
    grant = models.CharField(_("grant"), max_length=200, blank=True)

    class Meta:
        ordering = ["answer", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["participants", "fee"], number__isnull=False, figure="", organisation__isnull=True, grant="")
                | (models.Q(kind="figure", number__isnull=False, organisation__isnull=True, grant="") & ~models.Q(figure=""))
                | models.Q(kind="with", number__isnull=True, figure="", organisation__isnull=False, grant="")
                | (models.Q(kind="grant", number__isnull=True, figure="", organisation__isnull=True) & ~models.Q(grant="")),
                name="answer_condition_is_whole",
            ),
            models.UniqueConstraint(fields=["answer", "kind", "figure"], condition=models.Q(organisation__isnull=True), name="answer_condition_once"),
            models.UniqueConstraint(fields=["answer", "organisation"], name="answer_condition_with_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.kind}"


class FormalDecision(Recorded):
    """What a party's own body decided, and how far the papers have come. Once the office has confirmed it, it never changes: a correction replaces it."""

    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="decisions")
    ruling = models.CharField(_("decision"), max_length=10, choices=[(each.value, label) for each, label in RULING_LABELS.items()])
    body = models.CharField(_("body"), max_length=200)
    decided_on = models.DateField(_("day of the decision"))
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    approved_on = models.DateField(_("minutes approved"), null=True, blank=True)
    announced_on = models.DateField(_("announced"), null=True, blank=True)
    final_on = models.DateField(_("final"), null=True, blank=True)
    signed_on = models.DateField(_("agreement signed"), null=True, blank=True)
    extract = models.CharField(max_length=200, blank=True, help_text="Path below the folder of files.")
    extract_sha256 = models.CharField(max_length=64, blank=True)
    received_on = models.DateField(_("extract received"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by"))
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"))

    class Meta:
        ordering = ["invitee", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ruling__in=[each.value for each in Ruling]), name="formal_decision_known_ruling"),
            models.CheckConstraint(condition=~models.Q(body=""), name="formal_decision_names_its_body"),
            models.UniqueConstraint(fields=["invitee", "body", "decided_on"], condition=models.Q(replaces__isnull=True), name="formal_decision_once_a_meeting"),
            *(period_check(f"formal_decision_{each}_after", "decided_on", f"{each}_on") for each in ("approved", "announced", "final", "signed")),
            period_check("formal_decision_announced_when_approved", "approved_on", "announced_on"),
            period_check("formal_decision_final_when_announced", "announced_on", "final_on"),
            models.CheckConstraint(
                condition=models.Q(extract="", extract_sha256="", received_on__isnull=True)
                | (~models.Q(extract="") & ~models.Q(extract_sha256="") & models.Q(received_on__isnull=False)),
                name="formal_decision_extract_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | (models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & (~models.Q(extract="") | models.Q(ruling__in=["no", "postponed"]))),
                name="formal_decision_confirmed_on_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.decided_on}"


class OfferQuestion(Recorded):
    """A party asks; the answer is read by everybody who is invited, without the name of who asked."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="questions")
    invitee = models.ForeignKey(Invitee, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("asked by"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Of the form: posted twice it is one question.")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by"))

    class Meta:
        ordering = ["offer", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="offer_question_asks_something"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="offer_question_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
