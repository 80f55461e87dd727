"""Another contact for a party, and its link: taken back or sent anew. Each is looked at before, and says why."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portfolio.access.grants import current
from portfolio.access.permissions import P
from portfolio.access.rules import READ, signed_in_user
from portfolio.actions.rows import Refused
from portfolio.models import Contact, User
from portfolio.offers.office.acting import once
from portfolio.offers.office.sending import Letter, letter
from portfolio.offers.parties.forms import ContactForm, WhyForm
from portfolio.offers.parties.page import around, party_or_404, url_of
from portfolio.queries import clock
from portfolio.web.posting import SeeOther, done_before, key_of
from portfolio.web.saying import saved_already
from projects.access import on_project
from projects.actions import contacting as acts
from projects.actions.links import Gone, is_alive, valid_link
from projects.actions.offers import Recipient
from projects.models import Invitee, Project

FORM = (*READ, "POST")


def contacts_of(invitee: Invitee) -> list[Contact]:
    """Those of the organisation in the region's register whom a mail would reach, but for the one whom the party has now."""
    here = Contact.objects.filter(current(timezone.localdate()), region=invitee.offer.project.region_id, organisation=invitee.organisation_id)
    return [each for each in here.order_by("kind", "order", "pk") if each.is_reachable and each.mail.casefold() != invitee.address.casefold()]


def letter_to(invitee: Invitee, contact: Contact | None = None) -> Letter:
    """The mail with the link as it would arrive; the address of the link stands in it only once it is sent."""
    to = contact or Contact(mail=invitee.address, function=invitee.function, name=invitee.name)
    whom = Recipient(invitee.organisation, to.mail, to.language or invitee.language, to.function, to.name, invitee.mailbox)
    return letter(invitee.offer, invitee.offer.versions.latest("number").terms, whom)


@on_project(P.OFFER_SEND, FORM)
def contact(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """do=look shows what would be sent to whom; do=back the form with all that was typed; do=send does it."""
    invitee = party_or_404(project, number, party)
    if request.method == "POST" and (earlier := done_before(key_of(request.POST), signed_in_user(request))):
        saved_already(request, earlier.at)
        return SeeOther(earlier.result)
    form = ContactForm(request.POST or None, invitee=invitee, contacts=contacts_of(invitee))
    if request.method != "POST":
        return render(request, "offers/party_contact.html", around(invitee, form=form))
    do, is_valid = request.POST.get("do"), form.is_valid()
    if do == "back" or not is_valid:
        return render(request, "offers/party_contact.html", around(invitee, form=form, is_back=do == "back"), status=200 if do == "back" else 422)
    chosen = form.contact(invitee)
    if do == "send" and request.POST.get("address") == chosen.mail:
        return handed_over(request, invitee, form, chosen)
    carried = ("csrfmiddlewaretoken", "do", "address", "key")
    typed = [(name, value) for name, values in request.POST.lists() if name not in carried for value in values]
    sends = is_alive(invitee.offer, invitee)
    context = {
        "chosen": chosen,
        "typed": typed,
        "key": key_of(None),
        "letter": letter_to(invitee, chosen) if sends else None,
        "note": form.cleaned_data["note"],
    }
    return render(request, "offers/party_contact_look.html", around(invitee, **context))


def handed_over(request: HttpRequest, invitee: Invitee, form: ContactForm, chosen: Contact) -> HttpResponse:

    def act(user: User) -> str:
        link = acts.hand_over(invitee=invitee, contact=chosen, address=chosen.mail, note=form.cleaned_data["note"], by=user, at=clock.read())
        said = _("The contact is replaced. A new link is on its way to %(address)s; the earlier one opens nothing any more.") % {"address": chosen.mail}
        return said if link else _("The contact is replaced. The offer has ended, so no link was sent.")

    try:
        return once(request, invitee.offer.project, url_of(invitee), act)
    except Refused as why:
        form.add_error(None, str(why))
        return render(request, "offers/party_contact.html", around(invitee, form=form), status=409)


@on_project(P.OFFER_SEND, FORM)
def link(request: HttpRequest, project: Project, number: int, party: int) -> HttpResponse:
    """do=anew or do=withdraw, each with a typed reason."""
    invitee = party_or_404(project, number, party)
    do = request.POST.get("do") if request.method == "POST" else None
    forms = {name: WhyForm(request.POST if do == name else None, prefix=name) for name in ("anew", "withdraw")}
    valid = valid_link(invitee)
    faulty = None
    if do in forms:
        if forms[do].is_valid():
            return done(request, invitee, do, forms[do].cleaned_data["why"])
        faulty = forms[do]
    sends = is_alive(invitee.offer, invitee)
    context: dict[str, Any] = {"valid": valid, "faulty": faulty, "letter": letter_to(invitee) if sends else None, "fetched": getattr(valid, "fetched", None)}
    status = 422 if request.method == "POST" else 200
    return render(request, "offers/party_link.html", around(invitee, **forms, **context), status=status)


def done(request: HttpRequest, invitee: Invitee, do: str, why: str) -> HttpResponse:
    """Refused where the link is another than the one that the page showed."""
    user, at, back = signed_in_user(request), clock.read(), url_of(invitee)
    valid = valid_link(invitee)
    try:
        if request.POST.get("on", "") != (str(valid.pk) if valid else ""):
            raise Refused(_("The link has changed since you opened the page. Look once more."))
        if do == "anew":
            acts.send_anew(invitee=invitee, seen=valid, why=why, by=user, at=at)
            messages.success(request, _("A new link is on its way to %(address)s; the earlier one opens nothing any more.") % {"address": invitee.address})
        elif valid:
            acts.withdraw(link=valid, why=why, by=user, at=at)
            messages.success(request, _("The link is taken back: it opens nothing any more. The party stays invited."))
    except Refused as refused:
        messages.error(request, str(refused))
    except Gone:
        messages.error(request, _("The offer has ended: a link would open nothing."))
    return SeeOther(back)
