"""An offer as a whole, the same for every party: what is delivered, what each side commits to, when, by which rule, and on what terms one joins."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from costsharing.stored import POPULATION
from costsharing.telling import table_sources
from costsharing.wording.numbers import figure_name, listed
from portfolio.documents.content import Column, Fact, Row, Table, Text
from portfolio.documents.cost import MOST_COLUMNS, MOST_ROWS, cells, check, heads, sums
from portfolio.documents.offerpaper import Part, Whole
from portfolio.documents.offers.facts import Facts
from portfolio.documents.offers.sheet import shared
from portfolio.documents.phrases import capital, sentence, table
from portfolio.documents.tables import commitments
from portfolio.lib import formats
from portfolio.lib.alphabet import place
from portfolio.templatetags.portfolio_format import money, number
from projects.models import Commitment
from projects.models.offer import BINDING_LABELS, SILENCE_LABELS
from projects.offering import Binding, Silence

KILO = 1000
SIDES = {side: order for order, side in enumerate(Commitment.Side.values)}


def whole_of(facts: Facts) -> Whole:
    lead = facts.project["summary"]
    parts = (*letter(facts), *delivered(facts), *promised(facts), times(facts), *money_of(facts), terms(facts), *attached(facts))
    return Whole(facts.terms["region"], facts.own["title"], facts.style.name(lead), parts)


def letter(facts: Facts) -> Iterator[Part]:
    if text := facts.own["text"]:
        yield Part(_("Letter"), tuple(facts.style.name(each) for each in paragraphs(text)))


def paragraphs(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("\n\n") if each.strip()]


def delivered(facts: Facts) -> Iterator[Part]:
    rows = [(each["title"], each["text"]) for each in facts.terms["deliverables"]]
    if not rows:
        return
    if not any(text for _title, text in rows):
        yield Part(_("What is delivered"), points=tuple(facts.style.name(title) for title, _text in rows))
        return
    columns = (Column(_("What"), width=36), Column(_("What it is")))
    found = tuple(Row((facts.style.name(title), facts.style.name(text))) for title, text in rows)
    yield Part(_("What is delivered"), tables=(Table("", columns, (found,)),))


def promised(facts: Facts) -> Iterator[Part]:
    """What each participant, some of them and the office commit to."""
    rows = sorted((Commitment(**each) for each in facts.terms["commitments"]), key=lambda row: SIDES[row.side])
    tables = tuple(replace(each, caption="") for each in commitments(rows, facts.style) if isinstance(each, Table))
    if tables:
        yield Part(_("What each side commits to"), tables=tables)


def times(facts: Facts) -> Part:
    found = (
        (_("Offer sent"), formats.day(facts.sent_on, facts.language)),
        (_("Answer by"), facts.last_day),
        (_("The project starts"), facts.day(facts.project["starts_on"])),
        (_("Everything is delivered"), facts.day(facts.project["ends_on"])),
    )
    return Part(_("Timetable"), facts=tuple(Fact(label, Text(value)) for label, value in found if value))


def money_of(facts: Facts) -> Iterator[Part]:
    if facts.result is None:
        return
    each = _("What each pays stands in a table at the end.")
    yield Part(pgettext("of an offer", "Cost and rule"), (shared(facts), Text(each)))


def terms(facts: Facts) -> Part:
    own = facts.own
    found = [(_("An answer is"), Text(capital(BINDING_LABELS[Binding(own["binding"])])))]
    if own["asks_signature"]:
        found.append((_("Afterwards"), Text(_("An agreement is signed."))))
    found.append((_("It starts with"), Text(listed(list(threshold(facts))) or _("no least number"))))
    found.append((_("Who does not answer"), Text(str(SILENCE_LABELS[Silence(own["silence"])]))))
    if own["late_joining"]:
        found.append((_("Joining late and leaving"), facts.style.name(" ".join(own["late_joining"].split()))))
    return Part(_("Terms"), facts=tuple(Fact(label, Text(capital(value.text), value.small, value.lang)) for label, value in found))


def threshold(facts: Facts) -> Iterator[str]:
    """What must be reached for a start; all of it."""
    asked = facts.own["threshold"]
    if (n := asked["participants"]) is not None:
        yield ngettext("at least %(count)s participant", "at least %(count)s participants", n) % {"count": number(n)}
    if (n := asked["figure_value"]) is not None:
        words = _("at least %(count)s inhabitants in those who join") if asked["figure"] == POPULATION else _("at least %(count)s of %(figure)s")
        yield words % {"count": number(n), "figure": figure_name(asked["figure"])}
    if (n := asked["minor"]) is not None:
        yield _("at least %(sum)s covered by fees") % {"sum": money(n, facts.currency)}


def attached(facts: Facts) -> Iterator[Part]:
    rows = [
        Row((facts.style.name(each["title"]), Text(_("%(count)s kB") % {"count": number(-(-each["size"] // KILO))}), Text(grouped(each["sha256"]))))
        for each in facts.terms["attachments"]
    ]
    made = table("", [Column(_("Title"), width=36), Column(_("Size"), is_number=True), Column("SHA-256")], [rows])
    if made:
        yield Part(_("Attachments"), tables=(made,))


def grouped(digest: str) -> str:
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


# ---- what each pays --------------------------------------------------------------
def fees_of(facts: Facts) -> Table | None:
    """Every party's share if all join, adding up both ways; None where the offer costs nothing."""
    found = facts.table
    if found is None or facts.cost is None:
        return None
    columns = tuple(heads(found, facts.style))
    lines = sorted(found.lines, key=lambda line: place(line.name, facts.style.names_language))
    rows = [Row(tuple(cells(line, found, facts.style))) for line in lines]
    told = {"year": facts.year, "kronor": facts.style.kronor, "count": number(facts.count)}
    sources = "; ".join(table_sources(found))
    return Table(
        _("What each pays in %(year)s if all %(count)s join, %(kronor)s") % told,
        columns,
        ((*rows, sums(found, facts.style)),),
        notes=(*([sentence(sources)] if sources else []), check(found, facts.style)),
        is_wide=len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS,
    )
