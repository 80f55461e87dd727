"""Rules and faults in words, in the three languages of the pages."""

import re
import string
from typing import Any

import pytest
from django.utils import translation

from costsharing.engine.allocation import allocate
from costsharing.engine.faults import SENTENCES, CaseFault, Refused
from costsharing.engine.part import KEY_NAMES
from costsharing.engine.reading import read_value
from costsharing.wording import fault_text, key_name, rule_sentence
from costsharing.wording.faulttexts import SIDES, TEXTS
from costsharing.wording.numbers import key_words

HALF_AND_HALF = {
    "unit": "1",
    "parts": [
        {"label": "equal half", "key": "equal", "fraction": "1/2"},
        {"label": "by population", "key": "figure", "figure": "population", "fraction": "1/2"},
    ],
}


def said(language: str, definition: dict[str, Any], **more: Any) -> str:
    with translation.override(language):
        return rule_sentence(definition, **more).replace("\u00a0", " ")


def of_engine(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def of_page(sentence: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", str(sentence)))


def test_every_fault_of_the_engine_has_a_sentence_with_its_parameters() -> None:
    sided = {key for key, _ in SIDES}
    assert sorted(TEXTS.keys() | sided) == sorted(SENTENCES)
    assert TEXTS.keys() & sided == set()
    assert {key: of_page(text) for key, text in TEXTS.items()} == {key: of_engine(SENTENCES[key]) for key in TEXTS}
    assert {key: of_page(text) for key, text in SIDES.items()} == {key: of_engine(SENTENCES[key[0]]) - {"side", "kind"} for key in SIDES}


@pytest.mark.parametrize("language", ["sv", "nb", "en-gb"])
@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_fault_can_be_told(language: str, key: str) -> None:
    params = dict.fromkeys(of_engine(SENTENCES[key]), "7")
    for side in sorted({side for known, side in SIDES if known == key} or {""}):
        with translation.override(language):
            text = fault_text(CaseFault(key, params | ({"side": side} if side else {}), "1280 Malmö", "half"))
        assert text.startswith("1280 Malmö, half: ")
        assert text.endswith(".")
        assert "%(" not in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "1280 Malmö, efter storlek: nyckeltalet invånarantal saknas; ange det med källa och datum."),
        ("nb", "1280 Malmö, efter storlek: nøkkeltallet innbyggertall mangler; oppgi det med kilde og dato."),
        ("en-gb", "1280 Malmö, efter storlek: the key figure population is missing; enter it with its source and date."),
    ],
)
def test_a_fault_names_who_and_what_to_do(language: str, text: str) -> None:
    with translation.override(language):
        assert fault_text(CaseFault("missing_figure", {"figure": "population"}, "1280 Malmö", "efter storlek")) == text


def faults(**fields: Any) -> list[str]:
    case = {"currency": "SEK", "unit": "1", "base": "100", "participants": [{"code": "1280", "name": "Malmö"}, {"code": "1281", "name": "Lund"}]}
    with pytest.raises(Refused) as refused:
        allocate(read_value(case | fields))
    with translation.override("sv"):
        return [fault_text(fault).replace("\u00a0", " ") for fault in refused.value.faults]


