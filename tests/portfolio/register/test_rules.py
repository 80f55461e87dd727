"""A region's rules of sharing: begun from a preset, changed part by part, nothing typed lost, two editors, what is adopted stays."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from costsharing.models import Allocation, Budget, Rule, RuleVersion
from costsharing.presets import PRESETS
from costsharing.validity import faults_of_rule
from portfolio.access.roles import Role
from portfolio.models import FigureSource, KeyFigure, Region
from tests.factories import portfolio, projects

NO_SIZE = "It does not say how much it shares; give a fraction, an amount or budget lines."
RULES = "/dalen/register/rules/"
HALVES = {
    "unit": "1",
    "parts": [
        {"label": "lika del", "key": "equal", "fraction": "1/2"},
        {"label": "efter folkmängd", "key": "figure", "figure": "population", "fraction": "1/2"},
    ],
}


@pytest.fixture
def region(db: None) -> Region:
    """Two members with 4 700 and 9 500 inhabitants."""
    region = portfolio.region("dalen", country="SE", language="sv", currency="SEK")
    source = FigureSource.objects.create(key="scb", title="Folkmängd", publisher="SCB", licence="CC0")
    for code, name, people in (("1438", "Dals-Ed", 4700), ("1460", "Bengtsfors", 9500)):
        place = portfolio.member(region, portfolio.municipality(name, country="SE", code=code)).organisation
        KeyFigure.objects.create(organisation=place, kind="population", date=dt.date(2020, 12, 31), value=people, source=source)
    return region


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    return client


@pytest.fixture
def version(region: Region) -> RuleVersion:
    rule = Rule.objects.create(region=region, name="Halva halva")
    return RuleVersion.objects.create(rule=rule, first_year=2020, definition=HALVES)


def address(version: RuleVersion) -> str:
    return f"{RULES}versions/{version.pk}/"


def opened(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back of the form as it opens."""
    context = client.get(url).context
    form = context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"parts": form.count, "shown": context["shown"], "key": str(context["key"]), "do": "save"}


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# ---- beginning ---------------------------------------------------------------
@pytest.mark.parametrize("slug", PRESETS)
def test_each_preset_makes_a_rule_that_can_be_read(region: Region, client: Client, slug: str) -> None:
    assert client.post(RULES + "new/", {"preset": slug, "name": "", "first_year": "2026"}).status_code == 303
    version = RuleVersion.objects.select_related("rule").get()
    assert (version.first_year, faults_of_rule(version.definition)) == (2026, [])
    assert all(part["label"] for part in version.definition["parts"])
    before = version.definition
    assert client.post(address(version), opened(client, address(version))).status_code == 303
    version.refresh_from_db()
    assert {part["label"]: part["key"] for part in version.definition["parts"]} == {part["label"]: part["key"] for part in before["parts"]}


def test_a_rule_is_called_in_the_language_of_the_region(region: Region, client: Client) -> None:
    client.post(RULES + "new/", {"preset": "halves", "name": "", "first_year": "2026"})
    rule = Rule.objects.get()
    assert (rule.name, [part["label"] for part in rule.versions.get().definition["parts"]]) == (
        "Hälften lika, hälften efter invånarantal",
        ["Lika del", "Efter invånarantal"],
    )


def test_a_central_part_is_paid_by_the_office(region: Region, client: Client) -> None:
    region.office = region.memberships.get(organisation__name="Bengtsfors").organisation
    region.save()
    client.post(RULES + "new/", {"preset": "layers", "name": "Tre lager", "first_year": "2026"})
    definition = RuleVersion.objects.get().definition
    assert [part.get("payer") for part in definition["parts"]] == [None, "1460", None]
    assert definition["organisations"] == [{"code": "1460", "name": "Bengtsfors"}]


def test_a_name_is_taken_once_and_a_form_acts_once(region: Region, client: Client) -> None:
    wanted = {"preset": "halves", "name": "Vår regel", "first_year": "2026", "key": "6b1b8f2e-32a5-4b4b-8d34-7a5f5f3c1f10"}
    assert [client.post(RULES + "new/", wanted).status_code for _ in range(2)] == [303, 303]
    assert Rule.objects.count() == 1
    again = client.post(RULES + "new/", wanted | {"key": "", "first_year": "20"})
    assert (again.status_code, errors(again)) == (422, {"first_year": ["Write a year from 1990 to 2100."]})
    again = client.post(RULES + "new/", wanted | {"key": ""})
    assert (again.status_code, errors(again)) == (422, {"name": ["The region has a rule of this name. Write another."]})


