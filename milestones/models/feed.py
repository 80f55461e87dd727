from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import User
from projects.models import Project


class CalendarFeed(models.Model):
    """An address from which a calendar fetches dates: a person's own, of one project or of all theirs.

    The address's token is made of ``seed`` and the installation's secret key (portfolio.access.tokens); of the token itself only the hash is kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="calendar_feeds", verbose_name=_("project"))
    seed = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        ordering = ["user", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "project"], condition=models.Q(revoked_at__isnull=True), name="calendar_feed_one_open"),
            # No two NULLs are equal in a UNIQUE: the feed of all projects needs a rule of its own.
            models.UniqueConstraint(fields=["user"], condition=models.Q(revoked_at__isnull=True, project__isnull=True), name="calendar_feed_one_open_of_all"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.project or '*'}"
