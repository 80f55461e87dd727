"""What a party's body decides after the conclusion moves nothing by itself: it is said, it waits, and it leads to the deed with its day and its reason."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.actions import rows
from projects.actions import formal
from projects.actions.closing import conclude
from projects.actions.formal import Ruled
from projects.models import FormalDecision, Offer, Participation
from projects.offering import Lag, Outcome, Ruling
from projects.queries.lagging import lags, lags_by_party
from tests.factories import offers as make
from tests.portfolio.offers.deeds import Office, again, says

pytestmark = pytest.mark.django_db
STARTS = Outcome.STARTS


def concluded(binding: str = "formal", before: str = "") -> tuple[Office, Offer]:
    """Hörby and Lund join from 2030, Ystad has said no. before: what Ystad's body had decided by then."""
    office = Office("Hörby", "Lund", "Ystad")
    offer = office.sent(binding=binding)
    for name, choice in (("Hörby", "joins"), ("Lund", "joins"), ("Ystad", "declines")):
        make.answer(office.party(offer, name), choice, by=office.user)
    if before:
        decided(office, offer, "Ystad", before)
    offer = office.closed(offer)
    joins = {office.places[name].pk for name in ("Hörby", "Lund")}
    number = offer.tallies.get().number
    conclude(offer=offer, counted=number, outcome=STARTS, computed=STARTS, verdict={}, joins=joins, reason="", by=office.user)
    return office, again(offer)


def decided(office: Office, offer: Offer, name: str, ruling: str, ago: int = 0, **fields: Any) -> FormalDecision:
    on = timezone.localdate() - dt.timedelta(days=ago)
    said = Ruled(Ruling(ruling), "Kommunfullmäktige", on, **{"paragraph": "§ 12", "case_number": "KS 2026/14"} | fields)
    return formal.record(invitee=office.party(offer, name), said=said, by=office.user)[0]


def lagging(office: Office) -> list[tuple[str, str]]:
    return [(each.invitee.organisation.name, each.lag) for each in lags(office.project)]


def place(office: Office, name: str) -> Participation:
    return Participation.objects.get(project=office.project, organisation=office.places[name])


def at(office: Office, name: str, *more: Any) -> str:
    return reverse(name, args=[office.project.region.slug, office.project.reference, *more])


def waits(office: Office) -> dict[str, str]:
    found = office.client.get(reverse("portfolio", args=[office.project.region.slug])).context["page"].waits.rows
    return {f"{wait.number} {wait.noun}": wait.url for wait in found if "decided since" in wait.noun}


def saved(office: Office, page: Any) -> Any:
    """Looked at with what stands in the form, then saved with the reason that stands there."""
    fields = {field.html_name: field.value() for field in page.context["form"] if field.value() not in (None, False)}
    look = office.client.get(page.wsgi_request.path, fields)
    body = look.content.decode()
    form = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', body.partition('action="/')[2] if "ripple" in body else ""))
    return look, office.client.post(page.wsgi_request.path, form | {"reason": look.context["reason"]["reason"].value()})


def test_a_no_after_the_conclusion_is_said_waits_and_leads_to_the_deed():
    office, offer = concluded()
    assert (lagging(office), waits(office)) == ([], {})
    no = decided(office, offer, "Lund", "no")
    assert (place(office, "Lund").state, lags_by_party(offer)) == ("active", {no.invitee_id: Lag.STILL_IN})
    deed = at(office, "leave", place(office, "Lund").pk) + f"?decision={no.pk}"
    there = (office.get(offer, f"parties/{no.invitee_id}/"), office.client.get(at(office, "participation")))
    for page in there:
        assert says(page, "after the offer was concluded. It still stands as a participant who pays: nothing moves by itself.", deed) == []
    assert says(there[0], "The office: its place in the project does not follow its decision yet.") == []
    board = office.get(offer, "?show=lagging")
    assert [row.name for row in board.context["page"].listing.shown] == ["Lund"]
    assert says(board, "1 party has decided since, and its place", "decided no, still takes part") == []
    assert waits(office) == {"1 party has decided since, and its place does not follow": office.url(offer) + "?show=lagging"}
    form = office.client.get(deed)
    today = timezone.localdate()
    assert [form.context["form"][name].value() for name in ("notice_on", "on")] == [today, today]
    assert says(form, "By the decision of its own body: Kommunfullmäktige", "It takes part from 1 January 2030 only.") == []
    look, done = saved(office, form)
    assert says(look, "What changes when Lund does not take part", "Afterwards 1 does.") == []
    row = place(office, "Lund")
    assert (done.status_code, row.state, row.valid_from, row.valid_to) == (303, "declined", None, None)
    assert rows.latest(Participation, row.pk).history_change_reason.endswith("§ 12: no, KS 2026/14")
    assert (lagging(office), waits(office)) == ([], {})
    assert says(office.client.get(done["Location"]), "Let it take part after all") == []
    assert office.client.post(at(office, "place-undo", row.pk)).status_code == 303
    row = place(office, "Lund")
    assert (row.state, row.valid_from, lagging(office)) == ("active", dt.date(2030, 1, 1), [("Lund", "still_in")])


