from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import User
from projects.models.invitee import Invitee


class PartyNote(models.Model):
    """Why the office did something with a party's link, contact or decision, and what the next contact should know. Written once, with the deed."""

    class About(models.TextChoices):
        WITHDRAWN = "withdrawn", _("link taken back")
        RENEWED = "renewed", _("new link sent")
        CONTACT = "contact", _("contact replaced")
        CORRECTED = "corrected", _("decision corrected")

    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="notes")
    about = models.CharField(_("about"), max_length=10, choices=About)
    text = models.TextField(_("note"))
    at = models.DateTimeField(_("written"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        ordering = ["invitee", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="party_note_says_something"),
            models.CheckConstraint(condition=models.Q(about__in=["withdrawn", "renewed", "contact", "corrected"]), name="party_note_known_deed"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
