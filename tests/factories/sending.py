"""An offer that was sent as the office sends it: with links that open and mails that wait."""

import datetime as dt
from typing import Any

from django.utils import timezone

from portfolio.access.roles import Role
from projects.actions.offers import Recipient, draft, send
from projects.models import AnswerLink, Offer
from projects.offering import Binding, fingerprint
from projects.queries.offers import own_terms
from tests.factories import portfolio, projects

DAY = dt.timedelta(days=1)


def case(*codes: str) -> dict[str, Any]:
    people = {code: {"value": 10_000 * (1 + place), "source": "SCB", "date": "2014-12-31"} for place, code in enumerate(codes)}
    return {
        "currency": "SEK",
        "unit": "1",
        "base": "3000000",
        "participants": [{"code": code, "name": f"K {code}", "figures": {"population": figure}} for code, figure in people.items()],
        "parts": [
            {"label": "Lika del", "key": "equal", "fraction": "1/2"},
            {"label": "Efter invånare", "key": "figure", "figure": "population", "fraction": "1/2"},
        ],
    }


def terms(offer: Offer, *codes: str, **more: Any) -> dict[str, Any]:
    project = {"name": "e-arkiv", "summary": "", "language": "sv", "starts_on": "2030-01-01", "ends_on": "2030-12-01", "precision": "month"}
    promise = {"title": "Experter", "text": "", "persons": None, "least": 2, "most": 3, "unit": "meetings", "certainty": "approximate", "is_reimbursed": True}
    found = {"offer": own_terms(offer), "region": "Kommunförbundet", "currency": "SEK", "project": project, "deliverables": [{"title": "Nätverk", "text": ""}]}
    return found | {"commitments": [promise | {"side": "each"}], "attachments": [], "cost": {"year": 2030, "case": case(*codes)} if codes else None} | more


def sent(names: tuple[str, ...] = ("Hörby", "Lund", "Malmö"), language: str = "en-gb") -> Offer:
    region = portfolio.region(country="SE", currency="SEK", time_zone="Europe/Stockholm", language="sv", name="Kommunförbundet")
    project = projects.project(region)
    by = portfolio.person_with(Role.COORDINATOR, region)
    offer = draft(project=project, title="Långsiktigt e-arkiv", binding=Binding.FORMAL, by=by, closes_at=timezone.now() + 30 * DAY)
    places = [portfolio.municipality(name, country="SE") for name in names]
    said = terms(offer, *(each.code for each in places))
    to = [Recipient(each, f"direktor@{each.code}.example", language, "Kommundirektör", mailbox=f"post@{each.code}.example") for each in places]
    send(offer=offer, terms=said, shown=fingerprint(said), recipients=to, by=by)
    offer.refresh_from_db()
    offer.by = by  # type: ignore[attr-defined]
    return offer


def link_of(offer: Offer, name: str = "Hörby") -> AnswerLink:
    return AnswerLink.objects.get(invitee__offer=offer, invitee__organisation__name=name, revoked_at__isnull=True)
