"""What somebody's no, joining or leaving changes beside the money: the offer's verdict, promises that fall away, what rests on the older participants."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from milestones.models import Benefit, BenefitOwner, DecisionPoint, Risk, RiskParty
from portfolio.models import Document, Meeting, MeetingDocument, Organisation
from portfolio.offers.ripple import Ripple, declines, joins, leaves, ripple_of
from portfolio.offers.terms import terms_of
from projects.models import AnswerCondition, Commitment, Mandate, MandateDocument, MandateTemplate, Offer, OfferVersion, Participation, Project
from projects.offering import fingerprint
from projects.queries.offers import own_terms
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.shared_costs import KR, decided, scenario, shared, taking

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)


def offered(project: Project, who: dict[str, Organisation], **fields: Any) -> Offer:
    """Lund and Bjuv have said yes; Hörby, if three join and it pays at most 30 000."""
    offer = make.offer(project, state="open", opened_at=timezone.now(), closes_at=timezone.now() + make.LAST_DAY, least_participants=2, **fields)
    terms = terms_of(offer, scenario(project, who="chosen", name="Erbjudandet"), list(who.values()))
    OfferVersion.objects.create(offer=offer, number=1, terms=terms, terms_sha256=fingerprint(terms), sent_at=timezone.now(), sent_by=portfolio.user())
    for name, place in who.items():
        answer = make.answer(make.invitee(offer, place), "joins_if" if name == "Hörby" else "joins")
        if name == "Hörby":
            AnswerCondition.objects.create(answer=answer, kind="participants", number=3)
            AnswerCondition.objects.create(answer=answer, kind="fee", number=30_000 * KR)
    return offer


def rows(ripple: Ripple) -> dict[str, tuple[int | None, int | None, int]]:
    assert ripple.offer
    return {row.name: (row.before, row.after, row.difference) for row in ripple.offer.rows}


def test_a_no_in_an_open_offer_takes_another_along_and_the_start_falls():
    project, who = shared()
    offered(project, who)
    ripple = ripple_of(project, [declines(who["Lund"])], TODAY)
    assert ripple.offer
    assert (ripple.offer.before.starts, ripple.offer.after.starts, ripple.offer.is_over) == (True, False, False)
    assert rows(ripple) == {
        "Bjuv": (21_666_67, 100_000 * KR, 78_333_33),
        "Hörby": (26_666_67, None, -26_666_67),
        "Lund": (51_666_66, None, -51_666_66),
    }
    with translation.override("en"):
        assert [(each.name, each.because) for each in ripple_of(project, [declines(who["Lund"])], TODAY).offer.falls] == [  # type: ignore[union-attr]
            ("Hörby", ("asks for at least 3 participants; 2 join", "pays at most SEK\u00a030,000; it would be SEK\u00a058,333.33"))
        ]
    assert [(was.has, then.has, then.holds) for was, then in ripple.offer.reasons] == [(3, 1, False)]
    assert (len(ripple.taking_part), ripple.will_take_part, ripple.offer.sums.difference) == (3, 2, 0)
    assert [(row.name) for year in ripple.money.years for row in year.rows] == []


def test_who_leaves_a_concluded_offer_is_held_against_those_it_was_concluded_with():
    project, who = shared()
    at = timezone.now()
    offer = offered(project, who)
    joined = {"joins": [who["Bjuv"].pk, who["Hörby"].pk, who["Lund"].pk]}
    over = {"state": "concluded", "outcome": "starts", "closed_at": at, "concluded_at": at, "concluded_by": portfolio.user(), "conclusion": joined}
    Offer.objects.filter(pk=offer.pk).update(**over)
    ripple = ripple_of(project, [leaves(who["Bjuv"], dt.date(2026, 6, 30))], TODAY)
    assert ripple.offer
    assert (ripple.offer.is_over, ripple.offer.after.starts, [each.name for each in ripple.offer.falls]) == (True, False, ["Hörby"])
    assert ripple_of(project, [joins(taking(project, "Eslöv", 1, state=""), TODAY)], TODAY).offer is None


def test_an_offer_without_a_cost_counts_heads_and_one_that_fell_through_counts_nothing():
    project, who = shared()
    offer = make.open_offer(project, least_participants=3)
    for place in who.values():
        make.answer(make.invitee(offer, place), "joins")
    ripple = ripple_of(project, [declines(who["Lund"])], TODAY)
    assert ripple.offer
    assert (ripple.offer.before.starts, ripple.offer.after.starts, ripple.offer.rows, ripple.offer.has_fees) == (True, False, (), False)
    assert own_terms(offer)["threshold"]["participants"] == 3
    assert ripple_of(project, [declines(taking(project, "Eslöv", 1, state=""))], TODAY).offer is None
    at = timezone.now()
    over = {"state": "concluded", "outcome": "does_not_start", "closed_at": at, "concluded_at": at, "concluded_by": portfolio.user()}
    Offer.objects.filter(pk=offer.pk).update(**over)
    assert ripple_of(project, [declines(who["Lund"])], TODAY).offer is None


def test_what_falls_away_with_it_and_what_rests_on_the_older_participants():
    project, who = shared()
    lund, bjuv = who["Lund"], who["Bjuv"]
    for number, place in enumerate((lund, bjuv), 1):
        Commitment.objects.create(project=project, position=number, side="one", organisation=place, title=f"Samordnare {place}")
        projects.role(project, "expert", organisation=place)
    for number, is_confidential in enumerate((False, True), 1):
        risk = Risk.objects.create(project=project, position=number, text=f"Risk {number}", kind="risk", is_confidential=is_confidential)
        RiskParty.objects.create(risk=risk, organisation=lund)
    benefit = Benefit.objects.create(project=project, position=1, text="Nytta", kind="direct")
    BenefitOwner.objects.create(benefit=benefit, organisation=lund)
    offer = make.open_offer(project)
    for place, ruling, words in ((bjuv, "yes_if", "Minst tre"), (who["Hörby"], "yes", ""), (lund, "yes", "")):
        make.decision(make.invitee(offer, place), ruling=ruling, conditions=words)
    older = papers(project)
    ripple = ripple_of(project, [leaves(lund, dt.date(2026, 6, 30))], TODAY)
    held = ripple.promises
    assert ([each.title for each in held.commitments], len(held.roles), [each.risk.text for each in held.risks]) == (["Samordnare Lund"], 1, ["Risk 1"])
    assert [each.benefit.text for each in held.benefits] == ["Nytta"]
    assert ([each.conditions for each in ripple.older.conditional], len(ripple.older.plain)) == (["Minst tre"], 1)
    found = (ripple.older.mandates, [each.document for each in ripple.older.packs], [each.number for each in ripple.older.versions])
    assert found == ([older["mandate"]], [older["pack"]], [1])
    joining = ripple_of(project, [joins(taking(project, "Eslöv", 1, state=""), TODAY)], TODAY)
    assert (bool(joining.promises), bool(joining.older), joining.will_take_part) == (False, True, 4)


def papers(project: Project) -> dict[str, Document]:
    template = MandateTemplate.objects.create(key="x", title_sv="x", title_nb="x", title_en="x")
    mandate = Mandate.objects.create(project=project, template=template, title="Direktiv", version_label="1")
    row = {"region": project.region, "language": "sv", "content": {}, "requested_at": timezone.now()}
    ready = {"state": "ready", "file": "a.pdf", "sha256": "a", "size": 1, "ready_at": timezone.now()}
    made = {kind: Document.objects.create(kind=kind, title=kind, content_sha256=kind, **row, **ready) for kind in ("mandate", "pack")}
    waiting = Document.objects.create(kind="mandate", title="b", content_sha256="b", **row)
    for each in (made["mandate"], waiting):
        MandateDocument.objects.create(mandate=mandate, document=each)
    body = portfolio.body(project.region)
    meeting = Meeting.objects.create(body=body, date=TODAY)
    for number in (1, 2):
        DecisionPoint.objects.create(project=project, position=number, question="?", body=body, meeting=meeting)
    MeetingDocument.objects.create(meeting=meeting, document=made["pack"])
    return made


def test_what_was_seen_differs_once_anything_of_it_does():
    project, who = shared()
    change = [leaves(who["Lund"], dt.date(2026, 6, 30))]
    seen = [ripple_of(project, change, TODAY).seen]
    decided(project)
    seen.append(ripple_of(project, change, TODAY).seen)
    offered(project, who)
    seen.append(ripple_of(project, change, TODAY).seen)
    Participation.objects.filter(organisation=who["Bjuv"]).delete()
    seen.append(ripple_of(project, change, TODAY).seen)
    assert (len(set(seen)), ripple_of(project, change, TODAY).seen) == (4, seen[-1])
