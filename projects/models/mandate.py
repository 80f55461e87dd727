from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portfolio.models import Document
from portfolio.models.recorded import Recorded
from projects.models.project import Precision, Project


class MandateTemplate(models.Model):
    """The chapters of a mandate by one method: PLP's ten, the procurement outline of 2007, an offer."""

    key = models.SlugField(unique=True, max_length=40)
    title_sv = models.CharField(max_length=120)
    title_nb = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    is_numbered = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @property
    def own_name(self) -> str:
        """In the language of the page, when it is a word of its own, as an offer's is; else nothing, and pages speak of the mandate."""
        title: str = getattr(self, f"title_{(get_language() or 'en')[:2]}", self.title_en)
        return "" if " " in title else title


class TemplateChapter(models.Model):
    """A chapter: its own text, and below it the tables that are drawn from the records."""

    class Table(models.TextChoices):
        GOALS = "goals", _("goals")
        OBJECTIVES = "objectives", _("objectives")
        BENEFITS = "benefits", _("benefits")
        DELIVERABLES = "deliverables", _("deliverables")
        ROLES = "roles", _("roles")
        PARTICIPANTS = "participants", _("participants")
        COMMITMENTS = "commitments", _("commitments")
        RESOURCES = "resources", _("resources")
        DECISION_POINTS = "decision_points", _("decision points")
        RISKS = "risks", _("risks")
        PLAN = "plan", _("plan")
        BUDGET = "budget", _("budget")

    template = models.ForeignKey(MandateTemplate, models.CASCADE, related_name="chapters")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title_sv = models.CharField(max_length=120)
    title_nb = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    tables = models.CharField(max_length=200, blank=True, help_text="Tables drawn below the text, in order, with a space between.")

    class Meta:
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="template_chapter_key_once"),
            models.UniqueConstraint(fields=["template", "position"], name="template_chapter_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template}/{self.key}"


class Mandate(Recorded):
    """How the project's mandate is headed and dated. Its chapters and tables are the project's own."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="mandate")
    template = models.ForeignKey(MandateTemplate, models.PROTECT, related_name="mandates")
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    version_label = models.CharField(_("version"), max_length=60)
    author = models.CharField(_("author"), max_length=120, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    dated_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)

    def __str__(self) -> str:
        return self.title


class Chapter(Recorded):
    """A chapter's text in Markdown."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="chapters")
    key = models.SlugField(max_length=40)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["project", "key"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="chapter_once")]

    def __str__(self) -> str:
        return f"{self.project}: {self.key}"


class MandateDocument(models.Model):
    """The files made of a mandate, newest first."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="documents")
    document = models.OneToOneField(Document, models.PROTECT, related_name="of_mandate")

    class Meta:
        ordering = ["-document__requested_at", "-pk"]

    def __str__(self) -> str:
        return str(self.document)
