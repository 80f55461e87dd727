"""Every fact of the three documents stands in its dossier, and on paper in its own chapter (tests/facts/*.tsv)."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCES = {"digital-kompetanse": 120, "skoleadministrativt-system": 100, "e-arkiv-skane": 120}
"""Each dossier and how many facts its list holds at least, so that a list cannot be emptied in silence."""
STEP = re.compile(r"(\w+)(?:\[(\d+|\*)\])?")


@dataclass(frozen=True)
class Fact:
    chapter: str
    where: str
    stored: str
    printed: str

    def __str__(self) -> str:
        return f"{self.chapter}: {self.where}: {self.stored}"


def plain(text: str) -> str:
    """One space for every run of white space (no-break spaces too), and no Markdown quotation marks."""
    return re.sub(r"\s+", " ", re.sub(r"(?m)^> ", "", text)).strip()


def facts_of(reference: str) -> list[Fact]:
    lines = (ROOT / f"tests/facts/{reference}.tsv").read_text(encoding="utf-8").splitlines()
    return [Fact(*(plain(cell) for cell in line.split("\t"))) for line in lines[1:]]


def dossier_of(reference: str) -> dict:
    return json.loads((ROOT / f"portfolio/data/demo/{reference}.json").read_text(encoding="utf-8"))


def values_at(where: str, content: object) -> list[str]:
    """What stands at a path like `roles[3].holder`, `participants[*].state` or `budget.lines[0].amounts.2007`."""
    found = [content]
    for name, place in STEP.findall(where):
        found = [value[name] for value in found if isinstance(value, dict) and name in value]
        if place == "*":
            found = [value for values in found for value in values]
        elif place:
            found = [values[int(place)] for values in found if int(place) < len(values)]
    return [plain(value if isinstance(value, str) else json.dumps(value)) for value in found]


def is_stored(fact: Fact, dossier: dict) -> bool:
    if fact.where == "text":
        return fact.stored in plain(dossier["chapters"].get(fact.chapter, ""))
    values = values_at(fact.where, dossier)
    return bool(values) and all(value == fact.stored for value in values)


@pytest.mark.parametrize(("reference", "least"), REFERENCES.items())
def test_every_fact_stands_in_the_dossier(reference: str, least: int) -> None:
    dossier, facts = dossier_of(reference), facts_of(reference)
    assert [str(fact) for fact in facts if not is_stored(fact, dossier)] == []
    assert len(facts) >= least


@pytest.mark.parametrize("reference", REFERENCES)
def test_no_fact_is_listed_twice(reference: str) -> None:
    facts = facts_of(reference)
    assert len(set(facts)) == len(facts)


def texts_in(content: object) -> list[str]:
    if isinstance(content, dict):
        return [text for value in content.values() for text in texts_in(value)]
    if isinstance(content, list):
        return [text for value in content for text in texts_in(value)]
    return [content] if isinstance(content, str) else []


CONTACT = re.compile(r"@|\b\d{8}\b|\b(?:\d{2} ){3}\d{2}\b|\b(?:tel|telefon|mobil)\b|\((?:to )?(?:navn|namn|name)\)", re.IGNORECASE)
TWO_CAPITALS = re.compile(r"\b[A-ZÅÄÖÆØ][a-zåäöæøé]+(?: [A-ZÅÄÖÆØ]\.)?[ -][A-ZÅÄÖÆØ][a-zåäöæøé]+\b")
NOT_PEOPLE = {
    "Kommunförbundet Skåne",
    "Kommunförbundet Skånes",
    "Prosjektmandat Hovedprosjekt",
    "Regional Digitaliseringsstrategi",
    "Øvre Eiker",
}


def people_in(content: object) -> list[str]:
    """What may name or reach a person: two words with capitals, a place left for a name, a mail address, a telephone number."""
    texts = [plain(text) for text in texts_in(content)]
    contacts = [text for text in texts if CONTACT.search(text)]
    return contacts + sorted({name for text in texts for name in TWO_CAPITALS.findall(text)} - NOT_PEOPLE)


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_dossier_names_functions_and_no_people(reference: str) -> None:
    assert people_in(dossier_of(reference)) == []


@pytest.mark.parametrize(
    "text", ["Prosjektleder: Kari Nordmann", "Anna-Lisa leder", "Svar til post@eksempel.no", "Prosjektledelse: (navn)", "Ring 12 34 56 78"]
)
def test_a_name_or_a_way_to_reach_somebody_is_found(text: str) -> None:
    assert len(people_in({"roles": [{"holder": text}]})) == 1