# ---- reading -------------------------------------------------------------------
def test_the_list_says_what_holds_this_year(region: Region, client: Client, version: RuleVersion) -> None:
    later = {"unit": "1", "parts": [{"label": "lika", "key": "equal", "fraction": "1"}]}
    RuleVersion.objects.create(rule=version.rule, first_year=2090, definition=later)
    project = projects.project(region)
    Budget.objects.create(project=project, rule=version.rule)
    text = client.get(RULES).content.decode()
    assert "Half is shared equally, half by population. Rounded to whole kronor." in text
    assert "Holds since 2020. 2 versions. Used by 1 project." in text
    page = client.get(f"{RULES}{version.rule_id}/")
    assert [(row.version.first_year, row.last, row.holds) for row in page.context["versions"]] == [(2090, None, False), (2020, 2089, True)]
    assert list(page.context["using"]) == [project]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(region: Region, client: Client, version: RuleVersion, django_assert_num_queries: Any, rows: int) -> None:
    for number in range(1, rows):
        rule = Rule.objects.create(region=region, name=f"Regel {number}")
        RuleVersion.objects.create(rule=rule, first_year=2020, definition=HALVES)
        RuleVersion.objects.create(rule=version.rule, first_year=2020 + number, definition=HALVES)
    for url, queries in ((RULES, 8), (f"{RULES}{version.rule_id}/", 10), (address(version), 14)):
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200


def test_a_reader_reads_and_changes_nothing(region: Region, version: RuleVersion) -> None:
    reader = Client()
    reader.force_login(portfolio.person_with(Role.READER, region))
    assert [reader.get(url).status_code for url in (RULES, f"{RULES}{version.rule_id}/", address(version), RULES + "new/")] == [200, 200, 403, 403]
    assert "New version" not in reader.get(f"{RULES}{version.rule_id}/").content.decode()


def test_another_region_is_not_there(client: Client) -> None:
    other = Rule.objects.create(region=portfolio.region("annan"), name="Deras")
    theirs = RuleVersion.objects.create(rule=other, first_year=2020, definition=HALVES)
    line, change = Rule.history.get(id=other.pk).history_id, RuleVersion.history.get(id=theirs.pk).history_id
    for url in (f"{RULES}{other.pk}/", address(theirs), f"{RULES}{other.pk}/new/", f"{RULES}{other.pk}/name/"):
        assert client.get(url).status_code == 404
    for url in (f"{RULES}undo/{line}/", f"{RULES}versions/undo/{change}/"):
        assert client.post(url).status_code == 404
    client.post(f"{RULES}{other.pk}/remove/")
    client.post(f"{address(theirs)}remove/")
    assert (Rule.objects.count(), RuleVersion.objects.count()) == (1, 1)


# ---- changing --------------------------------------------------------------------
def test_what_is_typed_is_stored_as_the_engine_reads_it(client: Client, version: RuleVersion) -> None:
    sent = opened(client, address(version)) | {
        "p0-value": "30 %",
        "p1-value": "0,7",
        "unit": "100",
        "floor": "5 000 kr",
        "ceiling": "60 %",
        "max_change": "12,5 %",
        "exceptions": "Dals-Ed: 6 000 (§ 12)\n",
        "corrections": "1460: −2 500,50",
        "remainder": "1438",
        "note": "Beslut 2020",
    }
    assert client.post(address(version), sent).status_code == 303
    version.refresh_from_db()
    assert version.definition == {
        "unit": "100",
        "parts": [
            {"label": "lika del", "key": "equal", "fraction": "0.3"},
            {"label": "efter folkmängd", "key": "figure", "fraction": "0.7", "figure": "population"},
        ],
        "floor": {"amount": "5000"},
        "ceiling": {"fraction": "0.6"},
        "max_change": {"fraction": "0.125"},
        "exceptions": {"1438": {"amount": "6000", "reference": "§ 12"}},
        "corrections": {"1460": "-2500.50"},
        "remainder": "1438",
    }
    assert (version.note, version.history.count(), version.history.first().history_user is None) == ("Beslut 2020", 2, False)
    stands = version.definition
    assert client.post(address(version), opened(client, address(version))).status_code == 303
    version.refresh_from_db()
    assert version.definition == stands


