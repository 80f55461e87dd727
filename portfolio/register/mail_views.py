"""What has been sent from the region, and what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Choices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portfolio import mail, outbox
from portfolio.access.permissions import P
from portfolio.access.rules import on_region, signed_in_user
from portfolio.actions.locking import lock_region
from portfolio.actions.mail import let_go_on
from portfolio.models import Delivery, Region
from portfolio.queries.members import deliveries_of, stopped_queue
from portfolio.register.pages import page
from portfolio.register.reminder_form import StopForm
from portfolio.register.written import Written, read
from portfolio.reminders.loop import heartbeat
from portfolio.web.posting import SeeOther

ON_A_PAGE = 50
CHOICES: dict[str, type[Choices]] = {"state": Delivery.State, "kind": Delivery.Kind}


@on_region(P.MAIL_VIEW)
def mails(request: HttpRequest, region: Region) -> HttpResponse:
    """?state= and ?kind= choose, ?page= turns; what is not known there is left out."""
    chosen = {name: asked for name, known in CHOICES.items() if (asked := request.GET.get(name, "")) in known.values}
    found = Paginator(deliveries_of(region, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [chips(name, known, chosen) for name, known in CHOICES.items()]
    context = {"mails": found, "rows": rows, "chosen": urlencode(chosen), "is_held": mail.is_held(), "stopped": stopped_queue(region)} | heartbeat()
    return page(request, region, "register/mails.html", context)


def chips(name: str, known: type[Choices], chosen: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Query, word and whether it is chosen, of each choice; what else is chosen stays."""
    rest = {other: value for other, value in chosen.items() if other != name}
    every = (urlencode(rest), pgettext("mails", "All"), name not in chosen)
    return [every, *((urlencode(rest | {name: value}), capfirst(label), chosen.get(name) == value) for value, label in known.choices)]


@on_region(P.MAIL_VIEW, methods=("POST",))
def mails_go_on(request: HttpRequest, region: Region) -> HttpResponse:
    """After the mail server has refused the region's mails; what failed by then is sent again one by one."""
    with transaction.atomic():
        held = lock_region(region, signed_in_user(request), P.MAIL_VIEW)
        if let_go_on(region=held, by=signed_in_user(request), at=timezone.now()):
            messages.success(request, _("The mails go on."))
        else:
            messages.info(request, _("The mails do not stand still any more."))
    return SeeOther(reverse("mails", args=[region.slug]))


@on_region(P.MAIL_VIEW)
def one_mail(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """?as=page shows the mail as a mail program would, by itself and with no script or picture."""
    delivery = get_object_or_404(deliveries_of(region).select_related("asked_by"), pk=number)
    written: Written | None = read(delivery)
    if written and written.page and request.GET.get("as") == "page":
        return as_page(written)
    return page(request, region, "register/mail.html", {"delivery": delivery, "written": written, "is_held": mail.is_held(), "form": StopForm()})


def as_page(written: Written) -> HttpResponse:
    """Styles stand in the mail itself, since mail programs take no others."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
    return HttpResponse(written.page, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store", "Referrer-Policy": "origin"})


@on_region(P.MAIL_VIEW, methods=("POST",))
def mail_again(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """One that failed or came back is sent once more, to the address that its recipient has by now."""
    with transaction.atomic():
        held = lock_region(region, signed_in_user(request), P.MAIL_VIEW)
        delivery = get_object_or_404(deliveries_of(held), pk=number)
        if outbox.post_again(delivery=delivery, at=timezone.now()):
            messages.success(request, _("The mail waits to be sent again."))
        else:
            messages.info(request, _("The mail is not among the failed ones any more."))
    return SeeOther(reverse("mail", args=[region.slug, number]))


@on_region(P.MAIL_VIEW, methods=("POST",))
def mail_cancel(request: HttpRequest, region: Region, number: int) -> HttpResponse:
    """One that waits or failed is not sent any more, for a reason."""
    form, back = StopForm(request.POST), reverse("mail", args=[region.slug, number])
    with transaction.atomic():
        held = lock_region(region, signed_in_user(request), P.MAIL_VIEW)
        delivery = get_object_or_404(deliveries_of(held), pk=number)
        if not form.is_valid():
            messages.error(request, _("Say in a few words why."))
            return SeeOther(back)
        if outbox.call_off(delivery=delivery, why=form.cleaned_data["why"]):
            messages.success(request, _("The mail is not sent."))
        else:
            messages.info(request, _("The mail has left meanwhile."))
    return SeeOther(back)
