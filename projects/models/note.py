from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.project import Part


class OpenPoint(Part):
    """Something to be clarified, or a gap that the source leaves: shown, never filled silently."""

    class Kind(models.TextChoices):
        CLARIFY = "clarify", _("to be clarified")
        GAP = "gap", _("missing in the source")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CLARIFY)
    text = models.TextField(_("text"))
    chapter = models.SlugField(_("chapter"), max_length=40, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class SourceNote(Part):
    """The source contradicts itself: both readings are kept, and which one the records follow."""

    subject = models.CharField(_("subject"), max_length=200)
    reading = models.TextField(_("reading"))
    other_reading = models.TextField(_("other reading"))
    chapter = models.SlugField(_("chapter"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)

    def __str__(self) -> str:
        return self.subject
