"""How firm an amount is, in a word and a symbol."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from costsharing.queries.paying import Firm, Paying
from portfolio.overview.marks import Mark
from projects.models.project import Certainty


def firm_word(firm: Firm) -> str:
    if firm is Firm.ADOPTED:
        return pgettext("an amount", "adopted")
    return _("preliminary") if firm is Firm.PRELIMINARY else _("possible, not split")


LOOKS = {Firm.ADOPTED: ("done", "info"), Firm.PRELIMINARY: ("half", ""), Firm.POSSIBLE: ("draft", "")}


def how_firm(paying: Paying) -> str:
    """With how firm the budget behind it is, where it is less than stated, and that its shown scenario cannot be worked out."""
    words = [firm_word(paying.firm)]
    if paying.certainty != Certainty.STATED:
        words.append(str(Certainty(paying.certainty).label))
    if paying.is_refused:
        words.append(_("its scenario cannot be worked out"))
    return ", ".join(words)


def firm_mark(firm: Firm) -> Mark:
    return Mark(*LOOKS[firm], capfirst(firm_word(firm)))


def paying_mark(paying: Paying) -> Mark:
    return Mark("watch", "watch", capfirst(how_firm(paying))) if paying.is_refused else Mark(*LOOKS[paying.firm], capfirst(how_firm(paying)))
