"""Every fact of the three documents stands in its dossier (in print: documents/test_facts_in_print.py), and nobody is named there."""

import re
from typing import Any

import pytest

from tests.factories.facts import REFERENCES, Fact, dossier_of, facts_of, plain, values_at

LEAST = {"digital-kompetanse": 127, "skoleadministrativt-system": 110, "e-arkiv-skane": 134}
"""How many facts each list holds at least, so that none can be emptied in silence."""


def is_stored(fact: Fact, dossier: dict[str, Any]) -> bool:
    if fact.where == "text":
        return fact.stored in plain(dossier["chapters"].get(fact.chapter, ""))
    values = values_at(fact.where, dossier)
    return bool(values) and all(value == fact.stored for value in values)


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_fact_stands_in_the_dossier(reference: str) -> None:
    dossier, facts = dossier_of(reference), facts_of(reference)
    assert [str(fact) for fact in facts if not is_stored(fact, dossier)] == []
    assert len(set(facts)) == len(facts) >= LEAST[reference]


CONTACT = re.compile(r"@|\b\d{8}\b|\b(?:\d{2} ){3}\d{2}\b|\b(?:tel|telefon|mobil)\b|\((?:to )?(?:navn|namn|name)\)", re.IGNORECASE)
TWO_CAPITALS = re.compile(r"\b[A-ZÅÄÖÆØ][a-zåäöæøé]+(?: [A-ZÅÄÖÆØ]\.)?[ -][A-ZÅÄÖÆØ][a-zåäöæøé]+\b")
NOT_PEOPLE = {
    "Kommunförbundet Skåne",
    "Kommunförbundet Skånes",
    "Prosjektmandat Hovedprosjekt",
    "Regional Digitaliseringsstrategi",
    "Øvre Eiker",
}


def texts_in(content: Any) -> list[str]:
    if isinstance(content, dict):
        return [text for value in content.values() for text in texts_in(value)]
    if isinstance(content, list):
        return [text for value in content for text in texts_in(value)]
    return [content] if isinstance(content, str) else []


def people_in(content: Any) -> list[str]:
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
