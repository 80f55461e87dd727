import pytest

from portfolio.lib.registerfiles import Figure, Number, Place, read_register
from portfolio.lib.tablefile import FileFault
from tests.factories.register import FILES, folder

PLACES, PEOPLE, CODES = FILES["organisations.csv"], FILES["people.csv"], FILES["codes_no.csv"]


def test_a_register_is_read_as_it_stands(tmp_path):
    register = read_register(folder(tmp_path))
    assert register.places[2] == Place("NO", "municipality", "3302", "Bø", "33", "Bø-Bïe")
    assert register.numbers[2] == Number("NO", "3302", "0602", 2005, 2019, 250_000)
    assert [(figure.code, figure.date.isoformat(), figure.value) for figure in register.figures[:2]] == [
        ("3301", "2020-01-01", 100),
        ("3302", "2020-01-01", 200),
    ]
    assert isinstance(register.figures[0], Figure) and register.figures[0].source == "office"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("organisations", "name,code\n", "organisations.csv, line 1: the first line must be country,kind,code,name,county,all_names"),
        ("organisations", PLACES + "NO,municipality,3303\n", "organisations.csv, line 5: 6 values expected, 3 found."),
        ("organisations", PLACES + "NO,municipality,3301,Igjen,33,\n", "organisations.csv, line 5: municipality 3301 stands already in line 3."),
        ("organisations", PLACES + "NO,municipality,3303,Borte,34,\n", "organisations.csv, line 5: no county has the code '34'."),
        ("organisations", PLACES + "NO,county,34,Under,33,\n", "organisations.csv, line 5: a county has no county."),
        ("organisations", PLACES + "NO,municipality,303,Kort,33,\n", "organisations.csv, line 5: the code of a municipality is 4 digits; it is '303'."),
        ("organisations", PLACES + "DK,municipality,3303,Ute,33,\n", "organisations.csv, line 5: country must be one of SE, NO; it is 'DK'."),
        ("organisations", PLACES + "NO,parish,3303,Sogn,33,\n", "organisations.csv, line 5: kind must be one of county, municipality; it is 'parish'."),
        ("organisations", PLACES + "NO,municipality,3303,,33,\n", "organisations.csv, line 5: name is empty."),
        (
            "organisations",
            PLACES + "NO,municipality,3303, Rom,33,\n",
            "organisations.csv, line 5: name must be printable text without spaces around it, at most 200 characters; it is ' Rom'.",
        ),
        ("organisations", PLACES + 'NO,municipality,3303,"Å,33,\n', "organisations.csv, line 5: it is not comma-separated text (unexpected end of data)."),
        ("people", PEOPLE + "3301,2022,-1,exact\n", "people.csv, line 6: population must be a whole number from 0 to 1000000000; it is '-1'."),
        ("people", PEOPLE + "3301,2022,1e3,exact\n", "people.csv, line 6: population must be a whole number from 0 to 1000000000; it is '1e3'."),
        ("people", PEOPLE + "3301,22,1,exact\n", "people.csv, line 6: year must be a whole number from 1749 to 2100; it is '22'."),
        ("people", PEOPLE + "3301,2021,1,exact\n", "people.csv, line 6: 3301 has a figure for 2021 already."),
        ("people", PEOPLE + "9999,2021,1,exact\n", "people.csv, line 6: no municipality in NO has the code '9999'."),
        ("codes_no", CODES + "3302,0603,2005,2019,0\n", "codes_no.csv, line 6: weight must lie above 0 and not above 1, with at most six decimals; it is '0'."),
        (
            "codes_no",
            CODES + "3302,0603,2005,2019,1/0\n",
            "codes_no.csv, line 6: weight must lie above 0 and not above 1, with at most six decimals; it is '1/0'.",
        ),
        (
            "codes_no",
            CODES + "3302,0603,2005,2019,0.5\n",
            "codes_no.csv, line 6: the parts of 0603 in 2005–2019 add up to 500000 millionths and not to the whole.",
        ),
        ("codes_no", CODES + "3302,0603,2019,2005,1.0\n", "codes_no.csv, line 6: the first year, 2019, comes after the last, 2005."),
        ("codes_no", CODES + "3302,06030,2005,2019,1.0\n", "codes_no.csv, line 6: code_then is 4 digits; it is '06030'."),
        ("codes_no", CODES + "3301,0601,2005,2018,1.0\n", "codes_no.csv, line 6: 0601 stands already for 3301 from 2005."),
        ("sources", '{"sources": [\n{"key": }', "sources.json, line 2: it is not JSON (Expecting value)."),
        ("sources", '{"sources": [{"key": "a"}]}', "sources.json: a source is not as it should be (ValueError: key, title, publisher and licence are needed)."),
        ("sources", "[]", "sources.json: a source is not as it should be (TypeError: list indices must be integers or slices, not str)."),
    ],
)
def test_a_fault_names_file_line_and_reason(tmp_path, file, text, said):
    with pytest.raises(FileFault) as caught:
        read_register(folder(tmp_path, **{file: text}))
    assert str(caught.value) == said


def test_a_file_that_is_not_utf8_names_the_line(tmp_path):
    (folder(tmp_path) / "organisations.csv").write_bytes(PLACES.encode() + "NO,municipality,3303,Nær,33,\n".encode("latin-1"))
    with pytest.raises(FileFault) as caught:
        read_register(tmp_path)
    assert str(caught.value) == "organisations.csv, line 5: it is not UTF-8."


def test_a_missing_file_is_named(tmp_path):
    (folder(tmp_path) / "people.csv").unlink()
    with pytest.raises(FileFault) as caught:
        read_register(tmp_path)
    assert str(caught.value) == "people.csv: it cannot be read (No such file or directory)."