ALL_KEYS: list[tuple[dict[str, str], dict[str, Any]]] = [
    (
        {"key": "percent", "size": "amount", "value": "40 000", "entries": "Dals-Ed (1438): 33,3\n1460: 66,7", "per": "once"},
        {"key": "percent", "amount": "40000", "percent": {"1438": "33.3", "1460": "66.7"}, "per": "once"},
    ),
    (
        {"key": "amounts", "entries": "Dals-Ed\t1 000\nBengtsfors; 0", "reason": "som förr"},
        {"key": "amounts", "amounts": {"1438": "1000", "1460": "0"}, "reason": "som förr"},
    ),
    (
        {"key": "classes", "figure": "population", "by": "fee", "classes": "–9 999: 5 000\n10 000–49.999: 12 000\n50 000–: 20 000,50"},
        {
            "key": "classes",
            "figure": "population",
            "classes": [{"to": "9999", "fee": "5000"}, {"from": "10000", "to": "49999", "fee": "12000"}, {"from": "50000", "fee": "20000.50"}],
        },
    ),
    (
        {"key": "classes", "size": "lines", "value": "Kurser\nResor", "figure": "pupils", "by": "weight", "classes": "–500: 0,5\n501–: 2"},
        {"key": "classes", "lines": ["Kurser", "Resor"], "figure": "pupils", "classes": [{"to": "500", "weight": "0.5"}, {"from": "501", "weight": "2"}]},
    ),
    (
        {"key": "rate", "figure": "population", "price": "0,8080", "most": "100 000", "per": "month"},
        {"key": "rate", "figure": "population", "rate": "0.8080", "count_cap": "100000", "per": "month"},
    ),
    ({"key": "rate", "figure": "users", "price": "12", "most_paid": "80 000"}, {"key": "rate", "figure": "users", "rate": "12", "amount_cap": "80000"}),
    (
        {"key": "rate", "figure": "population", "steps": "–150 000: 25\n150 000–: 12,50"},
        {"key": "rate", "figure": "population", "brackets": [{"to": "150000", "rate": "25"}, {"rate": "12.50"}]},
    ),
    ({"key": "usage", "price": "4 800", "entries": "dals-ed: 12"}, {"key": "usage", "price": "4800", "quantities": {"1438": "12"}}),
    ({"key": "payer", "size": "amount", "value": "5 000", "payer": "Bengtsfors"}, {"key": "payer", "amount": "5000", "payer": "1460"}),
    ({"key": "usage", "price": "1,2550", "entries": ""}, {"key": "usage", "price": "1.2550", "quantities": {}}),
    ({"key": "own", "entries": "1460: 240 000"}, {"key": "own", "own": {"1460": "240000"}}),
    ({"key": "own", "entries": ""}, {"key": "own", "own": {}}),
    (
        {"key": "figure", "size": "amount", "value": "100", "figures": "population: 1 000 / 1\nnumber of employees: 50\nnumber of users"},
        {
            "key": "figure",
            "amount": "100",
            "figures": [{"name": "population", "per": "1000", "decimals": 1}, {"name": "employees", "per": "50"}, {"name": "users"}],
        },
    ),
]


