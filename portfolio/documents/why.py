"""The sheet that explains one municipality's amount, drawn from the stored allocation in the language of whoever asks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from costsharing.queries.allocations import Explained
from costsharing.telling import Told
from portfolio.documents.content import Text
from portfolio.documents.sheet import Sheet, SheetLine
from portfolio.templatetags.portfolio_format import amount, day, money, page_language, unit
from projects.models import Project


def sheet_of(project: Project, found: Explained) -> Sheet:
    """In the language that is active; the rule's own words and names stay in the project's."""
    it, why, line, language = found.allocation, found.why, found.line, page_language()
    own = "" if project.language == language else project.language
    whose = f"{line.name} ({line.code})" if line.code.isdecimal() else line.name
    sums = [SheetLine(Text(_("Share")), (), "", amount(line.gross))]
    if why.reimbursed:
        sums += [worded(why.reimbursed, own), SheetLine(Text(_("Net")), (), "", amount(line.net))]
    title = _("Why %(name)s pays %(sum)s") % {"name": line.name, "sum": why.gross}
    return Sheet(
        language=language,
        title=title,
        kicker=f"{project.name} · {whose}",
        amount=why.gross,
        lead=_("is the share of %(name)s in %(year)s.") % {"name": line.name, "year": it.year},
        decided=Text(decided(found)),
        each=_("It is %(sum)s per inhabitant.") % {"sum": why.per_inhabitant} if why.per_inhabitant else "",
        heading=_("Why just %(sum)s") % {"sum": why.gross},
        paragraphs=tuple(paragraphs(found)),
        columns=(pgettext("of a rule", "Part"), _("On the calculator"), _("Exact"), unit(found.table.currency)),
        lines=tuple(worded(each, own) for each in why.lines),
        sums=tuple(sums),
        notes=(*(f"{source}." for source in why.sources), *why.notes),
        check_heading=_("If you want to check it"),
        check=_("The whole calculation is attached to this file: case.json is what was counted on, result.json what came out for everybody. It never changes."),
        head=project.name,
        version_line=_("Allocation %(number)s for %(year)s, %(name)s") % {"number": it.number, "year": it.year, "name": whose},
        author=project.region.name,
        page=pgettext("page 1 of 6", "page"),
        of=pgettext("page 1 of 6", "of"),
        dated=it.decided_on,
        case=it.case,
        result=it.result,
    )


def worded(line: Told, own: str) -> SheetLine:
    return SheetLine(Text(line.label, "", "" if line.is_ours else own), line.how, line.exact, line.amount)


def decided(found: Explained) -> str:
    """Regionrådet, 1 December 2016, § 9, case 16/7."""
    it = found.allocation
    case = _("case %(number)s") % {"number": it.case_number} if it.case_number else ""
    where = ", ".join(filter(None, (it.body.name, day(it.decided_on), it.paragraph, case)))
    return _("Decided by %(where)s.") % {"where": where}


def paragraphs(found: Explained) -> list[str]:
    """What is shared, and by what rule."""
    table, told = found.table, {"total": money(found.table.total, found.table.currency)}
    count = sum(not line.is_payer_only for line in table.lines)
    shared = ngettext("%(total)s is paid by %(count)s participant.", "%(total)s is shared by %(count)s participants.", count) % (told | {"count": count})
    if table.costs is not None and table.deducted:
        taken = ", ".join(f"{label} {money(minor, table.currency)}" for label, minor in table.deducted)
        costs = _("The costs are %(costs)s; deducted first: %(taken)s.") % {"costs": money(table.costs, table.currency), "taken": taken}
        return [f"{costs} {shared}", found.rule]
    return [f"{shared} {found.rule}"]
