"""A small dossier in which every field of every section is filled, and what the database must have for it."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.apps import apps

from portfolio.models import Organisation, Region
from projects.models import MandateTemplate, TemplateChapter
from tests.factories import portfolio, projects


def ground() -> Region:
    """A region, two municipalities, a template and the project that the dossier's follows."""
    region = portfolio.region("fjordane")
    for code, name in (("4640", "Sogndal"), ("4647", "Sunnfjord")):
        Organisation.objects.create(country="NO", kind="municipality", code=code, name=name)
    template = MandateTemplate.objects.create(key="plp", title_sv="x", title_nb="x", title_en="x")
    for position, key in enumerate(("background", "situation"), 1):
        TemplateChapter.objects.create(template=template, key=key, position=position, title_sv="x", title_nb="x", title_en="x")
    projects.project(region, "forprosjekt")
    return region


def everything() -> dict[str, set[str]]:
    """All rows of all tables of ours, history included, so that whatever is written shows."""
    models = [model for app in ("portfolio", "projects", "costsharing", "milestones") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: set(map(str, model._default_manager.values_list())) for model in models}


def history_since_ground() -> list[Any]:
    """Every row of history that an import has written: all but those of the region's ground and of people."""
    models = [model for app in ("portfolio", "projects", "costsharing", "milestones") for model in apps.get_app_config(app).get_models()]
    history = [row for model in models if hasattr(model, "history_user") for row in model._default_manager.all()]
    return [row for row in history if row.history_change_reason]


def write(folder: Path, dossier: dict[str, Any], name: str = "dossier.json") -> Path:
    path = folder / name
    path.write_text(text(dossier), "utf-8")
    return path


def text(dossier: dict[str, Any]) -> str:
    return json.dumps(dossier, ensure_ascii=False, indent=2) + "\n"


def least() -> dict[str, Any]:
    """Nothing but what must be there."""
    project = {"reference": "lite", "name": "Lite", "kind": "pre_study", "stage": "idea", "status": "draft", "language": "nb"}
    return {"format": "samverk-dossier", "version": 1, "region": "fjordane", "project": project}


def complete() -> dict[str, Any]:
    return deepcopy(COMPLETE)


def changeable() -> dict[str, Any]:
    """The complete one without what never changes, and without what that holds on to."""
    return {key: value for key, value in complete().items() if key not in ("decisions", "reports", "baselines")}