@pytest.mark.parametrize(("typed", "stored"), ALL_KEYS)
def test_every_key_is_typed_stored_and_shown_again(client: Client, version: RuleVersion, typed: dict[str, str], stored: dict[str, Any]) -> None:
    first = (
        {f"p0-{name}": "" for name in ("size", "value", "figure")}
        | {"p0-label": "avgift", "p0-per": "year"}
        | {f"p0-{name}": text for name, text in typed.items()}
    )
    sent = opened(client, address(version)) | {"p1-value": "1"} | first
    response = client.post(address(version), sent)
    assert response.status_code == 303, errors(response)
    version.refresh_from_db()
    assert version.definition["parts"][0] == {"label": "avgift"} | stored
    stands = version.definition
    assert client.post(address(version), opened(client, address(version))).status_code == 303
    version.refresh_from_db()
    assert version.definition == stands


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"p0-value": ""}, {"p0-value": ["Write how much."], "p0-size": [NO_SIZE]}),
        (
            {"p0-value": "hälften"},
            {
                "p0-value": ["Write a number like 12,5 or a fraction like 1/3."],
                "p0-size": [NO_SIZE],
            },
        ),
        ({"p0-value": "49,99 %"}, {"p1-value": ["The fractions add to 0.9999, which is 0.0001 too low; they must add to 1."]}),
        ({"p0-label": ""}, {"p0-label": ["Write what this part is called."]}),
        ({"p1-figure": ""}, {"__all__": ["Part 2 needs exactly one of these: key figure, key figures."]}),
        (
            {"p0-key": "percent", "p0-entries": "1438: 50\n1460: 49,99"},
            {"p0-entries": ["The percentages add to 99.99, which is 0.01 too low; they must add to 100."]},
        ),
        (
            {"p0-key": "percent", "p0-entries": "Oslo: 50\n1460 50\nDals-Ed: x"},
            {
                "p0-entries": [
                    "Line 1: Oslo is no member of the region. Write the name or the number of one.",
                    "Line 2: Write a colon between what it is and its number, like Malmö: 17,5.",
                    "Line 3: Write a number like 12,5 or a fraction like 1/3.",
                ]
            },
        ),
        (
            {
                "p0-key": "classes",
                "p0-size": "",
                "p0-value": "",
                "p0-figure": "population",
                "p0-by": "fee",
                "p0-classes": "–100: 1\n100–200: 2\n",
                "p1-value": "1",
            },
            {"p0-classes": ["Size classes 1 and 2 both hold 100; move a limit."]},
        ),
        (
            {"p0-key": "classes", "p0-size": "", "p0-value": "", "p0-figure": "population", "p0-by": "fee", "p0-classes": "–99: 1\n200–: 2\n", "p1-value": "1"},
            {"p0-classes": ["No size class holds 100 to 199; move a limit."]},
        ),
        (
            {"p0-value": "1.250"},
            {"p0-value": ["1.250 can be read in two ways. Write thousands with a space like 4 800, or one more decimal like 4,8000."], "p0-size": [NO_SIZE]},
        ),
        ({"floor": "mycket"}, {"floor": ["Write an amount in figures, like 62 826 or 62 826,50."]}),
        ({"first_year": "20"}, {"first_year": ["Write a year from 1990 to 2100."]}),
        ({"exceptions": "Dals-Ed: 1\nDals-Ed: 2"}, {"exceptions": ["Dals-Ed (1438) stands twice. Keep one line."]}),
        ({"parts": "0"}, {"__all__": ["The rule has no part; add at least one."]}),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client: Client, version: RuleVersion, fields: dict[str, str], wrong: Any) -> None:
    response = client.post(address(version), opened(client, address(version)) | {"note": "skrivet"} | fields)
    assert (response.status_code, errors(response)) == (422, wrong)
    form = response.context["form"]
    assert {name: form[name].value() for name in fields if name in form.fields} == {name: text for name, text in fields.items() if name in form.fields}
    assert 'value="skrivet"' in response.content.decode()
    version.refresh_from_db()
    assert version.definition == HALVES


