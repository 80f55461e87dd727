"""For the party's own case: a summary on one page, and a case paper to go on writing, with the headings that such papers have in its country."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portfolio.documents.content import Text
from portfolio.documents.offerpaper import Leaf, OfferPaper, Part
from portfolio.documents.offers.facts import Facts, Fewer, Party
from portfolio.documents.offers.papers import paper
from portfolio.documents.offers.sheet import beginning, fewer_table, given, promises, shared, timed
from portfolio.documents.offers.whole import terms
from portfolio.documents.phrases import municipalities, sentence
from portfolio.templatetags.portfolio_format import money, number


# ---- a summary for the committee -----------------------------------------------
def summary_leaf(facts: Facts, party: Party) -> Leaf:
    """What is asked, what it costs and becomes, what is asked besides, and on which terms; to be decided on at a meeting."""
    told = beginning(facts, party) | {"kicker": _("Summary for %(name)s: %(title)s") % {"name": party.name, "title": facts.own["title"]}}
    return Leaf(**told, parts=(question(facts, party), *given(facts), *money_of(facts, party), *asked(facts), terms(facts)))


def summary_paper(facts: Facts, party: Party) -> OfferPaper:
    leaf = summary_leaf(facts, party)
    return paper(facts, (leaf,), name=leaf.kicker)


def question(facts: Facts, party: Party) -> Part:
    words = _("%(region)s asks whether %(party)s will join %(project)s.")
    told = {"region": facts.terms["region"], "party": party.name, "project": facts.project["name"]}
    return Part(_("To be decided"), (Text(words % told),))


def money_of(facts: Facts, party: Party) -> Iterator[Part]:
    if facts.fee(party) is None:
        return
    rows = facts.fewer(party)
    tables = (fewer_table(facts, rows),) if len(rows) > 1 else ()
    yield Part(pgettext("of an offer", "Cost and rule"), (shared(facts),), tables=tables)


def asked(facts: Facts) -> Iterator[Part]:
    if wanted := tuple(facts.style.name(each) for each in promises(facts)):
        yield Part(_("Besides the fee") if facts.cost else _("What is asked of you"), points=wanted)


# ---- a case paper to go on writing ----------------------------------------------
def case_title(facts: Facts, party: Party) -> str:
    return _("%(party)s and participation in %(project)s") % {"party": party.name, "project": facts.project["name"]}


def case_paper(facts: Facts, party: Party) -> tuple[Part, ...]:
    """What the party has to judge by itself is left open, in brackets, so that nobody sends it unread."""
    return (
        summary(facts, party),
        background(facts),
        assessment(party),
        *consequences(facts, party),
        proposal(facts, party),
        basis(facts),
    )


def assessment(party: Party) -> Part:
    words = _("[What speaks for joining and what against it in %(party)s: to be written.]")
    return Part(pgettext("of a case paper", "Assessment"), (Text(words % {"party": party.name}),))


def summary(facts: Facts, party: Party) -> Part:
    words = [_("%(region)s asks whether %(party)s will join %(project)s.")]
    told = {"region": facts.terms["region"], "party": party.name, "project": facts.project["name"]}
    if facts.last_day:
        words.append(_("The answer is to be given by %(day)s."))
    if (fee := facts.fee(party)) is not None:
        words.append(
            ngettext(
                "The fee of %(party)s for %(year)s is %(sum)s if %(count)s municipality joins.",
                "The fee of %(party)s for %(year)s is %(sum)s if all %(count)s municipalities join.",
                facts.count,
            )
        )
        told |= {"sum": money(fee, facts.currency), "year": str(facts.year), "count": number(facts.count)}
    return Part(pgettext("of a case paper", "Summary"), (Text(" ".join(words) % (told | {"day": facts.last_day})),))


def background(facts: Facts) -> Part:
    texts = [facts.style.name(facts.project["summary"])] if facts.project["summary"] else []
    if when := " ".join(timed(facts)):
        texts.append(Text(when))
    names = [facts.style.name(each["title"]) for each in facts.terms["deliverables"]]
    if names:
        texts.append(Text(_("The project delivers:")))
    return Part(pgettext("of a case paper", "Background"), tuple(texts), tuple(names))


def consequences(facts: Facts, party: Party) -> Iterator[Part]:
    """What it costs, why, what it can become, and what is asked besides money."""
    fee, why = facts.fee(party), facts.why(party)
    texts, points = [], []
    if fee is not None and why is not None:
        texts.append(shared(facts))
        told = {"party": party.name, "sum": money(fee, facts.currency), "each": why.per_inhabitant}
        words = _("The share of %(party)s is %(sum)s, %(each)s per inhabitant.") if why.per_inhabitant else _("The share of %(party)s is %(sum)s.")
        texts.append(Text(words % told))
        points += [Text(f"{line.label}: {line.typed if line.how else line.amount}") for line in why.lines]
        points += [Text(span(each, facts)) for each in facts.fewer(party)[1:]]
    else:
        texts.append(Text(_("Joining costs no fee.")))
    wanted = [sentence(each) for each in promises(facts)]
    if wanted:
        texts.append(Text(_("Besides money this is asked: %(what)s") % {"what": " ".join(wanted)}))
    texts.append(Text(_("[Where the money is taken from: to be written.]") if fee else _("[What it takes of working hours: to be written.]")))
    yield Part(pgettext("of a case paper", "Economic consequences"), tuple(texts), tuple(points))


def span(each: Fewer, facts: Facts) -> str:
    told = {"who": municipalities(each.count), "low": money(each.lowest, facts.currency), "high": money(each.highest, facts.currency)}
    if each.lowest == each.highest:
        return _("If %(who)s join: %(low)s") % told
    return _("If %(who)s join: between %(low)s and %(high)s") % told


def proposal(facts: Facts, party: Party) -> Part:
    """Numbered by whoever takes it over: one point for joining, one for the money, one for whoever stands for it."""
    told = {"party": party.name, "project": facts.project["name"], "region": facts.terms["region"], "year": str(facts.year)}
    points = [_("%(party)s joins %(project)s on the terms that %(region)s has offered, version %(number)s.") % (told | {"number": facts.version.number})]
    if (fee := facts.fee(party)) is not None:
        highest = max((each.highest for each in facts.fewer(party)), default=fee)
        told |= {"sum": money(fee, facts.currency), "most": money(highest, facts.currency)}
        points.append(_("%(sum)s is set aside for %(year)s. [The fee may be at most %(most)s.]") % told)
    points.append(_("[Function] is given the task of answering the offer and of carrying out the decision."))
    lead = _("[Body] decides:")
    return Part(pgettext("of a case paper", "Proposal for a decision"), (Text(lead),), tuple(Text(each) for each in points))


def basis(facts: Facts) -> Part:
    """The papers that the case rests on, with the hash by which anybody can see that they are these."""
    told = {"region": facts.terms["region"], "title": facts.own["title"], "number": facts.version.number, "digest": facts.version.terms_sha256}
    points = [_("Offer from %(region)s: %(title)s, version %(number)s (SHA-256 %(digest)s)") % told]
    points += [each["title"] for each in facts.terms["attachments"]]
    return Part(pgettext("of a case paper", "Basis for the decision"), points=tuple(map(Text, points)))
