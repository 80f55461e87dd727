"""The receipt of an answer: what was answered, by whom, on which terms, and what to do if it is wrong."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from portfolio.documents.content import Fact, Text
from portfolio.documents.offerpaper import Leaf, OfferPaper, Part
from portfolio.documents.offers.facts import Facts, Party
from portfolio.documents.offers.papers import signed
from portfolio.lib import formats
from portfolio.templatetags.portfolio_format import money
from projects.linking import masked
from projects.models import Answer
from projects.wording.answers import summary_of

WORDS = ("choice", "reason", "body", "decision", "name", "title", "authority", "level", "entered_because", "is_late")


def receipt_paper(answer: Answer, facts: Facts, party: Party) -> OfferPaper:
    """facts: of the version that it was given on. Who gave the answer and when never changes; the day until which it can be changed may be moved."""
    received = answer.received_at.astimezone(ZoneInfo(facts.version.offer.project.region.time_zone))
    said = summary_of(answer, facts.currency)
    at = formats.moment(received, facts.language)
    title, line = _("Receipt: %(title)s") % {"title": facts.own["title"]}, _("Receipt to %(name)s, version %(number)s of the offer")
    told = {"name": party.whole_name, "number": facts.version.number}
    leaf = Leaf(
        kicker=_("Receipt to %(name)s") % told,
        heading=said.headline,
        lead=_("is the answer of %(party)s to the offer %(title)s.") % {"party": party.name, "title": facts.own["title"]},
        due=_("Received %(at)s.") % {"at": at},
        beside=after(answer, facts),
        version_line=line % told,
        parts=(Part(_("What was answered"), facts=tuple(Fact(label, spoken(value)) for label, value in said.lines)), terms(facts, party), how(answer), wrong()),
    )
    return OfferPaper(
        language=facts.language,
        title=title,
        head=title,
        version_line=line % told,
        dated=received.date(),
        leaves=(leaf,),
        terms={name: getattr(answer, name) for name in WORDS} | {"received_at": answer.received_at.isoformat(), "terms_sha256": facts.version.terms_sha256},
        **signed(facts.terms["region"]),
    )


def after(answer: Answer, facts: Facts) -> str:
    if answer.is_late:
        return _("It came after the last day. The office decides whether it counts.")
    if not facts.until:
        return ""
    return _("You can change the answer until %(day)s.") % {"day": facts.until}


def terms(facts: Facts, party: Party) -> Part:
    """Which terms they were, with their hash, and what they cost."""
    found = [Fact(_("Version"), Text(str(facts.version.number))), Fact(_("Sent"), Text(formats.day(facts.sent_on, facts.language)))]
    if (fee := facts.fee(party)) is not None:
        found.append(Fact(_("Fee if all join"), Text(money(fee, facts.currency))))
    digest = facts.version.terms_sha256
    found.append(Fact("SHA-256", Text(" ".join(digest[i : i + 8] for i in range(0, len(digest), 8)))))
    return Part(_("On which terms"), facts=tuple(found))


def spoken(value: str) -> Text:
    """Several lines of a reason stay apart where a paper has one."""
    return Text(" / ".join(filter(None, map(str.strip, value.splitlines()))))


def how(answer: Answer) -> Part:
    """With the address that the link went to, as far as it may be said; by whose account; or why the office entered it."""
    level = Answer.Level(answer.level).label
    more = answer.entered_because
    if answer.link:
        more = _("sent to %(address)s") % {"address": masked(answer.link.to_address)}
    elif answer.level == Answer.Level.ACCOUNT and answer.by:
        more = _("as %(name)s, %(address)s") % {"name": answer.by.name, "address": masked(answer.by.email)}
    return Part(_("How it came"), (Text(f"{level[:1].upper()}{level[1:]}{f': {more}' if more else ''}"),))


def wrong() -> Part:
    return Part(_("If it is wrong"), (Text(_("If this is wrong, or you do not know of it, tell the office at once: nobody else will.")),))
