"""Other terms while an offer is open: written, looked at beside those that were sent, and sent by a deed of its own."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.access.permissions import P
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.office.acting import FORM, address, around, offer_or_404, once, sent_before
from portfolio.offers.office.comparing import compared, with_day_of
from portfolio.offers.office.forms import SAME, NewTermsForm
from portfolio.offers.office.sending import Letter, hindrances, letter
from portfolio.offers.terms import terms_of
from portfolio.queries import clock
from portfolio.web.posting import Pair, key_of, typed
from projects.access import on_project
from projects.actions import offers as acts
from projects.actions.held import Moved
from projects.models import Answer, AnswerLink, Invitee, Offer, OfferVersion, Project
from projects.offering import State, fingerprint, takes_answers
from projects.queries.offers import standing_answers


@dataclass(frozen=True)
class Change:
    """What sending the terms would do. by_version: whose answer stands on which terms. linkless: whose link was withdrawn, so that no mail goes there."""

    version: OfferVersion
    terms: dict[str, Any]
    pairs: list[Pair]
    letters: tuple[Letter, ...]
    linkless: tuple[Invitee, ...]
    by_version: tuple[tuple[int, list[Answer]], ...]
    silent: int
    hindrances: tuple[str, ...]
    shown: str
    seen: str

    @property
    def is_new(self) -> bool:
        """A day that was moved is not new: everybody was told when it was."""
        return fingerprint(with_day_of(self.version.terms, self.terms)) != self.version.terms_sha256


@on_project(P.OFFER_SEND, FORM)
def offer_terms(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """do=look shows what it would do, do=back the form again, do=send sends."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    offer = offer_or_404(project, number)
    if not takes_answers(State(offer.state), offer.closes_at, clock.read()):
        return render(request, "offers/terms.html", around(project, offer=offer, is_shut=True), status=409 if request.method == "POST" else 200)
    newest = offer.versions.latest("number")
    form = NewTermsForm(request.POST or None, project=project, offer=offer, has_cost=bool(newest.terms.get("cost")))
    if request.method != "POST" or request.POST.get("do") == "back":
        return page(request, offer, newest, form)
    if not form.is_valid():
        return page(request, offer, newest, form, status=422)
    change = change_of(offer, newest, form)
    has_moved = request.POST.get("version") != str(newest.number)
    if request.POST.get("do") != "send":
        return page(request, offer, newest, form, change, 409 if has_moved else 200)
    try:
        if has_moved or request.POST.get("seen") != change.seen or change.hindrances:
            raise Moved
        return once(request, project, address("offer-terms", offer), lambda user: sent(offer, change, form, user))
    except Moved:
        return page(request, offer, newest, form, change, 409)
    except Refused as why:
        form.add_error(None, str(why))
        return page(request, offer, newest, form, change, 422)


def sent(offer: Offer, change: Change, form: NewTermsForm, user: User) -> str:
    if not change.is_new:
        raise Refused(_("These are the terms that were sent already."))
    version = acts.change(offer=offer, terms=change.terms, shown=change.shown, by=user, fields=form.fields_of_offer())
    count = len(change.letters)
    words = ngettext("Version %(version)s is on its way to %(n)s party.", "Version %(version)s is on its way to %(n)s parties.", count)
    return words % {"version": version.number, "n": count}


def change_of(offer: Offer, newest: OfferVersion, form: NewTermsForm) -> Change:
    """offer: as it would be; it is not stored."""
    for name, value in form.fields_of_offer().items():
        setattr(offer, name, value)
    parties = list(offer.invitees.filter(withdrawn_at__isnull=True).select_related("organisation").order_by("organisation__name", "pk"))
    for each in parties:
        each.offer = offer
    terms = terms_of(offer, form.scenario(), [each.organisation for each in parties])
    if form.cleaned_data["cost"] == SAME:
        terms["cost"] = newest.terms["cost"]
    links = {link.invitee_id: link for link in AnswerLink.objects.filter(invitee__offer=offer, revoked_at__isnull=True)}
    for each in parties:  # a link that was passed on is written to where it went
        each.address, each.name = (links[each.pk].to_address, links[each.pk].to_name) if each.pk in links else (each.address, each.name)
    letters = tuple(letter(offer, terms, each, newest.terms) for each in parties if each.pk in links)
    answers = standing_answers(offer)
    grouped: dict[int, list[Answer]] = defaultdict(list)
    for each in parties:
        if answer := answers.get(each.pk):
            answer.invitee = each
            grouped[answer.version.number].append(answer)
    shown = fingerprint(terms)
    return Change(
        version=newest,
        terms=terms,
        pairs=compared(newest.terms, terms),
        letters=letters,
        linkless=tuple(each for each in parties if each.pk not in links),
        by_version=tuple(sorted(grouped.items())),
        silent=len(parties) - sum(map(len, grouped.values())),
        hindrances=tuple(hindrances(offer, terms, len(parties))),
        shown=shown,
        seen=fingerprint([shown, newest.number, [[each.to.organisation.pk, each.to.address, each.body] for each in letters]]),
    )


def page(request: HttpRequest, offer: Offer, newest: OfferVersion, form: NewTermsForm, change: Change | None = None, status: int = 200) -> HttpResponse:
    """The form, or what it would do; 409 where something has moved since it was looked at."""
    context = {
        "offer": offer,
        "version": newest,
        "form": form,
        "change": change,
        "typed": [(name, value) for name, value in typed(request.POST) if name not in ("seen", "version")] if change else [],
        "key": key_of(request.POST if request.method == "POST" else None),
        "has_moved": status == 409,
    }
    return render(request, "offers/terms.html", around(offer.project, **context), status=status)
