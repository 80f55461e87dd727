from costsharing.assembling import Party, Purpose, Value, assemble, figures_named, lines_named

PEOPLE = {"population": Value(13460, "2014-12-31", "SCB", 7)}
HALF = {
    "unit": "1",
    "parts": [{"label": "equal", "key": "equal", "fraction": "1/2"}, {"label": "size", "key": "figure", "figure": "population", "fraction": "1/2"}],
}


def test_a_case_holds_the_rule_and_what_it_is_used_on():
    parties = [Party("1280", "Malmö", {"population": Value(318107, "2014-12-31", "SCB", 8)}), Party("1214", "Svalöv", PEOPLE, first=4)]
    purpose = Purpose("SEK", 2016, 300_000_000, deduct=[("Bidrag", 50)], lines={"Drift": 300_000_000}, lent={"1214": (90, 40_000), "9999": (60, 1)})
    assert assemble(HALF | {"name": "no field of a rule"}, purpose, parties) == {
        "currency": "SEK",
        "unit": "1",
        "parts": HALF["parts"],
        "period": {"from": "2016-01", "to": "2016-12"},
        "base": "3000000",
        "deduct": [{"label": "Bidrag", "amount": "0.50"}],
        "reimbursements": {"1214": {"hours": "1.5", "rate": "400"}},
        "participants": [
            {
                "code": "1214",
                "name": "Svalöv",
                "from": "2016-04",
                "to": "2016-12",
                "figures": {"population": {"value": 13460, "source": "SCB", "date": "2014-12-31"}},
            },
            {"code": "1280", "name": "Malmö", "figures": {"population": {"value": 318107, "source": "SCB", "date": "2014-12-31"}}},
        ],
    }


def test_a_rule_names_its_figures_and_its_lines():
    definition = {"parts": [{"figures": [{"name": "pupils", "per": "10"}]}, {"figure": "users"}, {"lines": ["Drift", "Kurs"]}, {"key": "equal"}]}
    assert figures_named(definition) == {"pupils", "users"}
    assert lines_named(definition) == ("Drift", "Kurs")


def test_only_lines_that_a_part_names_are_in_the_case():
    definition = {"parts": [{"label": "a", "key": "equal", "lines": ["Drift"]}]}
    case = assemble(definition, Purpose("NOK", 2017, None, lines={"Drift": 100, "Kurs": 200}), [Party("1", "A")])
    assert (case["lines"], "base" in case) == ([{"name": "Drift", "amount": "1"}], False)