def test_parts_come_go_and_change_places_without_scripts(client: Client, version: RuleVersion) -> None:
    sent = opened(client, address(version)) | {"p0-value": "1/3"}

    def after(data: dict[str, Any], deed: str) -> tuple[dict[str, Any], list[str]]:
        response = client.post(address(version), data | {"do": deed})
        form = response.context["form"]
        assert (response.status_code, form.is_bound) == (200, False)
        back = {name: form[name].value() or "" for name in form.fields} | {"parts": form.count, "shown": response.context["shown"], "do": "save"}
        return back, [f"{back[f'p{number}-label']} {back[f'p{number}-value']}".strip() for number in range(form.count)]

    more, labels = after(sent, "add")
    assert labels == ["lika del 1/3", "efter folkmängd 1/2", ""]
    more |= {"p2-label": "anställda", "p2-key": "figure", "p2-figure": "employees", "p2-value": "1/6"}
    moved, labels = after(more, "up-2")
    assert labels == ["lika del 1/3", "anställda 1/6", "efter folkmängd 1/2"]
    for deed in ("up-0", "down-2", "remove-7", "remove-x", "up-", "nonsense"):
        assert after(moved, deed)[1] == labels
    assert after(moved, "remove-0")[1] == labels[1:]
    assert RuleVersion.objects.get().definition == HALVES
    assert client.post(address(version), moved).status_code == 303
    assert [part["label"] for part in RuleVersion.objects.get().definition["parts"]] == ["lika del", "anställda", "efter folkmängd"]


def test_another_key_keeps_what_was_typed_for_the_first(client: Client, version: RuleVersion) -> None:
    sent = opened(client, address(version)) | {"p0-key": "percent", "p0-entries": "1438: 50"}
    form = client.post(address(version), sent | {"p0-key": "equal", "do": "look"}).context["form"]
    assert [field.name for field in form.part(0).hidden if field.value()] == ["p0-entries", "p0-by"]
    assert form["p0-entries"].value() == "1438: 50"


def test_the_sentence_and_an_example_follow_while_it_is_made(client: Client, version: RuleVersion) -> None:
    """A million on 4 700 and 9 500: 250 000 + 750 000 × 4 700 / 14 200 = 498 239 and the rest."""
    sent = opened(client, address(version)) | {"p0-value": "1/2", "p1-value": "1/2", "do": "look"}
    page = client.post(address(version), sent)
    assert page.context["sentence"].replace("\u00a0", " ") == "Half is shared equally, half by population. Rounded to whole kronor."
    assert [(row.name, row.minor, row.per_inhabitant) for row in page.context["example"].rows] == [
        ("Dals-Ed", 415_493_00, 8840),
        ("Bengtsfors", 584_507_00, 6153),
    ]
    page = client.post(address(version), sent | {"p0-value": "1/3"})
    assert page.context["faults"] == ["Fraction, amount or lines: The fractions add to 5/6, which is 1/6 too low; they must add to 1."]
    assert page.context["example"].rows == []
    page = client.post(address(version), sent | {"p1-figure": "employees"})
    assert page.context["why_not"][0] == "1438 Dals-Ed, efter folkmängd: the key figure number of employees is missing; enter it with its source and date."


def test_two_who_change_one_rule_see_both_sentences(client: Client, version: RuleVersion) -> None:
    mine = opened(client, address(version)) | {"p0-value": "0,4", "p1-value": "0,6"}
    theirs = opened(client, address(version)) | {"p0-value": "0,2", "p1-value": "0,8"}
    assert client.post(address(version), theirs).status_code == 303
    response = client.post(address(version), mine)
    assert response.status_code == 409
    pairs = [(pair.label, pair.theirs, pair.mine) for pair in response.context["pairs"]]
    assert pairs == [
        (
            "The rule",
            "20% is shared equally, 80% by population. Rounded to whole kronor.",
            "40% is shared equally, 60% by population. Rounded to whole kronor.",
        ),
        ("lika del: Fraction, amount or lines", "20 %", "0,4"),
        ("efter folkmängd: Fraction, amount or lines", "80 %", "0,6"),
    ]
    again = dict(response.context["typed"]) | {"shown": response.context["shown"], "key": str(response.context["key"]), "do": "save"}
    assert client.post(address(version), again).status_code == 303
    assert [part["fraction"] for part in RuleVersion.objects.get().definition["parts"]] == ["0.4", "0.6"]


def test_a_form_that_comes_twice_acts_once_and_can_be_undone(client: Client, version: RuleVersion) -> None:
    sent = opened(client, address(version)) | {"p0-value": "0,4", "p1-value": "0,6"}
    assert [client.post(address(version), sent).status_code for _ in range(2)] == [303, 303]
    assert version.history.count() == 2
    assert client.post(f"{RULES}versions/undo/{version.history.first().history_id}/").status_code == 303
    version.refresh_from_db()
    assert version.definition == HALVES


