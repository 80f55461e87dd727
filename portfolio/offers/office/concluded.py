"""What a conclusion did, and where to go on from there."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.lib.alphabet import place
from portfolio.offers.board import has_cost
from portfolio.offers.office.acting import address, around
from portfolio.offers.office.course import course_of
from portfolio.offers.office.verdictwords import told
from projects.models import Offer
from projects.offering import Binding, Outcome, State
from projects.queries.offers import OWN


def concluded_page(request: HttpRequest, offer: Offer, status: int = 200) -> HttpResponse:
    """Also of one that is not closed yet: then it says so."""
    if offer.state != State.CONCLUDED:
        return render(request, "offers/concluded.html", around(offer.project, offer=offer, way=way_of(offer)), status=status)
    tally = offer.tallies.select_related("version").get(number=offer.conclusion["tally"])
    own, joining = tally.version.terms[OWN], set(offer.conclusion["joins"])
    counted = sorted(tally.counted, key=lambda each: place(each["name"], offer.project.language))
    context = {
        "offer": offer,
        "is_concluded": True,
        "computed": offer.conclusion["computed"],
        "verdict": told(offer.conclusion["verdict"], own["threshold"]["figure"], offer.project.region.currency),
        "joins": [each for each in counted if each["organisation"] in joining],
        "others": [each for each in counted if each["organisation"] not in joining],
        "is_binding": own["binding"] == Binding.FORMAL,
        "starts": offer.outcome == Outcome.STARTS,
        "tally": tally,
        "has_fees": has_cost(tally.version),
        "next": list(next_steps(offer, own, has_cost(tally.version))),
        "course": course_of(offer),
    }
    return render(request, "offers/concluded.html", around(offer.project, **context), status=status)


def way_of(offer: Offer) -> str:
    """Where what comes before a conclusion is done."""
    return address("offer-send" if offer.state == State.DRAFT else "offer-close", offer)


def next_steps(offer: Offer, own: dict[str, Any], has_fees: bool) -> Iterator[tuple[str, str]]:
    """(address, words)."""
    here = [offer.project.region.slug, offer.project.reference]
    if offer.outcome == Outcome.STARTS and own["binding"] == Binding.FORMAL:
        if has_fees:
            yield reverse("scenarios", args=here), _("Adopt the allocation: from then on the fees bind")
        yield reverse("participation", args=here), _("Look at the participants and since when they take part")
        yield reverse("documents", args=here), _("Print the mandate with its participants")
    elif offer.outcome == Outcome.STARTS:
        yield reverse("offers", args=here), _("Draft the offer that binds, on what the letters of intent say")
    else:
        yield reverse("offers", args=here), _("Draft another offer, on other terms")
        yield reverse("project", args=here), _("Look at the project: go on without it, or stop")
