"""Where the region asks for it, an answer is sent with six figures that went to the registered address. Nothing that was typed leaves the form meanwhile."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portfolio.access.rules import READ, public
from portfolio.offers.answering.door import at_the_page, dead
from portfolio.offers.answering.forms import CodeForm
from portfolio.offers.answering.page import Step, carried, step_of, stored
from portfolio.offers.answering.seats import ByLink
from portfolio.queries import clock
from projects.actions.codes import TooMany, prove, send_code
from projects.actions.links import Gone
from projects.coding import Proof

SAID = {
    Proof.WRONG: lambda: _("This is not the code. Look at the newest mail and write its six figures."),
    Proof.SPENT: lambda: _("The code has been written wrongly five times and ends. Have a new one sent."),
    Proof.EXPIRED: lambda: _("The code held for ten minutes, and they have passed. Have a new one sent."),
    Proof.NONE: lambda: _("No code was sent for this answer as it stands now. Have one sent."),
}


@at_the_page
def _code(request: HttpRequest, seat: ByLink) -> HttpResponse:
    """send, anew: a code is sent for what was looked at. code: it was written."""
    if request.method != "POST":
        return redirect(seat.url())
    step = step_of(request, seat)
    if not isinstance(step, Step):
        return step
    if not seat.invitee.offer.project.region.answers_need_code:
        return stored(request, seat, step)
    if not consume(request, action="answer_code", key=seat.key):
        return page(request, seat, step, CodeForm(), 429, _("So much has been tried by this link that it takes no code for now. Try again in an hour."))
    return written(request, seat, step) if request.POST.get("do") == "code" else sent(request, seat, step)


def sent(request: HttpRequest, seat: ByLink, step: Step) -> HttpResponse:
    is_anew = request.POST.get("do") == "anew"
    try:
        send_code(link=seat.link, key=step.key, shown_sha256=step.seen, is_anew=is_anew, at=clock.read())
    except TooMany:
        return page(request, seat, step, CodeForm(), 429, _("Five codes have been sent within an hour. Use the newest, or try again later."))
    except Gone:
        return dead(request)
    return page(request, seat, step, CodeForm(), is_anew=is_anew)


def written(request: HttpRequest, seat: ByLink, step: Step) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return page(request, seat, step, form, 422)
    proof = prove(link=seat.link, key=step.key, shown_sha256=step.seen, written=form.cleaned_data["code"])
    if proof is Proof.RIGHT:
        return stored(request, seat, step)
    form.add_error("code", SAID[proof]())
    return page(request, seat, step, form, 422)


def page(request: HttpRequest, seat: ByLink, step: Step, form: CodeForm, status: int = 200, why: str = "", is_anew: bool = False) -> HttpResponse:
    return render(request, "answers/code.html", carried(request, seat, step) | {"form": form, "why": why, "is_anew": is_anew}, status=status)


code = public(_code, (*READ, "POST"))