def test_faults_of_real_cases() -> None:
    """Amounts and numbers as Sweden writes them, places in words."""
    percent = {"label": "avtal", "key": "percent", "fraction": "1", "percent": {"1280": "50", "1281": "49.99"}}
    assert faults(parts=[percent]) == ["Avtal: procentsatserna blir tillsammans 99,99, vilket är 0,01 för lite; de ska bli 100.".replace("Avtal", "avtal")]
    assert faults(parts=[{"key": "equal", "fraction": "half"}]) == ["Del 1, andel ska vara ett tal eller ett bråk som 1/3."]
    assert faults(base="1250000", parts=[{"label": "fast", "key": "equal", "amount": "1238000"}]) == [
        "Delarna blir tillsammans 1 238 000, men 1 250 000 ska fördelas: 12 000 för lite; lägg till en del med en andel eller rätta ett belopp."
    ]
    classes = [{"to": 9999, "fee": "1"}, {"from": 9999, "to": 20000, "fee": "2"}, {"from": 30000, "fee": "3"}]
    assert faults(parts=[{"label": "klass", "key": "classes", "figure": "population", "classes": classes}]) == [
        "klass: storleksklasserna 1 och 2 omfattar båda 9 999; flytta en gräns.",
        "klass: ingen storleksklass omfattar 20 001 till 29 999; flytta en gräns.",
    ]
    assert faults(floor={"amount": "90"}, parts=[{"key": "equal", "fraction": "1"}]) == [
        "Det minsta som var och en betalar blir tillsammans 180, vilket är 80 över de 100 som ska fördelas; sänk det."
    ]


def test_a_choice_is_told_by_what_the_fields_are_called() -> None:
    with translation.override("sv"):
        told = fault_text(CaseFault("one_of", {"place": "parts[0]", "choices": "count_cap, amount_cap, brackets"}))
    assert told == "Del 1 behöver exakt ett av detta: högst som räknas, högst som betalas, steg."


def test_keys_have_names() -> None:
    assert {key: key_name(key) for key in KEY_NAMES.values()} == {
        "equal": "equally",
        "figure": "by a key figure",
        "percent": "by agreed percentages",
        "amounts": "agreed amounts",
        "classes": "by size class",
        "rate": "price × key figure",
        "usage": "price × use",
        "payer": "one pays",
        "own": "each bears its own",
    }


def test_a_part_is_named_by_what_it_is_shared_by() -> None:
    parts = (
        {"key": "figure", "figure": "population"},
        {"key": "figure", "figures": [{"name": "population"}, {"name": "biler"}]},
        {"key": "rate", "figure": "employees"},
        {"key": "equal"},
    )
    assert [key_words(part) for part in parts] == ["by population", "by population + biler", "price × number of employees", "equally"]


# ---- rules -------------------------------------------------------------------
DALSLAND = {
    "unit": "1",
    "parts": [{"label": "by population", "key": "figure", "figure": "population", "fraction": "1"}],
    "exceptions": {"1438": {"amount": "100000", "reference": "otherwise agreed"}},
}
JARFALLA = {
    "organisations": [{"code": "centre", "name": "Centralt anslag"}],
    "parts": [
        {"label": "workplaces", "key": "usage", "price": "4800", "quantities": {"school": 900, "care": 250, "culture": 40}},
        {"label": "portal", "key": "figure", "figure": "employees", "amount": "600000"},
        {"label": "infrastructure", "key": "payer", "payer": "centre", "amount": "2000000"},
    ],
}
KONGSBERG = {"parts": [{"label": "equally", "key": "equal", "fraction": "1"}, {"label": "buying", "key": "own", "own": {"3303": "240000"}}]}
DANISH_CAP = {"unit": "0.01", "parts": [{"key": "rate", "figure": "inhabitants", "rate": "0.8080", "count_cap": 100000}]}
DANISH_STEPS = {"parts": [{"key": "rate", "figure": "inhabitants", "brackets": [{"to": 150000, "rate": "25"}, {"rate": "12.5"}]}]}
ALL = {
    "unit": "100",
    "parts": [
        {
            "label": "joining",
            "key": "classes",
            "figure": "population",
            "per": "once",
            "classes": [{"to": 9999, "fee": "5000"}, {"from": 10000, "fee": "12000"}],
        },
        {"label": "lent", "key": "rate", "figure": "users", "rate": "12.50", "amount_cap": "80000", "per": "month"},
        {"label": "old", "key": "amounts", "amounts": {"1280": "5000", "1281": "0"}, "reason": "as in 2014"},
        {"label": "courses", "key": "percent", "percent": {"1280": "66.67", "1281": "33.33"}, "lines": ["Courses", "Travel"]},
        {
            "label": "weighed",
            "key": "figure",
            "figures": [{"name": "population", "per": 1000, "decimals": 1}, {"name": "road length", "per": "10"}],
            "fraction": "0.3",
        },
        {
            "label": "classes",
            "key": "classes",
            "figure": "pupils",
            "classes": [{"to": 500, "weight": "0.5"}, {"from": 501, "to": 900, "weight": 1}, {"from": 901, "weight": 2}],
            "fraction": "0.7",
        },
    ],
    "corrections": {"1280": "-3000", "1281": "2500.50"},
    "floor": {"amount": "10000"},
    "ceiling": {"fraction": "0.25"},
    "max_change": {"fraction": "0.1"},
    "remainder": "1280",
}
NAMES = {"1280": "Malmö", "1281": "Lund", "1438": "Dals-Ed", "3303": "Kongsberg"}

