"""The page that a party gets of an offer: its amount first, then why, what it becomes if fewer join, what is given and asked, and how to answer."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from costsharing.stored import minor
from costsharing.telling.reasons import Told
from costsharing.wording import rule_sentence
from portfolio.documents.content import Column, Row, Table, Text
from portfolio.documents.offerpaper import Leaf, Part
from portfolio.documents.offers.facts import Facts, Fewer, Party
from portfolio.documents.phrases import municipalities, sentence
from portfolio.documents.tables import extent
from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import amount, money, number, unit
from projects.models import Commitment
from projects.offering import Binding
from projects.wording.promises import asked_for, for_whom

MOST = 5
"""Of what one gets on the page; the rest stands in the offer as a whole."""


def leaf_of(facts: Facts, party: Party) -> Leaf:
    return Leaf(**beginning(facts, party), parts=(*given(facts), *counted(facts, party), *asked(facts), answering(facts)))


def beginning(facts: Facts, party: Party) -> dict[str, Any]:
    """What stands above the first rule: the amount, or the question where the offer costs nothing."""
    fee, why = facts.fee(party), facts.why(party)
    told: dict[str, Any] = {"kicker": _("To %(name)s") % {"name": party.whole_name}, "due": due(facts), "is_amount": fee is not None}
    told["version_line"] = _("Offer, version %(number)s, to %(name)s") % {"number": facts.version.number, "name": party.whole_name}
    if fee is None:
        lead = _("%(region)s asks whether %(party)s will join.") % {"region": facts.terms["region"], "party": party.name}
        return told | {"heading": facts.own["title"], "lead": lead, "beside": ""}
    words = ngettext("is your fee for %(year)s if %(count)s joins.", "is your fee for %(year)s if all %(count)s join.", facts.count)
    each = _("The fee is %(sum)s per inhabitant.") % {"sum": why.per_inhabitant} if why and why.per_inhabitant else ""
    return told | {"heading": money(fee, facts.currency), "lead": words % {"year": facts.year, "count": facts.count}, "beside": each}


def due(facts: Facts) -> str:
    return _("Answer by %(day)s.") % {"day": facts.last_day} if facts.last_day else ""


def given(facts: Facts) -> Iterator[Part]:
    names = [each["title"] for each in facts.terms["deliverables"]]
    points = tuple(facts.style.name(each) for each in names[:MOST])
    if len(names) > MOST:
        points = (*points, Text(_("and %(count)s more") % {"count": number(len(names) - MOST)}))
    when = " ".join(timed(facts))
    summary = facts.project["summary"]
    texts = ([facts.style.name(summary)] if summary and not points else []) + ([Text(when)] if when else [])
    if points or texts:
        yield Part(_("What you get"), tuple(texts), points)


def timed(facts: Facts) -> Iterator[str]:
    if starts := facts.day(facts.project["starts_on"]):
        yield _("The project starts %(day)s.") % {"day": starts}
    if ends := facts.day(facts.project["ends_on"]):
        yield _("Everything is delivered by %(day)s.") % {"day": ends}


# ---- the money -----------------------------------------------------------------
def counted(facts: Facts, party: Party) -> Iterator[Part]:
    """Nothing where the terms name no cost, or none for this party."""
    fee, why = facts.fee(party), facts.why(party)
    if fee is None or why is None:
        return
    rows = [line(facts, each) for each in why.lines]
    total = Row((Text(_("Your fee")), Text(""), Text(""), Text(amount(fee))), "sum")
    heads = (Column(pgettext("of a rule", "Part")), Column(_("On the calculator")), *numeric(_("Exact"), unit(facts.currency)))
    notes = (" ".join((*(sentence(each) for each in why.sources), *why.notes)),)
    yield Part(_("Why just %(sum)s") % {"sum": money(fee, facts.currency)}, (shared(facts),), tables=(Table("", heads, ((*rows, total),)),), notes=notes)
    rows_of_fewer = facts.fewer(party)
    if len(rows_of_fewer) > 1:
        words = _("Lowest if the largest of the others join, highest if the smallest do.")
        yield Part(_("If fewer join"), (Text(words),), tables=(fewer_table(facts, rows_of_fewer),))


def shared(facts: Facts) -> Text:
    """What is shared, and by which rule."""
    assert facts.cost and facts.result
    told = {"total": money(minor(facts.result["total"]), facts.currency), "count": number(facts.count)}
    first = ngettext("%(total)s is paid by %(count)s participant.", "%(total)s is shared by %(count)s participants.", facts.count) % told
    return Text(f"{first} {rule_sentence(facts.cost['case'], currency=facts.currency)}")


def line(facts: Facts, told: Told) -> Row:
    label = Text(told.label) if told.is_ours else facts.style.name(told.label)
    how = Text(told.how[0], " ".join(told.how[1:])) if told.how else Text("")
    return Row((label, how, Text(told.exact), Text(told.amount)))


def numeric(*titles: str) -> tuple[Column, ...]:
    return tuple(Column(title, is_number=True) for title in titles)


def fewer_table(facts: Facts, rows: list[Fewer]) -> Table:
    """Lowest with the largest others, highest with the smallest: what it becomes lies between."""
    everybody = rows[0]
    has_equal = all(each.equal is not None for each in rows)
    titles = [_("Equal part")] if has_equal else []
    heads = (Column(_("Join, with you")), *numeric(*titles, _("Lowest"), _("Highest"), _("Against all %(count)s") % {"count": number(everybody.count)}))
    found = []
    for each in rows:
        cells = [municipalities(each.count)]
        cells += [amount(each.equal)] if has_equal else []
        cells += [amount(each.lowest), amount(each.highest), differs(each, everybody)]
        found.append(Row(tuple(map(Text, cells))))
    return Table("", heads, (tuple(found),))


def differs(some: Fewer, everybody: Fewer) -> str:
    low, high = some.lowest - everybody.lowest, some.highest - everybody.highest
    if low == high:
        return signed(low)
    return _("%(low)s to %(high)s") % {"low": signed(low), "high": signed(high)}


def signed(minor_units: int) -> str:
    return f"+{amount(minor_units)}" if minor_units > 0 else amount(minor_units)


# ---- what is asked -------------------------------------------------------------
def asked(facts: Facts) -> Iterator[Part]:
    wanted = [facts.style.name(each) for each in promises(facts)]
    if wanted:
        yield Part(_("Besides the fee") if facts.cost else _("What is asked of you"), points=tuple(wanted))


def promises(facts: Facts) -> Iterator[str]:
    """Of each participant, then of some of them; what the office does stands in the offer as a whole."""
    for each in asked_for(facts.terms):
        row = Commitment(**each)
        paid = _("reimbursed") if row.is_reimbursed else ""
        yield for_whom(each, ", ".join(filter(None, (row.title, extent(row, facts.style), paid))))


def answering(facts: Facts) -> Part:
    """Four answers, to be talked about on paper; they are given at the page that the link opens."""
    how = [_("Open the link in the mail that you got. You need no account.")]
    if facts.last_day:
        how.append(_("You can change the answer until %(day)s.") % {"day": facts.until})
    if facts.own["binding"] == Binding.INTENT:
        how.append(_("Your answer is a letter of intent and binds nobody."))
    how.append(_("One of four:"))
    return Part(_("How to answer"), (Text(" ".join(how)),), boxes=tuple(boxes(facts)))


def boxes(facts: Facts) -> Iterator[str]:
    yield _("Yes, we join")
    if facts.cost:
        told = {"currency": formats.unit(facts.currency, facts.language)}
        yield _("Yes, if at least ____ municipalities join, or if the fee is at most ________ %(currency)s") % told
    else:
        yield _("Yes, if at least ____ municipalities join")
    yield _("No")
    yield _("Not decided yet; the case comes up on ________")
