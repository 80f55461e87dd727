from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.organisation import Organisation
from portfolio.models.recorded import Recorded, period_check
from portfolio.models.region import Region


class Contact(Recorded):
    """Whom a region writes to at an organisation: a function, by name only when that is needed.

    A municipality is shared by all regions, its contacts are each region's own.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact", _("contact")
        DEPUTY = "deputy", _("deputy")
        MAILBOX = "mailbox", _("official mailbox")

    region = models.ForeignKey(Region, models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    order = models.PositiveSmallIntegerField(_("turn"), default=1)
    function = models.CharField(_("function"), max_length=120)
    name = models.CharField(_("name"), max_length=120, blank=True)
    mail = models.EmailField(_("mail address"))
    came_back_from = models.EmailField(_("address that mails come back from"), blank=True, help_text="Another address makes the contact reachable again.")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["organisation__name", "kind", "order", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "organisation", "kind", "order"], condition=models.Q(valid_to__isnull=True), name="contact_one_open_in_each_turn"
            ),
            models.CheckConstraint(condition=models.Q(order__gte=1), name="contact_turn_from_one"),
            models.CheckConstraint(condition=~models.Q(mail=""), name="contact_has_mail"),
            models.CheckConstraint(condition=~models.Q(kind="mailbox") | models.Q(name=""), name="contact_mailbox_names_nobody"),
            period_check("contact_period"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.function}"

    @property
    def is_reachable(self) -> bool:
        return self.mail.lower() != self.came_back_from.lower()