# ---- versions ----------------------------------------------------------------------
def test_a_new_version_begins_as_a_copy_in_a_year_of_its_own(client: Client, version: RuleVersion) -> None:
    url = f"{RULES}{version.rule_id}/new/"
    sent = opened(client, url)
    assert [part["label"] for part in version.definition["parts"]] == [sent["p0-label"], sent["p1-label"]]
    taken = client.post(url, sent | {"first_year": "2020"})
    assert (taken.status_code, errors(taken)) == (
        422,
        {"first_year": ["Another version of the rule begins in this year. Choose another year, or change that version."]},
    )
    assert [client.post(url, sent | {"first_year": "2031"}).status_code for _ in range(2)] == [303, 303]
    assert list(version.rule.versions.values_list("first_year", flat=True)) == [2020, 2031]
    new = version.rule.versions.get(first_year=2031)
    assert client.post(f"{address(new)}remove/").status_code == 303
    assert client.post(f"{RULES}versions/undo/{RuleVersion.history.filter(id=new.pk).first().history_id}/").status_code == 303
    assert list(version.rule.versions.values_list("first_year", flat=True)) == [2020, 2031]


def adopted(version: RuleVersion) -> Allocation:
    project = projects.project(version.rule.region)
    body, user = portfolio.body(version.rule.region), portfolio.user()
    return Allocation.objects.create(
        project=project, year=2020, number=1, name="A", rule_version=version, case={}, result={}, content_sha256="x", engine="1",
        adopted_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), adopted_by=user, body=body, decided_on=dt.date(2020, 1, 1),
    )  # fmt: skip


def test_what_an_allocation_rests_on_stays_and_a_new_year_may_differ(client: Client, version: RuleVersion) -> None:
    sent = opened(client, address(version)) | {"p0-value": "0,4", "p1-value": "0,6"}
    adopted(version)
    response = client.post(address(version), sent)
    why = "An adopted allocation rests on this version, so it stays as it is. Make a new version that holds from another year."
    assert (response.status_code, errors(response)) == (422, {"__all__": [why]})
    assert why in client.get(address(version)).content.decode()
    client.post(f"{address(version)}remove/")
    client.post(f"{RULES}{version.rule_id}/remove/")
    version.refresh_from_db()
    assert (version.definition, version.history.count()) == (HALVES, 1)
    assert (
        client.post(f"{RULES}{version.rule_id}/new/", opened(client, f"{RULES}{version.rule_id}/new/") | {"p0-value": "0,4", "p1-value": "0,6"}).status_code
        == 303
    )
    assert version.rule.versions.count() == 2


# ---- the rule itself -----------------------------------------------------------------
def test_a_rule_is_named_removed_and_brought_back_whole(client: Client, version: RuleVersion) -> None:
    rule, url = version.rule, f"{RULES}{version.rule_id}/name/"
    context = client.get(url).context
    sent = {"name": "Nytt namn", "note": "Varför\r\ndet", "shown": context["shown"], "key": str(context["key"]), "do": "save"}
    assert client.post(url, sent).status_code == 303
    rule.refresh_from_db()
    assert (rule.name, rule.note) == ("Nytt namn", "Varför\ndet")
    Rule.objects.create(region=rule.region, name="Annan")
    taken = client.post(url, sent | {"name": "Annan", "key": ""})
    assert (taken.status_code, errors(taken)) == (422, {"name": ["The region has a rule of this name. Write another."]})
    assert client.post(f"{RULES}{rule.pk}/remove/").status_code == 303
    assert not Rule.objects.filter(pk=rule.pk).exists()
    assert client.post(f"{RULES}undo/{Rule.history.filter(id=rule.pk).first().history_id}/").status_code == 303
    assert RuleVersion.objects.get(rule=rule.pk).definition == HALVES


def test_a_rule_that_a_budget_uses_is_not_removed(client: Client, version: RuleVersion) -> None:
    Budget.objects.create(project=projects.project(version.rule.region), rule=version.rule)
    client.post(f"{RULES}{version.rule_id}/remove/")
    assert Rule.objects.filter(pk=version.rule_id).exists()