LIGHTS = ("time", "cost", "quality", "risk", "scope", "benefit")
COMPLETE: dict[str, Any] = {
    "format": "samverk-dossier",
    "version": 1,
    "region": "fjordane",
    "project": {
        "reference": "felles-arkiv",
        "name": "Felles arkiv – «éin veg inn»",
        "kind": "main_project",
        "stage": "mandate",
        "status": "on_track",
        "status_on": "2016-02-29",
        "language": "nb",
        "summary": "Eitt arkiv for alle.\nLinje to.",
        "starts_on": "2016-01-01",
        "ends_on": "2016-12-01",
        "dates_precision": "month",
        "case_number": "16/00123",
        "source": "Prosjektmandat, versjon 3",
        "follows": "forprosjekt",
        "focus_area": {"strategy": "digital-2016", "area": "Kompetanse"},
    },
    "bodies": [{"name": "Rådmannsutvalet", "kind": "directors_committee"}, {"name": "Styringsgruppa", "kind": "steering_group"}],
    "strategies": [
        {
            "key": "digital-2016",
            "name": "Digitaliseringsstrategi",
            "adopted": "våren 2015",
            "valid_from": 2016,
            "valid_to": 2018,
            "area_count": 9,
            "areas": [
                {"number": 2, "name": "Leiing", "goal_count": 6, "description": "Leiing og IKT", "goals": [{"number": 4, "text": "Gevinstar tek tid"}]},
                {"number": 3, "name": "Kompetanse", "goals": [{"number": 1, "text": "Endring"}, {"number": 2, "text": "Innkjøp"}]},
            ],
        }
    ],
    "checklist": [{"text": "Er deltakarane høyrde?"}, {"text": "Heng budsjettet i hop?"}, {"text": "Er alt klart?", "is_retired": True}],
    "goals": [
        {"strategy": "digital-2016", "area": "Kompetanse", "number": 2},
        {"strategy": "digital-2016", "area": "Kompetanse", "number": 1},
        {"strategy": "digital-2016", "area": "Leiing", "number": 4},
    ],
    "objectives": [{"kind": "main", "text": "Arkiv innan utgangen av perioden", "year": "2016–2018", "due_on": "2018-12-31"}, {"kind": "sub", "text": "Plan"}],
    "deliverables": [{"title": "Opplæringsplan", "text": "Felles for alle"}, {"title": "Sluttrapport"}],
    "roles": [
        {
            "role": "steering_group",
            "holder": "Rådmennene",
            "body": "Styringsgruppa",
            "duty": "Tek avgjerder",
            "valid_from": "2016-01-01",
            "valid_to": "2018-12-31",
        },
        {"role": "owner", "organisation": {"country": "NO", "code": "4640"}},
        {"role": "partner", "organisation": {"country": "NO", "kind": "company", "name": "Vestland IKT AS"}},
        {"role": "manager", "holder": "Ikkje utpeikt"},
    ],
    "participants": [
        {
            "country": "NO",
            "code": "4640",
            "state": "left",
            "certainty": "example",
            "valid_from": "2014-01-01",
            "valid_to": "2015-12-31",
            "notice_on": "2015-01-31",
            "joining_fee_minor": 500000,
            "note": "Prøvde",
        },
        {"country": "NO", "code": "4640", "state": "active", "valid_from": "2016-01-01"},
        {"country": "NO", "code": "4647", "state": "invited"},
        {"country": "NO", "kind": "company", "name": "Vestland IKT AS", "state": "observer"},
    ],
    "commitments": [
        {
            "side": "one",
            "organisation": {"country": "NO", "code": "4647"},
            "title": "Koordinator",
            "text": "Om lag 5 % av ei stilling",
            "persons": 1,
            "least": 5,
            "most": 10,
            "unit": "post_percent",
            "certainty": "approximate",
            "is_reimbursed": True,
        },
        {"side": "each", "title": "Møte", "persons": 0, "least": 0, "unit": "meetings"},
    ],
    "resources": [{"title": "Prosjektleiar", "text": "Halv stilling"}],
    "phases": [
        {"number": 1, "name": "Kartlegging", "starts_on": "2016-01-01", "ends_on": "2016-03-31"},
        {"number": 2, "name": "Innføring", "starts_on": "2016-03-01", "ends_on": "2016-12-31", "is_confirmed": True},
    ],
    "milestones": [
        {"text": "Kart ferdig", "phase": 2, "planned_on": "2016-03-01", "precision": "month", "forecast_on": "2016-04-01", "reached_on": "2016-04-02"},
        {"text": "Fyrste møte", "planned_on": "2016-01-15", "is_confirmed": True},
    ],
    "tasks": [
        {"text": "Sende ut spørsmåla", "owner": "Prosjektgruppa", "phase": 1, "starts_on": "2016-01-04", "due_on": "2016-01-20", "done_on": "2016-01-19"},
        {"text": "Bestille lokale", "due_on": "2016-02-01", "is_confirmed": True},
    ],
    "decision_points": [
        {
            "number": 1,
            "question": "Godkjenne mandatet",
            "body": "Rådmannsutvalet",
            "planned_on": "2015-10-31",
            "proposal": "Styringsgruppa godkjenner mandatet.\nRamma står ved lag.",
            "if_waiting": "Prosjektet startar eit halvt år seinare",
            "recommended": "changes",
            "basis": "Notat frå styringsgruppa\nBudsjett",
            "mandate_version": "versjon 3",
            "mandate_dated_on": "2015-10-15",
            "is_confirmed": True,
            "answers": [{"item": 1, "reply": "yes", "comment": "to møte"}, {"item": 3, "comment": "nesten"}],
        },
        {"number": 2, "question": "Gå vidare", "body": "Styringsgruppa", "planned_on": "2016-01-01", "precision": "year"},
        {"question": "Avslutte"},
    ],
    "success_factors": [{"text": "Forankring", "measure": "Rådmenn i styringsgruppa"}],
    "risks": [
        {
            "kind": "risk",
            "text": "For lite tid",
            "cause": "Mange prosjekt",
            "consequence": "Utsetjing",
            "probability": 4,
            "impact": 3,
            "probability_after": 2,
            "impact_after": 3,
            "certainty": "example",
            "is_confidential": True,
            "owner": "prosjektleiar",
            "strategy": "reduce",
            "status": "closed",
            "closed_because": "Stillinga er fylt",
            "in_portfolio": True,
            "measures": [{"text": "Plan", "owner": "prosjektleiar", "due_on": "2016-02-01", "done_on": "2016-01-30"}, {"text": "Frikjøp"}],
            "hits": [{"country": "NO", "code": "4640"}, {"country": "NO", "kind": "company", "name": "Vestland IKT AS"}],
            "reviews": [
                {"reviewed_on": "2016-02-01", "probability": 3, "impact": 3, "note": "Betre,\nikkje bra"},
                {"reviewed_on": "2016-03-01", "probability": 1, "impact": 3},
            ],
        },
        {"kind": "opportunity", "text": "Fleire blir med", "strategy": "use"},
    ],
    "benefits": [
        {
            "kind": "freed",
            "text": "Tid til anna",
            "indicator": "timar",
            "unit": "t/år",
            "baseline": "0",
            "baseline_on": "2016-01-01",
            "target": "200",
            "target_on": "2018-12-31",
            "owner": "arkivleiar",
            "owners": [
                {"country": "NO", "code": "4640", "owner": "arkivar"},
                {"country": "NO", "kind": "company", "name": "Vestland IKT AS", "owner": "leiar"},
            ],
            "measurements": [
                {"measured_on": "2017-01-01", "value_hundredths": -100, "organisation": {"country": "NO", "code": "4640"}, "note": "fyrste året"},
                {"measured_on": "2017-01-01", "value_hundredths": 5050},
            ],
        },
        {"kind": "quality", "text": "Betre svar"},
    ],
    "budget": {
        "frame_minor": 300000000,
        "frame_certainty": "approximate",
        "note": "Rullerast årleg",
        "lines": [
            {
                "text": "Prosjektleiing",
                "kind": "management",
                "phase": 2,
                "certainty": "example",
                "note": "halv stilling",
                "amounts": {"2016": 40000000, "2017": 0},
            },
            {"text": "Reiser", "kind": "meetings"},
        ],
        "funding": [
            {
                "text": "Kommunane",
                "kind": "cash",
                "certainty": "approximate",
                "note": "vedteke",
                "split": "Halvparten likt,\nresten etter folketal",
                "split_certainty": "example",
                "amounts": {"2016": 35000000, "2017": -1},
            },
            {
                "text": "Statstilskot",
                "kind": "grant",
                "grant_state": "sought",
                "grant_terms": "halvparten eigne midlar",
                "apply_by": "2015-11-01",
                "amounts": {"2016": 100},
            },
        ],
        "local_costs": [
            {
                "text": "Eigne lisensar",
                "amounts": [
                    {"country": "NO", "code": "4640", "year": 2016, "minor": 5000},
                    {"country": "NO", "code": "4640", "year": 2017, "minor": 0},
                    {"country": "NO", "kind": "company", "name": "Vestland IKT AS", "year": 2016, "minor": 100},
                ],
            }
        ],
    },
    "open_points": [
        {"kind": "gap", "text": "Milepålane manglar", "chapter": "situation", "due_on": "2016-01-31", "done_on": "2016-02-01"},
        {"kind": "clarify", "text": "Kven?"},
    ],
    "source_notes": [{"subject": "Perioden", "reading": "2016–2018", "other_reading": "2015–2018", "chapter": "background", "note": "Teksten rår"}],
    "mandate": {
        "template": "plp",
        "title": "Prosjektmandat",
        "subtitle": "Felles arkiv",
        "version_label": "0.9",
        "author": "kontoret",
        "dated_on": "2015-10-01",
        "dated_precision": "month",
    },
    "chapters": {"background": "# Bakgrunn\n\n<script>alert(1)</script> & «tekst»\n", "situation": "No:\n\t- éin\n\t- to", "appendix": "Sist"},
    "decisions": [
        {
            "number": 7,
            "point": 1,
            "point_number": 1,
            "question": "Godkjenne mandatet",
            "basis": "Notat frå styringsgruppa",
            "mandate_version": "versjon 3",
            "mandate_dated_on": "2015-10-15",
            "checklist": [{"text": "Er deltakarane høyrde?", "reply": "yes", "comment": "to møte"}, {"text": "Heng budsjettet i hop?"}],
            "body": "Styringsgruppa",
            "met_on": "2015-10-31",
            "outcome": "postpone",
            "text": "Saka vert utsett.",
            "paragraph": "§ 9",
            "case_number": "15/77",
            "dissent": "Éin røysta imot.\nGrunngjeve.",
            "recorded_on": "2015-11-02",
            "conditions": [
                {"text": "Nytt budsjett,\nlinje for linje", "due_on": "2015-12-01", "done_on": "2015-11-30", "done_note": "sendt"},
                {"text": "Rapport", "due_on": "2016-02-01"},
            ],
        },
        {
            "number": 9,
            "point": 1,
            "point_number": 1,
            "question": "Godkjenne mandatet",
            "body": "Styringsgruppa",
            "met_on": "2015-10-31",
            "outcome": "changes",
            "text": "Mandatet er godkjent med endringar.",
            "recorded_on": "2015-11-05",
            "replaces": 7,
            "reason": "Feil utfall",
        },
    ],
    "reports": [
        {
            "number": 1,
            "period_from": "2016-01-01",
            "period_to": "2016-01-31",
            "status": "watch",
            "summary": "I gang.",
            **{f"{name}{end}": value for name in LIGHTS for end, value in (("", "watch"), ("_comment", "Knapt\nmed folk"))},
            "forecast_minor": 310000000,
            "next_decision": "Gå vidare",
            "facts": {
                "on": "2016-02-01",
                "currency": "NOK",
                "budget_minor": 300000000,
                "budget_certainty": "approximate",
                "gaps": [{"year": 2016, "minor": -100}],
                "slips": [{"text": "Kart ferdig", "planned_on": "2016-03-01", "precision": "month", "days": 0}],
                "levels": {"low": 1, "medium": 0, "high": 1},
                "red": [{"text": "For lite tid", "score": 15}],
                "next": {"number": 2, "question": "Gå vidare", "body": "Styringsgruppa", "on": "2016-01-01", "precision": "year", "outcome": "postpone"},
                "passed": [
                    {"number": 1, "question": "Begynne", "body": "Styringsgruppa", "on": "2016-01-15", "precision": "day", "outcome": "send_back"},
                    {"question": "Kjøpe", "on": "2016-01-16", "precision": "day"},
                ],
                "gained": [{"text": "Tid til anna", "unit": "t/år", "value": -100, "on": "2016-01-31"}],
            },
            "sent_on": "2016-02-01",
        },
        {
            "number": 3,
            "period_from": "2016-02-01",
            "period_to": "2016-02-29",
            "status": "on_track",
            **dict.fromkeys(LIGHTS, "good"),
            "facts": {"on": "2016-03-01", "currency": "NOK", "next": {"question": "Avslutte", "on": "2016-12-31", "precision": "day"}},
            "sent_on": "2016-03-01",
        },
    ],
    "baselines": [
        {"number": 1, "reason": "Tom plan", "frozen_on": "2015-10-01"},
        {
            "number": 2,
            "reason": "Vedteken med mandatet",
            "decision": 9,
            "frozen_on": "2015-11-05",
            "rows": [
                {"kind": "phase", "row": 1, "text": "Kartlegging", "starts_on": "2016-01-01", "ends_on": "2016-03-01"},
                {"kind": "task", "row": 2, "text": "Bestille lokale", "ends_on": "2016-02-01"},
                {"kind": "milestone", "row": 1, "text": "Kart ferdig", "ends_on": "2016-02-01", "precision": "month"},
                {"kind": "milestone", "text": "Teke bort sidan", "ends_on": "2016-02-02"},
                {"kind": "decision", "row": 3, "text": "Avslutte"},
            ],
        },
    ],
}