WORDED: list[tuple[str, dict[str, Any], str]] = [
    ("sv", HALF_AND_HALF, "Hälften delas lika, hälften efter invånarantal. Avrundas till hela kronor."),
    ("nb", HALF_AND_HALF, "Halvparten deles likt, halvparten etter innbyggertall. Avrundes til hele kroner."),
    ("en-gb", HALF_AND_HALF, "Half is shared equally, half by population. Rounded to whole kronor."),
    (
        "sv",
        DALSLAND,
        "Allt fördelas efter invånarantal. Avtalade undantag: Dals-Ed betalar 100 000 kr (otherwise agreed)."
        " Övriga bär skillnaden på samma sätt som resten. Avrundas till hela kronor.",
    ),
    (
        "nb",
        DALSLAND,
        "Alt fordeles etter innbyggertall. Avtalte unntak: Dals-Ed betaler 100 000 kr (otherwise agreed)."
        " De andre bærer forskjellen på samme måte som resten. Avrundes til hele kroner.",
    ),
    (
        "en-gb",
        DALSLAND,
        "Everything is shared by population. Agreed exceptions: Dals-Ed pays kr 100,000 (otherwise agreed)."
        " The others bear the difference in the same way as the rest. Rounded to whole kronor.",
    ),
    (
        "sv",
        JARFALLA,
        "Var och en betalar för sin användning, 4 800 kr per enhet: care 250, culture 40, school 900. 600 000 kr fördelas efter antal anställda."
        " Centralt anslag betalar 2 000 000 kr.",
    ),
    (
        "nb",
        JARFALLA,
        "Hver betaler for sin bruk, 4 800 kr per enhet: care 250, culture 40, school 900. 600 000 kr fordeles etter antall ansatte."
        " Centralt anslag betaler 2 000 000 kr.",
    ),
    (
        "en-gb",
        JARFALLA,
        "Each pays for its own use, kr 4,800 for each unit: care 250, culture 40, school 900. Kr 600,000 is shared by number of employees."
        " Centralt anslag pays kr 2,000,000.",
    ),
    (
        "sv",
        KONGSBERG,
        "Var och en bär sina egna kostnader vid sidan av (buying), och de fördelas aldrig. Känt hittills: Kongsberg 240 000 kr. Allt delas lika.",
    ),
    ("nb", KONGSBERG, "Hver bærer sine egne kostnader ved siden av (buying), og de fordeles aldri. Kjent hittil: Kongsberg 240 000 kr. Alt deles likt."),
    (
        "en-gb",
        KONGSBERG,
        "Each bears its own costs beside this (buying), and they are never shared. Known so far: Kongsberg kr 240,000. Everything is shared equally.",
    ),
    ("sv", DANISH_CAP, "Var och en betalar 0,8080 kr per invånare, där högst 100 000 räknas. Avrundas till två decimaler."),
    ("nb", DANISH_CAP, "Hver betaler 0,8080 kr per innbygger, der høyst 100 000 regnes med. Avrundes til to desimaler."),
    ("en-gb", DANISH_CAP, "Each pays kr 0.8080 per inhabitant, where at most 100,000 are counted. Rounded to two decimals."),
    ("sv", DANISH_STEPS, "Var och en betalar stegvis: 25 kr per invånare upp till 150 000; 12,5 kr per invånare över 150 000."),
    ("nb", DANISH_STEPS, "Hver betaler trinnvis: 25 kr per innbygger opp til 150 000; 12,5 kr per innbygger over 150 000."),
    ("en-gb", DANISH_STEPS, "Each pays on the margin: kr 25 per inhabitant up to 150,000; kr 12.5 per inhabitant above 150,000."),
    (
        "sv",
        ALL,
        "Var och en betalar en avgift efter storleksklass (invånarantal): upp till 9 999 betalar 5 000 kr; från 10 000 betalar 12 000 kr."
        " Detta betalas en gång, och helt även av den som deltar bara en del av året."
        " Var och en betalar 12,50 kr per användare, högst 80 000 kr. Detta gäller per månad."
        " Avtalade belopp betalas (as in 2014): Malmö 5 000 kr, Lund 0 kr."
        " Det som är budgeterat för Courses och Travel fördelas efter avtalade procentsatser: Malmö 66,67 %, Lund 33,33 %."
        " 30 % av resten fördelas efter summan av invånarantal ÷ 1 000 med 1 decimal och road length ÷ 10."
        " 70 % av resten fördelas efter vikter för storleksklasser (antal elever): upp till 500 väger 0,5; 501–900 väger 1; från 901 väger 2."
        " Korrigeringar: Malmö betalar 3 000 kr mindre; Lund betalar 2 500,50 kr mer."
        " Ingen betalar mindre än 10 000 kr. Ingen betalar mer än en fjärdedel av hela beloppet. Ingens andel ändras mer än 10 % från året före."
        " Det som då flyttas bärs av övriga på samma sätt som resten."
        " Avrundas till jämna 100 kr. Det som avrundningen lämnar över betalas av Malmö.",
    ),
]


