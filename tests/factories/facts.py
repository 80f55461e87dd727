"""The lists of facts of the three documents (tests/facts/*.tsv): chapter, where in the dossier, the words there, the words in print."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
REFERENCES = ("digital-kompetanse", "skoleadministrativt-system", "e-arkiv-skane")
CHOICES = ("certainty", "frame_certainty", "is_reimbursed", "kind", "role", "side", "split_certainty", "state", "unit")
"""Fields whose printed words are the product's own, in the language of the document."""
STEP = re.compile(r"(\w+)(?:\[(\d+|\*)\])?")


@dataclass(frozen=True)
class Fact:
    chapter: str
    where: str
    stored: str
    printed: str

    @property
    def is_choice(self) -> bool:
        return self.where.rpartition(".")[2] in CHOICES

    def __str__(self) -> str:
        return f"{self.chapter}: {self.where}: {self.stored} | {self.printed}"


def plain(text: str) -> str:
    """One space for every run of white space (no-break spaces too), and no quotation marks of Markdown."""
    return re.sub(r"\s+", " ", re.sub(r"(?m)^> ", "", text)).strip()


def facts_of(reference: str) -> list[Fact]:
    lines = (ROOT / f"tests/facts/{reference}.tsv").read_text(encoding="utf-8").splitlines()
    return [Fact(*(plain(cell) for cell in line.split("\t"))) for line in lines[1:]]


def dossier_of(reference: str) -> dict[str, Any]:
    return json.loads((ROOT / f"portfolio/data/demo/{reference}.json").read_text(encoding="utf-8"))


def values_at(where: str, content: Any) -> list[str]:
    """What stands at a path like `roles[3].holder`, `participants[*].state` or `budget.lines[0].amounts.2007`."""
    found = [content]
    for name, place in STEP.findall(where):
        found = [value[name] for value in found if isinstance(value, dict) and name in value]
        if place == "*":
            found = [value for values in found for value in values]
        elif place:
            found = [values[int(place)] for values in found if int(place) < len(values)]
    return [plain(value if isinstance(value, str) else json.dumps(value)) for value in found]
