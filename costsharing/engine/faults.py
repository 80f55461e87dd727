"""What is wrong with a case: which participant, which part, what to do. A key and parameters, so that a page can say it in its own language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Told = str | int
# Where a place in the file is to blame, {place} leads; otherwise participant and part do.
SENTENCES: Mapping[str, str] = {
    "unreadable": "the text is not JSON ({reason}); repair it.",
    "not_utf8": "the text is not UTF-8 (byte {byte}); save it as UTF-8.",
    "too_long": "the case is longer than {most} bytes; leave out what does not belong to it.",
    "too_deep": "the case is nested too deeply; write it as the case format shows.",
    "twice": "the field {name} stands twice; keep one.",
    "no_number": "{number} is not a number that can be counted with; write a whole number or a decimal.",
    "not_an_object": "{place} must be an object in braces.",
    "not_a_list": "{place} must be a list in brackets.",
    "too_many": "{place} has more than {most} entries; split the case.",
    "missing_field": "{place} is missing; add it.",
    "unknown_field": "{place} is no field of the case format; take it away or correct its spelling.",
    "not_a_text": "{place} must be printable text of 1 to {most} characters in quotes.",
    "not_an_amount": '{place} must be an amount as text, such as "3000000" or "0.05", never finer than the minor unit.',
    "not_exact": '{place} must be a number as text, such as "0.8080" or "1/3".',
    "not_a_count": "{place} must be a number not below 0, with at most fifteen digits and nine decimals.",
    "not_whole": "{place} must be a whole number from {least} to {most}.",
    "not_a_month": '{place} must be a month such as "2016-04".',
    "not_a_choice": "{place} must be one of {choices}.",
    "wrong_order": "{place} ends before it begins; swap the two.",
    "not_positive": "{place} must be above 0.",
    "one_of": "{place} needs exactly one of {choices}.",
    "at_most_one_of": "{place} takes at most one of {choices}.",
    "no_participants": "there is no participant; name at least one.",
    "no_parts": "the rule has no part; write at least one.",
    "mixed_currencies": "{place} is in {other}, the case in {currency}; exchange it at a stated rate first.",
    "code_twice": "the code {code} stands twice; keep one.",
    "name_twice": "{place}: the name {name} stands twice; keep one.",
    "unknown_participant": "{place} names {code}, who takes no part; add that participant or take the entry away.",
    "unknown_payer": "{code} is to pay but is neither participant nor organisation; add it under organisations.",
    "unknown_line": "there is no budget line {line}; add it under lines or correct the name.",
    "line_twice": "the budget line {line} is already in the part {other}; a line is split once.",
    "unused_line": "the budget line {line} is in no part, so nobody would pay it; add it to a part or take it away.",
    "unknown_grant": "the grant {grant} is unknown; add it under grants.",
    "refused_grant": "{grant} was refused but is still deducted; take it away under deduct.",
    "no_period": "the case needs a period with from and to, since months count here.",
    "outside_period": "takes no part in any month of the period; correct from and to, or leave it out.",
    "missing_figure": "has no {figure}; enter the figure with its source and date.",
    "negative_figure": "has {figure} {value}, below 0; correct it.",
    "zero_weights": "nobody has a weight, so nothing can be split; correct the figures or choose another key.",
    "missing_percent": "has no percentage; enter it (0 if it pays nothing).",
    "negative_percent": "has the percentage {value}, below 0; correct it.",
    "percent_sum": "the percentages add to {sum}, which is {gap} too {side}; they must add to 100.",
    "missing_amount": "has no agreed amount; enter it (0 if it pays nothing).",
    "missing_quantity": "has no quantity; enter it (0 if it uses nothing).",
    "class_backwards": "class {number} goes from {low} down to {high}; swap the limits.",
    "class_mixed": "some classes have fees and some weights; choose one of the two.",
    "class_overlap": "the classes {first} and {second} both hold {value}; move a limit.",
    "class_hole": "no class holds {low} to {high}; move a limit.",
    "no_class": "has {figure} {value}, which no class holds; add a class.",
    "negative_weight": "class {number} has a weight below 0; correct it.",
    "brackets_order": "bracket {number} does not end above the one before it; put the limits in order.",
    "last_bracket": "the last bracket has no limit, all others have one; correct bracket {number}.",
    "cap_sign": "the cap {cap} has another sign than the price; correct it.",
    "size_missing": "needs a size: fraction, amount or lines.",
    "size_not_allowed": "makes its own total; take fraction, amount and lines away.",
    "fraction_per_month": "a fraction of the base cannot be per month; write an amount.",
    "negative_fraction": "the fraction {value} is below 0; correct it.",
    "fraction_without_base": "a fraction needs a base; give the base or an amount.",
    "deduct_without_base": "there is no base to deduct from; give the base.",
    "fraction_sum": "the fractions add to {sum}, which is {gap} too {side}; they must add to 1.",
    "not_covered": "the parts add to {sum}, the base to be split is {base}: {gap} too {side}; add a part with a fraction or correct an amount.",
    "overdrawn": "parts and corrections take {taken} of the base {base} before the fractions; lower them or raise the base.",
    "mixed_signs": "is {amount} while the whole is {total}; what goes the other way belongs under deduct or corrections.",
    "exceptions_for_all": "every participant has an agreed exception, so nobody can carry the difference; leave one without.",
    "nobody_carries": "nobody without exception or limit bears this part, so {amount} cannot be passed on; correct the exception, the limit or the part.",
    "exceptions_above": "the agreed exceptions add to {sum}, but only {total} is to be shared; correct an exception.",
    "bears_more": "bears {amount} alone, more than the {limit} agreed; correct the exception or ceiling, or the part.",
    "floor_sign": "the {kind} {limit} has another sign than the total {total}; write it with the same sign.",
    "limits_cross": "must pay at least {floor} and at most {ceiling}; correct floor, ceiling or largest change.",
    "floors_above_base": "the floors add to {sum}, {gap} above the total {total}; lower the floor.",
    "ceilings_below_base": "the ceilings add to {sum}, {gap} below the total {total}; raise the ceiling.",
    "change_without_previous": "a largest change needs the shares of last year; enter them under previous.",
    "too_fine": "the figures and fractions of this case are so fine that counting exactly would take too long; use fewer decimals.",
}


@dataclass(frozen=True, slots=True)
class CaseFault:
    """One fault. ``participant`` is "1280 Malmö", ``part`` its label; both empty where neither is to blame."""

    key: str
    params: Mapping[str, Told] = field(default_factory=dict)
    participant: str = ""
    part: str = ""

    def __str__(self) -> str:
        part = f"part {self.part}" if self.part else ""
        where = ", ".join(word for word in (f"participant {self.participant}" if self.participant else "", part) if word)
        template = SENTENCES[self.key]
        sentence = template.format(**self.params)
        if where:
            return f"{where}: {sentence}"
        return sentence if template.startswith("{") else sentence[0].upper() + sentence[1:]


class Refused(Exception):
    """The case is not split; nothing of it is. Holds every fault that was found."""

    def __init__(self, faults: Iterable[CaseFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    @property
    def line(self) -> str:
        """One line: the first fault and how many more there are."""
        more = len(self.faults) - 1
        return str(self.faults[0]) + (f" ({more} more fault{'s' if more > 1 else ''})" if more else "")


def refuse(key: str, participant: object = "", part: str = "", **params: Told) -> Refused:
    """For ``raise``: one fault alone."""
    return Refused([CaseFault(key, params, str(participant), part)])


def refuse_if(faults: Iterable[CaseFault]) -> None:
    if found := tuple(faults):
        raise Refused(found)
