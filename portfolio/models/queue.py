from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.region import Region


class MailQueue(models.Model):
    """A region's mails stop by themselves when the mail server refuses the sender and not the recipient, time after time: more tries would only bring the
    region's address into disrepute. A person who has seen to the cause lets them go on.
    """

    region = models.OneToOneField(Region, models.CASCADE, related_name="mail_queue")
    refusals = models.PositiveSmallIntegerField(default=0, help_text="In a row, of a kind that is not the recipient's fault.")
    said = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        ordering = ["region"]
        constraints = [
            models.CheckConstraint(condition=models.Q(stopped_at__isnull=True) | ~models.Q(said=""), name="mail_queue_stopped_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.region)
