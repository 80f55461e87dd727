"""What will be sent to whom, what was sent and its fate, and whether the loop that sends it is well."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio import mail
from portfolio.access.grants import allowed, roles_in
from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions.locking import lock_region
from portfolio.models import Contact, Delivery, Region, Reminder, User
from portfolio.queries.members import stopped_queue
from portfolio.register.pages import page
from portfolio.register.reminder_form import StopForm
from portfolio.reminders import deeds, loop, telling
from portfolio.reminders.lines import url_of
from portfolio.reminders.schedule import Told, rule_of, rules_of
from portfolio.reminders.sources import ALL
from portfolio.web.posting import SeeOther

NEWEST = 50
TROUBLE = 20
TOLD = (Delivery.Kind.REMINDER, Delivery.Kind.DIGEST)


@dataclass(frozen=True)
class Row:
    """A reminder that will leave, as the rule foresees it; stored when it is written down already."""

    told: Told
    to: str
    stored: Reminder | None
    url: str

    @property
    def key(self) -> str:
        return self.told.notice.name

    @property
    def kind(self) -> str:
        return telling.kind_word(self.told.due.kind)

    @property
    def state(self) -> str:
        return self.stored.state if self.stored else Reminder.State.PLANNED


def rows_of(region: Region) -> list[Row]:
    """Without what is a mail by now, or was stopped."""
    foreseen = deeds.foreseen(region, timezone.now())
    stored = {row.key: row for row in Reminder.objects.filter(region=region, key__in=[told.notice.name for told in foreseen])}
    names = names_of({told.notice.to for told in foreseen})
    found = [Row(told, names.get(told.notice.to, ""), stored.get(told.notice.name), url_of(region, told.due)) for told in foreseen]
    now = timezone.now()
    return [row for row in found if row.state in (Reminder.State.PLANNED, Reminder.State.PAUSED) and (row.stored or row.told.notice.at > now)]


def names_of(names: set[str]) -> dict[str, str]:
    people = User.objects.filter(pk__in=[int(name[1:]) for name in names if name[0] == "u"])
    contacts = Contact.objects.filter(pk__in=[int(name[1:]) for name in names if name[0] == "c"]).select_related("organisation")
    return {f"u{each.pk}": each.name for each in people} | {f"c{each.pk}": str(each) for each in contacts}


@on_region(P.MAIL_VIEW)
def reminders(request: HttpRequest, region: Region) -> HttpResponse:
    sent = Reminder.objects.filter(region=region, state__in=(Reminder.State.POSTED, Reminder.State.CANCELLED))
    trouble = Delivery.objects.filter(region=region, kind__in=TOLD)
    rows, now = rows_of(region), timezone.now()
    context = {
        "stopped": stopped_queue(region),
        "rows": rows,
        "planned": sum(row.state == Reminder.State.PLANNED for row in rows),
        "now": now,
        "sent": sent.select_related("delivery", "user", "contact__organisation", "by").order_by("-due_at", "-pk")[:NEWEST],
        "dead": trouble.filter(state__in=(Delivery.State.FAILED, Delivery.State.BOUNCED))[:TROUBLE],
        "unsure": trouble.filter(maybe_twice=True)[:TROUBLE],
        "health": loop.health(region, now),
        "is_held": mail.is_held(),
    }
    return page(request, region, "register/reminders.html", context)


@on_region(P.MAIL_VIEW, methods=(*READ, "POST"))
def reminder(request: HttpRequest, region: Region) -> HttpResponse:
    """?key= names one that has not left. POST with do=pause, do=go or do=stop, which takes a reason; do=again for one that was stopped."""
    key = request.GET.get("key", "")
    row = next((row for row in rows_of(region) if row.key == key), None)
    back = reverse("reminders", args=[region.slug])
    if request.method == "POST" and request.POST.get("do") == "again":
        done(request, region, key, StopForm())
        return SeeOther(back)
    if row is None:
        if key:
            messages.info(request, _("This reminder has left, was stopped, or its deadline is gone."))
        return SeeOther(back)
    form = StopForm(request.POST if request.POST.get("do") == "stop" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        done(request, region, key, form)
        return SeeOther(back)
    context = {"row": row, "form": form, "key": key}
    return page(request, region, "register/reminder.html", context, status=422 if form.errors else 200)


def done(request: HttpRequest, region: Region, key: str, form: StopForm) -> None:
    user = signed_in_user(request)
    with transaction.atomic():
        held = lock_region(region, user, P.MAIL_VIEW)
        named: dict[str, Any] = {"region": held, "key": key, "now": timezone.now()}
        try:
            if form.is_bound:
                deeds.stop(**named, by=user, why=form.cleaned_data["why"])
                messages.success(request, _("The reminder is stopped."))
            elif request.POST.get("do") == "pause":
                deeds.pause(**named, by=user)
                messages.success(request, _("The reminder is paused. It leaves when somebody lets it go on."))
            elif request.POST.get("do") in ("go", "again"):
                (deeds.go_on if request.POST["do"] == "go" else deeds.again)(**named)
                messages.success(request, _("The reminder leaves as planned."))
        except deeds.TooLate:
            messages.info(request, _("This reminder has left, was stopped, or its deadline is gone."))


@on_region(P.MAIL_VIEW)
def reminder_rules(request: HttpRequest, region: Region) -> HttpResponse:
    """How each kind is reminded of: by the region's own rule, or as the program does by itself."""
    own = rules_of([region.pk])
    held = [(source, own.get((region.pk, source.kind.value))) for source in ALL]
    rows = [(telling.kind_word(source.kind), source.kind.value, rule_of(source, mine), mine) for source, mine in held]
    told = [(word, kind, rule, telling.afterwards(rule.policy.times, rule.policy.every), mine) for word, kind, rule, mine in rows]
    may_edit = P.REGISTER_EDIT in allowed(roles_in(signed_in_user(request), region.pk))
    return page(request, region, "register/reminder_rules.html", {"rules": told, "may_edit": may_edit})
