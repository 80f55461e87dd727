import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.organisation import Organisation
from portfolio.models.recorded import Recorded, period_check

RESERVED = ("account", "static", "healthz", "readyz", "api", "answer", "admin", "me")
"""First words of addresses that are the program's own, so that no region may take them."""


class Region(Recorded):
    """A cooperation body with a coordinating office. Nothing leaks from one region to another."""

    class Currency(models.TextChoices):
        SEK = "SEK", _("Swedish kronor")
        NOK = "NOK", _("Norwegian kroner")

    holds_rows = True

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, choices=Organisation.Country)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    other_languages = models.CharField(_("other languages"), max_length=60, blank=True, help_text=_("Language codes with a space between."))
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    time_zone = models.CharField(_("time zone"), max_length=40)
    letterhead = models.TextField(_("letterhead"), blank=True, max_length=500)
    reply_to = models.EmailField(_("address for replies"), blank=True)
    logo = models.CharField(_("logo"), max_length=200, blank=True, help_text=_("File below the folder of files, PNG."))
    reminders_at = models.TimeField(_("reminders leave at"), default=dt.time(8, 30))
    rests_in_july = models.BooleanField(_("no reminders in July"), default=False)
    answers_need_code = models.BooleanField(_("answers by a link need a code"), default=False)
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coordinating office"))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED), name="region_slug_not_reserved", violation_error_message=_("This address is taken by the program.")
            ),
            models.CheckConstraint(condition=models.Q(reminders_at__gte=dt.time(7), reminders_at__lt=dt.time(17)), name="region_reminds_outside_quiet_hours"),
        ]

    def __str__(self) -> str:
        return self.name


class RegionMembership(Recorded):
    """Who belongs to the region, from when to when: Øvre Eiker joined and Hjartdal left, or the other way round."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["organisation__name", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["region", "organisation"], condition=models.Q(valid_to__isnull=True), name="membership_one_open"),
            models.UniqueConstraint(fields=["region", "organisation", "valid_from"], name="membership_begins_once"),
            period_check("membership_period"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.region}"
