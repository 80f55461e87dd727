from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.gates import Reply
from milestones.models.decision import DecisionPoint
from portfolio.models import Region
from portfolio.models.recorded import Recorded
from projects.models.project import KIND_LABELS

REPLY_LABELS = {Reply.YES: _("yes"), Reply.NO: _("no"), Reply.NOT_RELEVANT: _("not relevant")}


class Checklist(Recorded):
    """What a region asks at each decision point of one kind of project."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="checklists")
    kind = models.CharField(_("kind of project"), max_length=20, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])

    class Meta:
        ordering = ["region", "kind"]
        constraints = [models.UniqueConstraint(fields=["region", "kind"], name="checklist_once_per_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ChecklistItem(Recorded):
    """A question to answer with yes or no. One that is no longer asked keeps the answers that it got."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("question"), max_length=300)
    is_retired = models.BooleanField(_("no longer asked"), default=False)

    class Meta:
        ordering = ["checklist", "position"]
        constraints = [models.UniqueConstraint(fields=["checklist", "position"], name="checklist_item_position_once")]

    def __str__(self) -> str:
        return self.text[:80]


class ChecklistAnswer(Recorded):
    """What a decision point says to a question of the checklist."""

    point = models.ForeignKey(DecisionPoint, models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="answers", verbose_name=_("question"))
    reply = models.CharField(_("answer"), max_length=12, choices=[(each.value, label) for each, label in REPLY_LABELS.items()], blank=True)
    comment = models.CharField(_("comment"), max_length=300, blank=True)

    class Meta:
        ordering = ["point", "item"]
        constraints = [
            models.UniqueConstraint(fields=["point", "item"], name="checklist_answer_once"),
            models.CheckConstraint(condition=~models.Q(reply="") | ~models.Q(comment=""), name="checklist_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_reply_display()}"
