"""Mandates as content, without a database."""

import datetime as dt
from dataclasses import replace
from typing import Any

from milestones.riskmatrix import Point
from milestones.timeline import Bar, Mark
from portfolio.documents.content import (
    Approval,
    Chapter,
    Column,
    Fact,
    Items,
    Mandate,
    Matrices,
    Matrix,
    Row,
    Table,
    Text,
    Timeline,
    Words,
)

WORDS = {
    "nb": Words("Innhold", "side", "av", "Sannsynlighet", "Konsekvens", "Milepæler", "Beslutninger"),
    "sv": Words("Innehåll", "sida", "av", "Sannolikhet", "Konsekvens", "Milstolpar", "Beslut"),
    "en-gb": Words("Contents", "page", "of", "Probability", "Impact", "Milestones", "Decisions"),
}


def cells(*texts: str) -> tuple[Text, ...]:
    return tuple(Text(text) for text in texts)


def table(rows: int = 3, caption: str = "Tabell 1. Mål") -> Table:
    found = tuple(Row(cells(str(number), f"Kommunene har nådd mål {number}", "1 000")) for number in range(1, rows + 1))
    head, total = Row(cells("Satsningsområde 3"), "group"), Row(cells("", "Sum", "3 000"), "sum")
    columns = (Column("Nr.", is_number=True), Column("Mål"), Column("Kroner", is_number=True))
    return Table(caption, columns, ((head, *found, total),), notes=("Kilde: strategien.",))


def timeline() -> Timeline:
    bars = (Bar("Fase 1: Forberedelse", dt.date(2007, 6, 1), dt.date(2007, 9, 15)),)
    marks = (Mark("Konkurransen er utlyst", dt.date(2007, 9, 15), "15.09.2007"),)
    return Timeline("Figur 1. Plan", "Tidslinje juni til september 2007.", bars, marks, (Mark("BP 1", dt.date(2007, 6, 30), "30.06.2007"),))


def matrices() -> Matrices:
    return Matrices((Matrix("Før tiltak", "Risiko 1 er 20, høy.", (Point("1", 4, 5),)), Matrix("Etter tiltak", "Risiko 1 er 4, lav.", (Point("1", 2, 2),))))


def names(count: int = 33) -> Items:
    return Items("Tabell 2. Deltakere", tuple(Row(cells(f"Kommune {number}")) for number in range(1, count + 1)), as_names=True)


def chapter(number: int, text: str = "Kommunene vedtok ny strategi.", *blocks: Any, **fields: Any) -> Chapter:
    return Chapter(**{"key": f"k{number}", "number": str(number), "title": f"Kapittel {number}", "text": text, "blocks": blocks} | fields)


def content(*chapters: Chapter, **fields: Any) -> Mandate:
    """A small mandate in Norwegian with one of everything."""
    every = (
        chapter(1, "Se *kapittel 7* og [siden](https://example.test/).\n\n> Sitat.\n\n- ett\n- to", notes=("Mangler i kilden: budsjettet.",)),
        chapter(2, "Målene er disse:", table(), Items("Ressurser", (Row(cells("ledelse")), Row(cells("reise"), is_example=True)))),
        chapter(3, "Planen.", timeline(), matrices(), names()),
    )
    made = Mandate(
        language="nb",
        reference="prosjekt",
        title="Digital kompetanse",
        subtitle="Prosjektmandat",
        kicker="Kongsbergregionen · Mandat · Utkast",
        lead="Sju mål skal nås.",
        head="Digital kompetanse",
        version_line="Utkast: Mandat, versjon 1",
        author="Kongsbergregionen",
        dated=dt.date(2015, 10, 20),
        facts=(Fact("Besluttes av", Text("Rådmannsutvalget")), Fact("Strategi", Text("Regional strategi", lang="sv"))),
        chapters=chapters or every,
        approval=Approval("Godkjenning", "Mandatet gjelder når det er godkjent.", ("For", "Sted og dato", "Underskrift"), ("Rådmannsutvalget, leder",)),
        words=WORDS["nb"],
    )
    return replace(made, **fields)
