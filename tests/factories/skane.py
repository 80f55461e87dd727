"""The offer of 2015 with its 33 municipalities and their inhabitants of 31 December 2014; who answered what is made up."""

import datetime as dt
from typing import Any

from costsharing.models import Scenario
from portfolio.models import Organisation
from portfolio.offers.terms import terms_of
from projects.models import AnswerCondition, Invitee, Offer, Project
from projects.offering import fingerprint
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.figures import figure

YES, DECIDED, NO, SILENT = "yes", "decided", "no", ""
# Name, inhabitants, answer (or what a yes hangs on), and in kronor: the fee if those who join now do (or it with them), and if all 33 do.
SKANE: list[tuple[str, int, Any, int, int]] = [
    ("Bjuv", 14894, SILENT, 99241, 62788),
    ("Bromölla", 12400, SILENT, 94656, 59885),
    ("Burlöv", 17211, {"kind": "with", "name": "Malmö"}, 103475, 65484),
    ("Båstad", 14419, {"kind": "participants", "number": 25}, 98370, 62235),
    ("Eslöv", 32179, DECIDED, 136225, 82904),
    ("Helsingborg", 135344, DECIDED, 332510, 202965),
    ("Hässleholm", 50565, DECIDED, 171207, 104301),
    ("Höganäs", 25298, YES, 123133, 74896),
    ("Hörby", 14927, SILENT, 99301, 62826),
    ("Höör", 15770, DECIDED, 105004, 63807),
    ("Klippan", 16733, YES, 106837, 64928),
    ("Kristianstad", 81826, DECIDED, 230685, 140682),
    ("Kävlinge", 29808, YES, 131714, 80144),
    ("Landskrona", 43574, YES, 157905, 96165),
    ("Lomma", 22946, {"kind": "fee", "number": 120_000_00}, 118658, 72159),
    ("Lund", 115968, DECIDED, 295645, 180415),
    ("Malmö", 318107, SILENT, 502667, 415660),
    ("Osby", 12828, DECIDED, 99407, 60383),
    ("Perstorp", 7174, {"kind": "fee", "number": 75_000_00}, 84955, 53803),
    ("Simrishamn", 18905, YES, 110969, 67456),
    ("Sjöbo", 18415, YES, 110037, 66885),
    ("Skurup", 15167, SILENT, 99741, 63106),
    ("Staffanstorp", 22994, {"kind": "participants", "number": 18}, 118749, 72214),
    ("Svalöv", 13460, SILENT, 96608, 61119),
    ("Svedala", 20248, YES, 113524, 69019),
    ("Tomelilla", 13007, DECIDED, 99747, 60592),
    ("Trelleborg", 42973, YES, 156762, 95465),
    ("Vellinge", 34110, {"kind": "fee", "number": 90_000_00}, 133636, 85151),
    ("Ystad", 28771, YES, 129741, 78938),
    ("Ängelholm", 40229, DECIDED, 151541, 92272),
    ("Åstorp", 15061, SILENT, 99547, 62982),
    ("Örkelljunga", 9733, NO, 0, 56782),
    ("Östra Göinge", 13864, SILENT, 97351, 61589),
]
FEW = SKANE[3:9]
LATER = dt.datetime(2099, 9, 30, 22, tzinfo=dt.UTC)
RULE = {
    "parts": [
        {"label": "Lika del", "key": "equal", "fraction": "1/2"},
        {"label": "Efter invånare", "key": "figure", "figure": "population", "fraction": "1/2"},
    ]
}


def planned(rows: list[tuple[str, int, Any, int, int]], rule: dict[str, Any] = RULE) -> tuple[Project, dict[str, Organisation], Scenario]:
    """A project, whom it will be offered to with their inhabitants, and the rule tried on 3,000,000 kronor."""
    region = portfolio.region(country="SE", currency="SEK", language="sv", time_zone="Europe/Stockholm")
    project = projects.project(region, starts_on=dt.date(2016, 1, 1))
    places = {name: portfolio.municipality(name, country="SE") for name, *_ in rows}
    for name, inhabitants, *_ in rows:
        figure(places[name], inhabitants, date=dt.date(2014, 12, 31))
    scenario = Scenario.objects.create(project=project, year=2016, name="A", definition=rule, base_minor=3_000_000_00, figures_on=dt.date(2014, 12, 31))
    return project, places, scenario


def asked(rows: list[tuple[str, int, Any, int, int]], rule: dict[str, Any] = RULE, closes_at: dt.datetime = LATER, **fields: Any) -> Offer:
    """Sent with terms that are drawn from a project with that rule, and answered."""
    project, places, scenario = planned(rows, rule)
    offer = make.offer(project, **fields)
    terms = terms_of(offer, scenario, places.values())
    offer.state, offer.opened_at, offer.closes_at = "open", dt.datetime(2015, 6, 15, tzinfo=dt.UTC), closes_at
    offer.save()
    version = make.version(offer, terms=terms, terms_sha256=fingerprint(terms))
    by = portfolio.user()
    for name, _inhabitants, said, *_ in rows:
        respond(make.invitee(offer, places[name]), said, places, version=version, by=by)
    return offer


def respond(party: Invitee, said: Any, places: dict[str, Any], **fields: Any) -> None:
    if isinstance(said, dict):
        given = make.answer(party, "joins_if", **fields)
        condition = {key: value for key, value in said.items() if key != "name"}
        AnswerCondition.objects.create(answer=given, **condition, **({"organisation": places[said["name"]]} if "name" in said else {}))
    elif said:
        make.answer(party, "declines" if said == NO else "joins", **fields)
    if said in (DECIDED, NO):
        make.decision(party, ruling="no" if said == NO else "yes")


def many(count: int) -> list[tuple[str, int, Any, int, int]]:
    """Rows for so many municipalities, with answers of all kinds; what each has follows from its number, so that every run makes the same."""
    kinds = (YES, DECIDED, {"kind": "participants", "number": count // 2}, SILENT, YES, {"kind": "fee", "number": 20_000_00}, DECIDED, SILENT, NO, YES)
    return [(f"Kommun {number:03d}", 1500 + number * 7919 % 90_000, kinds[number % len(kinds)], 0, 0) for number in range(count)]