def test_a_no_after_its_first_day_ends_it_on_the_day_of_the_decision():
    office, offer = concluded()
    begun = timezone.localdate() - dt.timedelta(days=90)
    Participation.objects.filter(state="active").update(valid_from=begun)
    no = decided(office, offer, "Lund", "no", ago=10)
    form = office.client.get(at(office, "leave", place(office, "Lund").pk) + f"?decision={no.pk}")
    _look, done = saved(office, form)
    row = place(office, "Lund")
    assert (done.status_code, row.state, row.notice_on, row.valid_to) == (303, "active", no.decided_on, no.decided_on)
    assert lagging(office) == []


def test_without_a_no_of_its_body_nobody_goes_before_its_first_day():
    office, offer = concluded()
    yes = decided(office, offer, "Lund", "yes")
    address = at(office, "leave", place(office, "Lund").pk)
    days = {"notice_on": timezone.localdate(), "on": timezone.localdate()}
    for asked in ("", str(yes.pk), "x", "9" * 30):
        page = office.client.get(address, days | {"decision": asked})
        assert (page.status_code, says(page, "It takes part from 1 January 2030. Write a day on or after that.")) == (422, [])


def test_a_yes_after_the_conclusion_joins_late_from_the_first_day_that_it_may():
    office, offer = concluded()
    yes = decided(office, offer, "Ystad", "yes")
    assert (place(office, "Ystad").state, lagging(office)) == ("declined", [("Ystad", "not_in")])
    deed = at(office, "join-late") + f"?decision={yes.pk}"
    assert says(office.get(offer, f"parties/{yes.invitee_id}/"), "It does not take part in the project yet: nothing moves by itself.", deed) == []
    assert says(office.get(offer, ""), "decided yes, does not take part yet") == []
    _look, done = saved(office, office.client.get(deed))
    row = place(office, "Ystad")
    assert (done.status_code, row.state, row.valid_from, row.joins_on_terms) == (303, "active", dt.date(2030, 1, 1), offer.versions.get())
    assert (lagging(office), waits(office)) == ([], {})


@pytest.mark.parametrize("before", ["yes", "no"])
def test_what_was_known_at_the_conclusion_does_not_lag_nor_its_correction(before):
    office, offer = concluded(before=before)
    Participation.objects.filter(organisation=office.places["Ystad"]).update(state="active" if before == "no" else "declined")
    assert lagging(office) == []
    old = office.party(offer, "Ystad").decisions.get()
    make.decision(old.invitee, ruling=before, replaces=old, decided_on=old.decided_on)
    assert lagging(office) == []


def test_the_newest_counts_and_only_of_an_offer_that_binds_and_that_nobody_has_been_asked_after():
    office, offer = concluded()
    decided(office, offer, "Lund", "no", ago=5)
    decided(office, offer, "Hörby", "postponed", ago=3)
    assert lagging(office) == [("Lund", "still_in")]
    decided(office, offer, "Lund", "yes")
    assert lagging(office) == []
    decided(office, offer, "Hörby", "no")
    assert lagging(office) == [("Hörby", "still_in")]
    anew = make.open_offer(office.project)
    invitee = make.invitee(anew, office.places["Hörby"])
    assert lagging(office) == []
    invitee.delete()
    Offer.objects.filter(pk=anew.pk).update(opened_at=None, state="draft")
    make.invitee(anew, office.places["Hörby"])
    assert lagging(office) == [("Hörby", "still_in")]
    other, letters = concluded("intent")
    decided(other, letters, "Lund", "no")
    assert lagging(other) == []
