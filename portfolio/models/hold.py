from django.db import models
from django.utils.translation import gettext_lazy as _


class MailHold(models.Model):
    """While one stands without an end, no mail leaves. A restored backup puts one here: the mails it knows as unsent may have left since."""

    since = models.DateTimeField(_("since"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True) | models.Q(released_at__gte=models.F("since")),
                name="hold_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}"
