from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.person import User
from portfolio.models.region import Region


class Document(models.Model):
    """A request for a printed file, its frozen content, and the file once it is made. A ready file never changes.

    The owner points here (a mandate's file: projects.MandateDocument; a meeting's pack: MeetingDocument); the same content asked for twice is one row.
    """

    class Kind(models.TextChoices):
        MANDATE = "mandate", _("mandate")
        WHY = "why", _("why an amount")
        PACK = "pack", _("steering pack")

    class State(models.TextChoices):
        REQUESTED = "requested", _("waiting")
        RENDERING = "rendering", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    region = models.ForeignKey(Region, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(max_length=5)
    content = models.JSONField(help_text="Frozen copy of everything the file shows; written once, never queried.")
    content_sha256 = models.CharField(max_length=64)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True, help_text="Of the request that asked for it, so that the job loop's log names it too.")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    file = models.CharField(max_length=200, blank=True, help_text="Path below the folder of files.")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        indexes = [models.Index(fields=["state", "requested_at"], name="document_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "content_sha256"], name="document_content_once"),
            models.CheckConstraint(
                condition=~models.Q(state="ready")
                | (~models.Q(file="") & ~models.Q(sha256="") & models.Q(size__isnull=False, size__gt=0, ready_at__isnull=False)),
                name="document_ready_has_file",
            ),
            models.CheckConstraint(condition=models.Q(state="ready") | models.Q(file="", sha256=""), name="document_file_only_when_ready"),
            models.CheckConstraint(
                condition=(models.Q(state="rendering", lease_until__isnull=False)) | (~models.Q(state="rendering") & models.Q(lease_until__isnull=True)),
                name="document_lease_while_rendering",
            ),
            # A region's many files wait for one another and not for the other regions'.
            models.UniqueConstraint(fields=["region"], condition=models.Q(state="rendering"), name="document_one_rendering_per_region"),
            models.CheckConstraint(condition=~models.Q(state="failed") | ~models.Q(error=""), name="document_failed_says_why"),
        ]

    def __str__(self) -> str:
        return self.title
