"""Coalition → the case format: who joins, and what fails for those who do not."""

from fractions import Fraction

from costsharing.engine.amounts import MINOR, amount_text, exact_text, number_text
from costsharing.engine.coalition import Coalition, LeftOut
from costsharing.engine.conditions import Condition, Failed
from costsharing.engine.part import Number
from costsharing.engine.writing import Written, written

MONEY = (Condition.FEE, Condition.COVERED)


def coalition_written(found: Coalition) -> Written:
    told: Written = {"joins": list(found.joins), "starts": found.starts, "exhaustive": found.exhaustive, "left_out": [left(one) for one in found.left_out]}
    if found.short:
        told["threshold"] = [failed(one) for one in found.short]
    result = {} if found.result is None else written(found.result)
    return told | {"shares": []} | result


def left(one: LeftOut) -> Written:
    return {"code": one.code, "failed": [failed(condition) for condition in one.failed]}


def failed(one: Failed) -> Written:
    """Money as amounts, short by whole minor units rounded up, so that whoever is short is never short by nothing; the share itself exactly."""
    told: Written = {"condition": one.condition.value}
    if one.condition in MONEY:
        told |= {"short_by": amount_text(up(one.short_by)), "needs": amount_text(up(Fraction(one.needs))), "has": exact_text(Fraction(one.has) / MINOR)}
    elif one.condition not in (Condition.OTHERS, Condition.SHARES):
        told |= {"short_by": counted(one.short_by), "needs": counted(one.needs), "has": counted(one.has)}
    else:
        told["short_by"] = counted(one.short_by)
    if one.name:
        told["name"] = one.name
    if one.codes:
        told["codes"] = list(one.codes)
    return told


def up(value: Number) -> int:
    return -(-value.numerator // value.denominator)


def counted(value: Number | str) -> int | str:
    return value if isinstance(value, int | str) else number_text(value)
