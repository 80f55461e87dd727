"""What an offer came to: computed, explained, and confirmed by a person, who says why where it is another outcome."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.access.permissions import P
from portfolio.actions.rows import Refused
from portfolio.models import User
from portfolio.offers.board import Board, board_of, has_cost
from portfolio.offers.office.acting import FORM, address, around, offer_or_404, once, sent_before
from portfolio.offers.office.concluded import concluded_page
from portfolio.offers.office.course import course_of
from portfolio.offers.office.letters import of_outcome, seen_of
from portfolio.offers.office.sending import Letter
from portfolio.offers.office.settling import Effect, effect_of
from portfolio.offers.office.verdictwords import stored, told
from portfolio.offers.ripple import Ripple, declines, ripple_of
from portfolio.web.fields import LinesField
from portfolio.web.posting import key_of, typed
from projects.access import on_project
from projects.actions import closing
from projects.actions.held import Moved
from projects.models import Offer, Participation, Project
from projects.models.offer import OUTCOME_LABELS
from projects.offering import Outcome, State, fingerprint, is_willing
from projects.wording.answers import condition

OURS = ("stands", "seen")
"""What every page writes anew: the numbers that it shows."""


class ConcludeForm(forms.Form):
    """No outcome is chosen beforehand; those who join are ticked as they were counted."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(each.value, label) for each, label in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it starts.")},
    )
    joins = forms.MultipleChoiceField(label=gettext_lazy("These join"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = LinesField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Needed where it is another outcome, or others join, than was counted."),
    )

    def __init__(self, data: Any = None, *, board: Board) -> None:
        self.board = board
        willing = [line for line in board.lines if is_willing(line.standing)]
        self.counted = {line.invitee.organisation_id for line in board.lines if line.joins}
        super().__init__(data, initial={"joins": [str(pk) for pk in self.counted]})
        self.fields["joins"].choices = [(str(line.invitee.organisation_id), line.invitee.organisation.name) for line in willing]  # type: ignore[attr-defined]

    @property
    def computed(self) -> Outcome:
        return Outcome.STARTS if self.board.verdict.starts else Outcome.DOES_NOT_START

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "outcome" not in cleaned:
            return cleaned
        starts = cleaned["outcome"] == Outcome.STARTS
        if starts and not cleaned.get("joins") and "joins" not in self.errors:
            self.add_error("joins", _("Tick who joins. Nobody has to be left, but somebody must join."))
        if not cleaned.get("reason"):
            if cleaned["outcome"] != self.computed:
                self.add_error("reason", _("Say why the outcome is another than the computed one."))
            elif starts and self.organisations() != self.counted and "joins" not in self.errors:
                self.add_error("reason", _("Say why others join than those who were counted."))
        return cleaned

    def decided(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def organisations(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get("joins", ())}


@on_project(P.OFFER_SEND, FORM)
def offer_conclude(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    """do=look shows what it would do, do=back the form again, do=send does it. Concluded, the page says what it did."""
    if request.method == "POST" and (earlier := sent_before(request)):
        return earlier
    offer = offer_or_404(project, number)
    if offer.state != State.CLOSED:
        return concluded_page(request, offer, 409 if request.method == "POST" else 200)
    board = board_of(offer)
    form = ConcludeForm(request.POST or None, board=board)
    if request.method != "POST" or request.POST.get("do") == "back":
        return page(request, offer, form)
    has_moved = request.POST.get("stands") != now_stands(offer)
    if not form.is_valid():
        return page(request, offer, form, status=409 if has_moved else 422)
    effect = effect_of(board, form.decided(), form.organisations())
    letters = of_outcome(offer, form.decided(), form.organisations(), form.cleaned_data["reason"])
    if request.POST.get("do") != "send":
        return page(request, offer, form, effect, 409 if has_moved else 200, letters)
    try:
        if request.POST.get("seen") != seen(form, effect, letters) or has_moved:
            raise Moved
        return once(request, project, address("offer-conclude", offer), lambda user: concluded(request, offer, form, user))
    except (Moved, ValueError):
        return page(request, offer, form, effect, 409, letters)
    except Refused as why:
        form.add_error(None, str(why))
        return page(request, offer, form, effect, 422, letters)


def concluded(request: HttpRequest, offer: Offer, form: ConcludeForm, user: User) -> str:
    number, _dot, shown = request.POST["stands"].partition(".")
    closing.conclude(
        offer=offer,
        counted=int(number),
        shown=shown,
        outcome=form.decided(),
        computed=form.computed,
        verdict=stored(form.board.verdict),
        joins=form.organisations(),
        reason=form.cleaned_data["reason"],
        by=user,
    )
    return _("The offer is concluded: the project %(outcome)s.") % {"outcome": OUTCOME_LABELS[form.decided()]}


def now_stands(offer: Offer) -> str:
    """The number of the newest tally, and the fingerprint of what stands now: decisions may have come in since."""
    counted = offer.tallies.values_list("number", flat=True).last()
    return f"{counted}.{fingerprint(closing.stands(offer))}"


def seen(form: ConcludeForm, effect: Effect, letters: Sequence[Letter]) -> str:
    """Of all that the preview shows."""
    joins = [[each.line.invitee.pk, each.fee, each.fails] for each in effect.joins]
    others = [[line.invitee.pk for line in lines] for lines in (effect.declined, effect.asked_again)]
    return fingerprint([form.decided().value, form.cleaned_data["reason"], stored(form.board.verdict), joins, others, seen_of(letters)])


def page(
    request: HttpRequest, offer: Offer, form: ConcludeForm, effect: Effect | None = None, status: int = 200, letters: Sequence[Letter] = ()
) -> HttpResponse:
    """The form, or with an effect what it would do; 409 where something has moved since it was looked at."""
    board, currency = form.board, offer.project.region.currency
    ticked = set(map(str, form["joins"].value() or ()))
    willing = [line for line in board.lines if is_willing(line.standing)]
    context = {
        "offer": offer,
        "board": board,
        "form": form,
        "computed": OUTCOME_LABELS[form.computed],
        "verdict": told(stored(board.verdict), board.version.terms["offer"]["threshold"]["figure"], currency),
        "lines": [(line, str(line.invitee.organisation_id) in ticked, conditions(line, currency)) for line in willing],
        "others": [line for line in board.lines if not is_willing(line.standing)],
        "late": [line for line in board.lines if line.late],
        "effect": effect,
        "has_fees": has_cost(board.version),
        "outcome": OUTCOME_LABELS[form.decided()] if effect else "",
        "starts": bool(effect) and form.decided() is Outcome.STARTS,
        "letters": letters,
        "seen": seen(form, effect, letters) if effect else "",
        "stands": now_stands(offer),
        "typed": [(name, value) for name, value in typed(request.POST) if name not in OURS] if effect else [],
        "key": key_of(request.POST if form.is_bound else None),
        "has_moved": status == 409,
        "course": course_of(offer),
        "ripple": ripple_without(offer.project, effect) if effect else None,
    }
    return render(request, "offers/conclude.html", around(offer.project, **context), status=status)


def ripple_without(project: Project, effect: Effect) -> Ripple | None:
    """What changes when those who take part already and now stay out are out; None where there are none."""
    out = [] if effect.unchanged else [line.invitee.organisation_id for line in effect.declined]
    leaving = Participation.objects.filter(project=project, organisation__in=out, state=Participation.State.ACTIVE).select_related("organisation")
    changes = [declines(each.organisation) for each in leaving.order_by("organisation__name", "pk")]
    return ripple_of(project, changes, timezone.localdate()) if changes else None


def conditions(line: Any, currency: str) -> list[str]:
    return [condition(each, currency) for each in line.answer.conditions.all()] if line.answer else []
