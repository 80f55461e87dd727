"""Cases from real cooperations. The figures are counted by hand or with a calculator, not copied from what the engine says."""

import csv
from fractions import Fraction
from typing import Any

from django.conf import settings

from costsharing.engine.allocation import allocate
from costsharing.engine.reading import read_value
from costsharing.engine.result import Result

POPULATION = settings.BASE_DIR / "portfolio" / "data" / "register" / "population"


def population(file: str, year: str, *codes: str) -> list[dict[str, Any]]:
    """The register's figures: participants in the case format; one code of two digits stands for a whole county."""
    with (POPULATION / file).open(encoding="utf-8", newline="") as rows:
        found = {row["code"]: int(row["population"]) for row in csv.DictReader(rows) if row["year"] == year}
    return [{"code": code, "figures": {"population": people}} for code, people in found.items() if code.startswith(codes)]


def split(**case: Any) -> Result:
    return allocate(read_value({"currency": "SEK", "unit": "1"} | case))


def kronor(result: Result) -> dict[str, str | int]:
    return {code: amount // 100 if amount % 100 == 0 else f"{amount / 100:.2f}" for code, amount in zip(result.columns.codes, result.amounts, strict=True)}


HALF_AND_HALF = [
    {"label": "equal half", "key": "equal", "fraction": "1/2"},
    {"label": "by population", "key": "figure", "figure": "population", "fraction": "1/2"},
]


def test_skane_three_million_half_equal_half_by_population() -> None:
    """E-archive 2015: 33 municipalities, 1 288 908 inhabitants on 31 December 2014.

    1 500 000 / 33 = 45 454.5454…; Perstorp has 7 174 × 1 500 000 / 1 288 908 = 8 348.93 besides: 53 803.47.
    """
    result = split(base="3000000", participants=population("scb-folkmangd-1990-2022.csv", "2014", "12"), parts=HALF_AND_HALF)
    assert kronor(result) == {
        "1214": 61119,
        "1230": 72214,
        "1231": 65484,
        "1233": 85151,
        "1256": 61589,
        "1257": 56782,
        "1260": 62788,
        "1261": 80144,
        "1262": 72159,
        "1263": 69019,
        "1264": 63106,
        "1265": 66885,
        "1266": 62826,
        "1267": 63807,
        "1270": 60592,
        "1272": 59885,
        "1273": 60383,
        "1275": 53803,
        "1276": 64928,
        "1277": 62982,
        "1278": 62235,
        "1280": 415660,
        "1281": 180415,
        "1282": 96165,
        "1283": 202965,
        "1284": 74896,
        "1285": 82904,
        "1286": 78938,
        "1287": 95465,
        "1290": 140682,
        "1291": 67456,
        "1292": 92272,
        "1293": 104301,
    }
    assert result.exact(result.columns.place["1275"]) == Fraction(100 * 1_500_000, 33) + Fraction(100 * 1_500_000 * 7_174, 1_288_908)
    exact = [Fraction(1_500_000, 33) + Fraction(1_500_000 * one["figures"]["population"], 1_288_908) for one in population_of_skane()]
    assert list(kronor(result).values()) == largest_remainder(exact, 3_000_000)  # the nearest shares there are, and the table reaches them


def population_of_skane() -> list[dict[str, Any]]:
    return sorted(population("scb-folkmangd-1990-2022.csv", "2014", "12"), key=lambda one: one["code"])


def largest_remainder(exact: list[Fraction], total: int) -> list[int]:
    floors = [int(value) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in by_rest[: total - sum(floors)]:
        floors[place] += 1
    return floors


def test_skane_without_its_three_largest_costs_the_others_more() -> None:
    """30 left with 719 489 inhabitants: Perstorp 1 500 000 / 30 + 7 174 × 1 500 000 / 719 489 = 50 000 + 14 956.44."""
    fewer = [one for one in population_of_skane() if one["code"] not in {"1280", "1283", "1281"}]
    assert sum(one["figures"]["population"] for one in fewer) == 719_489
    result = split(base="3000000", participants=fewer, parts=HALF_AND_HALF)
    assert result.amount("1275") == 64_956_00


DALSLAND = ("1438", "1439", "1460", "1461", "1492")


def test_dalsland_a_million_by_population() -> None:
    """43 416 inhabitants on 31 December 2008: 23.0329… a head.

    110 281.924, 155 334.439, 227 957.435, 217 477.428, 288 948.775 rounded down add to 999 997; the three largest rests are .924, .775 and .439.
    Rounding each alone gives 999 999.
    """
    result = split(
        base="1000000",
        participants=population("scb-folkmangd-1990-2022.csv", "2008", *DALSLAND),
        parts=[{"label": "by population", "key": "figure", "figure": "population", "fraction": "1"}],
    )
    assert kronor(result) == {"1438": 110282, "1439": 155335, "1460": 227957, "1461": 217477, "1492": 288949}


def test_dalsland_unless_otherwise_agreed() -> None:
    """Dals-Ed has agreed on 100 000: 900 000 by 38 628 heads is 157 129.543, 230 591.799, 219 990.680, 292 287.978; three go up."""
    result = split(
        base="1000000",
        participants=population("scb-folkmangd-1990-2022.csv", "2008", *DALSLAND),
        parts=[{"label": "by population", "key": "figure", "figure": "population", "fraction": "1"}],
        exceptions={"1438": {"amount": "100000", "reference": "otherwise agreed"}},
    )
    assert kronor(result) == {"1438": 100000, "1439": 157129, "1460": 230592, "1461": 219991, "1492": 292288}


def test_jarfalla_in_three_layers() -> None:
    """Workplaces at 4 800 charged directly, a portal of 600 000 by employees, infrastructure of 2 000 000 borne centrally.

    School 900 × 4 800 = 4 320 000 and 600 000 × 1 200 / 2 000 = 360 000; care 250 × 4 800 = 1 200 000 and 180 000; culture 40 × 4 800 = 192 000 and 60 000.
    """
    result = split(
        participants=[
            {"code": "school", "figures": {"employees": 1200}},
            {"code": "care", "figures": {"employees": 600}},
            {"code": "culture", "figures": {"employees": 200}},
        ],
        organisations=[{"code": "centre", "name": "central appropriation"}],
        parts=[
            {"label": "workplaces", "key": "usage", "price": "4800", "quantities": {"school": 900, "care": 250, "culture": 40}},
            {"label": "portal", "key": "figure", "figure": "employees", "amount": "600000"},
            {"label": "infrastructure", "key": "payer", "payer": "centre", "amount": "2000000"},
        ],
    )
    assert kronor(result) == {"care": 1_380_000, "centre": 2_000_000, "culture": 252_000, "school": 4_680_000}
    assert result.total == 8_312_000_00


def test_kongsberg_2007_seventy_thousand() -> None:
    """Costs of 120 000, own effort 50 000, 70 000 from seven municipalities; buying and introducing is each one's own and stands beside."""
    members = ("3303", "3314", "3334", "3336", "3338", "4005", "4026")
    case = {
        "currency": "NOK",
        "base": "120000",
        "deduct": [{"label": "own effort", "amount": "50000"}],
        "participants": population("ssb-07459.csv", "2007", *members),
    }
    own = {"label": "buying and introducing", "key": "own", "own": {"3303": "240000"}}
    equally = split(**case, parts=[{"label": "equally", "key": "equal", "fraction": "1"}, own])
    assert kronor(equally) == dict.fromkeys(members, 10_000)
    assert equally.total == 70_000_00
    # 23 644 + 15 956 + 2 523 + 1 402 + 2 526 + 12 221 + 6 120 = 64 392 inhabitants: 1.08709… a head; rests .19, .63, .73, .10, .99, .35, .00
    by_population = split(**case, parts=[{"label": "by population", "key": "figure", "figure": "population", "fraction": "1"}, own])
    assert kronor(by_population) == {"3303": 25703, "3314": 17346, "3334": 2743, "3336": 1524, "3338": 2746, "4005": 13285, "4026": 6653}


def danish(rate: dict[str, Any], **figures: int) -> Result:
    return split(
        currency="DKK",
        unit="0.01",
        participants=[{"code": code, "figures": {"inhabitants": people}} for code, people in figures.items()],
        parts=[{"label": "fee", "key": "rate", "figure": "inhabitants"} | rate],
    )


def test_danish_rate_with_a_cap_on_the_inhabitants_counted() -> None:
    """0.8080 kr a head, at most 100 000 heads and so at most 80 800.00. 50 000 × 0.808 = 40 400; 98 765 × 0.808 = 79 802.12."""
    wanted = {"a": 40400, "b": "79802.12", "c": 80800, "d": 80800}
    assert kronor(danish({"rate": "0.8080", "count_cap": 100000}, a=50_000, b=98_765, c=100_000, d=345_332)) == wanted
    assert kronor(danish({"rate": "0.8080", "amount_cap": "80800"}, a=50_000, b=98_765, c=100_000, d=345_332)) == wanted


def test_danish_half_price_above_150_000() -> None:
    """25 kr a head, 12.50 for every one above 150 000: 345 332 → 3 750 000 + 195 332 × 12.5 = 6 191 650."""
    result = danish({"brackets": [{"to": 150000, "rate": "25"}, {"rate": "12.5"}]}, a=60_000, b=150_000, c=150_001, d=345_332)
    assert kronor(result) == {"a": 1_500_000, "b": 3_750_000, "c": "3750012.50", "d": 6_191_650}
