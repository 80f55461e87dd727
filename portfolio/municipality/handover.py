"""Before a contact leaves: what hangs on it, to whom it goes, and which mails that sends. Looked at first, then done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portfolio.access.permissions import P
from portfolio.access.rules import READ, on_region, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.models import Contact, Region
from portfolio.templatetags.portfolio_format import moment
from portfolio.web.fields import DayField
from portfolio.web.posting import SeeOther, digest, done_before, key_of, note
from projects.actions.handing import Moved, hand_over
from projects.queries.handing import Hanging, hanging_on


class OneContact(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable while it runs
    def label_from_instance(self, contact: Contact) -> str:
        words = ", ".join(filter(None, (contact.name, contact.function, contact.mail)))
        return f"{words} ({contact.get_kind_display()})"


class HandoverForm(forms.Form):
    """Nobody is chosen beforehand."""

    last_day = DayField(label=gettext_lazy("Last day"), error_messages={"required": gettext_lazy("Write the contact's last day.")})

    def __init__(self, data: Any, *, contact: Contact, others: list[Contact]) -> None:
        super().__init__(data, initial={"last_day": contact.valid_to or timezone.localdate()})
        self.contact = contact
        found = Contact.objects.filter(pk__in=[each.pk for each in others]).order_by("kind", "order", "pk")
        wanted = {"required": _("Choose who takes over."), "invalid_choice": _("Choose who takes over.")}
        self.fields["to"] = OneContact(found, label=_("Goes to"), widget=forms.RadioSelect, empty_label=None, error_messages=wanted)
        self.order_fields(["to", "last_day"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        last, first = cleaned.get("last_day"), self.contact.valid_from
        if last and first and last < first:
            self.add_error("last_day", _("Choose a day on or after the first one."))
        return cleaned


def contact_or_404(region: Region, organisation: int, number: int) -> Contact:
    found = Contact.objects.filter(region=region, organisation=organisation, pk=number).select_related("organisation", "region").first()
    if found is None:
        raise Http404
    return found


def fingerprint(found: Hanging, to: Contact | None) -> str:
    """Of all that is shown before it is done."""
    shown = {f"invitee {each.pk}": each.address for each in found.invitees}
    return digest(shown | {"to": f"{to.pk} {to.mail}" if to else ""})


@on_region(P.REGISTER_EDIT, methods=(*READ, "POST"))
def handover(request: HttpRequest, region: Region, organisation: int, contact: int) -> HttpResponse:
    """do=look shows what would happen; do=hand does it, if it is still the same."""
    leaver = contact_or_404(region, organisation, contact)
    found = hanging_on(leaver, timezone.localdate())
    form = HandoverForm(request.POST if request.method == "POST" else None, contact=leaver, others=found.others)
    do, status, to = request.POST.get("do"), 200, None
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound and do in ("look", "hand"):
        to = form.cleaned_data["to"]
        if do == "hand":
            if answer := handed(request, leaver, found, form):
                return answer
            status = 409
    context = {
        "region": region,
        "menu": True,  # of the register
        "party": leaver.organisation,
        "contact": leaver,
        "found": found,
        "form": form,
        "to": to,
        "shown": fingerprint(found, to),
        "key": key_of(request.POST if do == "hand" else None),
        "has_moved": status == 409,
    }
    return render(request, "municipality/handover.html", context, status=status)


def handed(request: HttpRequest, leaver: Contact, found: Hanging, form: HandoverForm) -> HttpResponse | None:
    """None where something has moved between looking and doing."""
    key, user, there = key_of(request.POST), signed_in_user(request), reverse("organisation", args=[leaver.region.slug, leaver.organisation_id])
    to = form.cleaned_data["to"]
    if earlier := done_before(key, user):
        messages.info(request, _("This was saved already, %(at)s.") % {"at": moment(earlier.at)})
        return SeeOther(earlier.result)
    if request.POST.get("shown") != fingerprint(found, to):
        return None
    try:
        with transaction.atomic():
            shown = [each.pk for each in found.invitees]
            sent = hand_over(contact=leaver, to=to, last_day=form.cleaned_data["last_day"], shown=shown, by=user, at=timezone.now())
            note(key, user, there)
    except Moved:
        return None
    except Refused as why:
        messages.error(request, str(why))
        return SeeOther(request.path)
    messages.success(request, ngettext("Handed over. %(n)s mail is on its way.", "Handed over. %(n)s mails are on their way.", sent) % {"n": sent})
    return SeeOther(there)