@pytest.mark.parametrize(("language", "definition", "text"), WORDED)
def test_a_rule_in_words(language: str, definition: dict[str, Any], text: str) -> None:
    assert said(language, definition, names=NAMES) == text


def test_a_currency_that_is_not_the_readers_is_named() -> None:
    fixed = {"unit": "10", "parts": [{"key": "equal", "amount": "70000"}]}
    assert said("nb", fixed, currency="SEK") == "70 000 SEK deles likt. Avrundes til hele 10 SEK."
    assert said("nb", fixed, currency="NOK") == "70 000 kr deles likt. Avrundes til hele 10 kr."
    assert said("en-gb", fixed | {"unit": "1"}, currency="EUR") == "EUR 70,000 is shared equally. Rounded to whole euros."


def test_a_rule_in_the_making_says_what_is_missing() -> None:
    """Each part is read alone, so the others can be read meanwhile."""
    half = {"parts": [{"key": "equal", "fraction": "half"}, {"key": "equal", "fraction": "1/3"}], "floor": {"amount": "x"}, "unit": "7"}
    assert said("en-gb", half) == "Part 1 is not complete. One third is shared equally."
    assert said("en-gb", {}) == "The rule has no part yet."
    assert said("en-gb", {"parts": "x", "organisations": 3}) == "The rule has no part yet."
    assert said("en-gb", {"parts": [3, {"key": "equal", "amount": "5"}]}) == "Part 1 is not complete. Kr 5 is shared equally."


def test_many_are_counted_and_not_named() -> None:
    percent = {f"{code:04d}": "10" for code in range(10)}
    assert said("sv", {"parts": [{"key": "percent", "fraction": "1", "percent": percent}]}) == "Allt fördelas efter avtalade procentsatser: 10 deltagare."
