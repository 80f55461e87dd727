from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.document import Document
from portfolio.models.organisation import Organisation
from portfolio.models.person import User
from portfolio.models.recorded import Recorded, period_check
from portfolio.models.region import Region


class Body(Recorded):
    """Who decides or advises: a steering group, a committee of directors, a council, a board."""

    class Kind(models.TextChoices):
        STEERING_GROUP = "steering_group", _("steering group")
        DIRECTORS = "directors_committee", _("municipal directors' committee")
        COUNCIL = "council", _("council")
        BOARD = "board", _("board")
        PROGRAMME = "programme_council", _("programme council")
        GROUP = "group", _("group")

    region = models.ForeignKey(Region, models.PROTECT, related_name="bodies")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    papers_days = models.PositiveSmallIntegerField(_("papers due, working days before a meeting"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="body_name_once_per_region")]

    def __str__(self) -> str:
        return self.name


class Seat(Recorded):
    """A place in a body: a function, perhaps on behalf of a municipality, perhaps held by somebody who signs in."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats")
    function = models.CharField(_("function"), max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="seats")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="seats")
    is_chair = models.BooleanField(_("chair"), default=False)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["body", "-is_chair", "function"]
        constraints = [period_check("seat_period")]

    def __str__(self) -> str:
        who = f"{self.function}, {self.organisation}" if self.organisation else self.function
        return f"{who} – {self.body}"


class Meeting(Recorded):
    """A day on which a body meets. What is due before it (papers, a frozen mandate) is counted back from the day."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="meetings")
    date = models.DateField(_("day"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        ordering = ["body", "date"]
        constraints = [models.UniqueConstraint(fields=["body", "date"], name="meeting_once_a_day")]

    def __str__(self) -> str:
        return f"{self.body} {self.date}"


class MeetingDocument(models.Model):
    """The packs made for a meeting, newest first. What was printed for it keeps a meeting from being removed: it is cancelled instead."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="of_meetings")

    class Meta:
        ordering = ["-document__requested_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="meeting_document_once")]

    def __str__(self) -> str:
        return str(self.document)
