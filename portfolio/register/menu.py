"""The pages about the region itself, in the order of their menu. A page that the visitor may not open is not in it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.models import Region


@dataclass(frozen=True)
class Entry:
    route: str
    label: str | Promise
    needs: P
    below: tuple[str, ...] = ()
    """Pages that one comes to from this one."""


ENTRIES = (
    Entry("register", _("Organisations"), P.REGION_VIEW, below=("organisation",)),
    Entry("bodies", _("Bodies"), P.REGION_VIEW, below=("body",)),
    Entry("checklists", _("Checklists"), P.REGION_VIEW),
    Entry("figures", _("Key figures"), P.REGION_VIEW, below=("figures-series", "figures-sources", "figures-new", "figures-send", "figures-upload")),
    Entry("rules", _("Rules of sharing"), P.REGION_VIEW, below=("rule", "rule-new", "rule-name", "rule-version", "rule-version-new")),
    Entry("payers", _("Payers"), P.REGION_VIEW, below=("payers-import",)),
    Entry("members", _("People"), P.MEMBERS_VIEW, below=("member-new", "member")),
    Entry("reminders", _("Reminders"), P.MAIL_VIEW, below=("reminder", "reminder-rules")),
    Entry("mails", _("Mail"), P.MAIL_VIEW, below=("mail",)),
    Entry("region-settings", _("Settings"), P.REGION_EDIT),
    Entry("region-history", _("Changes"), P.REGION_VIEW),
)


@dataclass(frozen=True)
class Link:
    url: str
    label: str | Promise
    is_here: bool
    is_above: bool


def menu(request: HttpRequest, region: Region) -> list[Link]:
    held = allowed(roles_in(signed_in_user(request), region.pk))
    here = request.resolver_match.url_name if request.resolver_match else ""
    mine = [entry for entry in ENTRIES if entry.needs in held]
    return [Link(reverse(entry.route, args=[region.slug]), entry.label, entry.route == here, here in entry.below) for entry in mine]
