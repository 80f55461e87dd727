"""Every fault of the file itself, by place and in plain words. No database."""

import json
from copy import deepcopy
from typing import Any

import pytest

from portfolio.exchange.faults import Refused
from portfolio.exchange.parsing import MOST_BYTES
from portfolio.exchange.reading import MOST_FAULTS, read
from tests.factories import dossiers


def faults(content: Any) -> list[str]:
    """The lines for a file of these bytes, or of this object; none when it is a right dossier."""
    try:
        read(content if isinstance(content, bytes) else json.dumps(content).encode())
    except Refused as refused:
        return [str(fault) for fault in refused.faults]
    return []


def edited(path: str, value: Any) -> dict[str, Any]:
    """The complete dossier with one value set (or taken away, for ...) at a path as faults name it."""
    dossier = dossiers.complete()
    *way, last = [int(step[1:]) if step[0] == "[" else step for step in path.replace("[", ".[").replace("]", "").split(".")]
    holder: Any = dossier
    for step in way:
        holder = holder[step]
    if value is ...:
        del holder[last]
    else:
        holder[last] = value
    return dossier


def test_the_complete_and_the_least_dossier_are_right():
    assert faults(dossiers.complete()) == []
    assert faults(dossiers.least()) == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "is not JSON at line 1, column 1"),
        (b'{\n  "a": 1,\n}', "is not JSON at line 3, column 1"),
        (b'{"a": "\xff"}', "is not UTF-8 (byte 7)"),
        (b"\xef\xbb\xbf{}", "begins with a byte order mark; save it as UTF-8 without one"),
        ("{}".encode("utf-16"), "is not UTF-8 (byte 0)"),
        (b'{"a": NaN}', "holds NaN or Infinity, which are not numbers in JSON"),
        (b'{"a": -Infinity}', "holds NaN or Infinity, which are not numbers in JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", "holds a number of too many digits"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a": ' * 100_000, "is nested too deeply"),
        (b'{"a": ' * 22 + b"1" + b"}" * 22, ".".join("a" * 20) + ": is nested too deeply"),
        (b"[]", "is not a dossier: it must be one JSON object"),
        (b'"text"', "is not a dossier: it must be one JSON object"),
        (b" " * (MOST_BYTES + 1), "is larger than 5000000 bytes"),
        (b'{"format": 1, "x": {"a": 1, "a": 2}, "format": 2}', "format: stands here more than once"),
        (b'{"a": ["\\ud800"]}', "a[0]: holds half a character (a lone surrogate)"),
        (b'{"a\\udc00": 1}', '["a\\udc00"]: has half a character in its name'),
        (b"{}", 'format: must be "samverk-dossier"'),
        (b'{"format": "other", "version": 1}', 'format: must be "samverk-dossier"'),
        (b'{"format": "samverk-dossier"}', "version: must be the whole number 1"),
        (b'{"format": "samverk-dossier", "version": 1.0}', "version: must be the whole number 1"),
        (b'{"format": "samverk-dossier", "version": true}', "version: must be the whole number 1"),
        (b'{"format": "samverk-dossier", "version": 2}', "version: is a version of the format that this Samverk does not read; it reads 1"),
    ],
)
def test_what_is_no_dossier_at_all(content, line):
    assert faults(content)[:1] == [line]


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("project.name", ..., "is missing"),
        ("project.name", "", "is empty; leave it out"),
        ("project.name", "  ", "is empty; leave it out"),
        ("project.name", None, "must be text"),
        ("project.name", 7, "must be text"),
        ("project.name", ["x"], "must be text"),
        ("project.name", "x" * 201, "has 201 characters; at most 200 fit"),
        ("project.name", "two\nlines", "must be one line"),
        ("project.name", "Subject\r\nBcc: all", "holds a carriage return; write line breaks as \\n alone"),
        ("project.name", "a\u2028b", "must be one line"),
        ("project.name", "a\tb", "holds the control character U+0009"),
        ("project.name", "a\x00b", "holds the control character U+0000"),
        ("project.summary", "a\n\x1b[31mb", "holds the control character U+001B"),
        ("project.summary", "a\r\nb", "holds a carriage return; write line breaks as \\n alone"),
        ("project.summary", "a\x85b", "holds the control character U+0085"),
        ("project.reference", "æ/ø", "may hold only the letters a–z and A–Z, digits, - and _"),
        ("project.reference", "line\n", "may hold only the letters a–z and A–Z, digits, - and _"),
        ("project.language", "de", "must be one of sv, nb, en-gb"),
        ("project.language", None, "must be one of sv, nb, en-gb"),
        ("project.status_on", "2015-02-29", "is not a day of the calendar"),
        ("project.status_on", "0000-01-01", "is not a day of the calendar"),
        ("project.status_on", "1899-12-31", "must be a day from 1900-01-01 to 2200-12-31"),
        ("milestones[0].forecast_on", "9999-12-31", "must be a day from 1900-01-01 to 2200-12-31"),
        ("risks[0].measures[0].due_on", "2201-01-01", "must be a day from 1900-01-01 to 2200-12-31"),
        ("reports[0].facts.next.on", "0001-01-01", "must be a day from 1900-01-01 to 2200-12-31"),
        ("budget.local_costs[0].amounts[0].year", 2101, "must be a year from 1990 to 2100"),
        ("project.status_on", "29.02.2016", "must be a day written as 2015-10-31"),
        ("project.status_on", "20160229", "must be a day written as 2015-10-31"),
        ("project.status_on", "2016-02-29\n", "must be a day written as 2015-10-31"),
        ("project.status_on", 20160229, "must be text"),
        ("project.colour", "red", "is not a field of the format"),
        ("project.user", 1, "is not a field of the format"),
        ("decision_points[1].planned_on", "2015-13-01", "is not a day of the calendar"),
        ("milestones[0].phase", 0, "must be at least 1"),
        ("milestones[0].phase", 1.0, "must be a whole number"),
        ("milestones[0].phase", True, "must be a whole number"),
        ("milestones[0].phase", 3, "is beyond the 2 phases"),
        ("commitments[0].persons", 40_000, "must be at most 32767"),
        ("commitments[0].least", 10**400, "must be at most 2147483647"),
        ("commitments[0].least", -1, "must be at least 0"),
        ("commitments[0].most", 4, "is less than least"),
        ("budget.funding[0].grant_state", "to_seek", "stands beside a kind that is no grant"),
        ("budget.funding[0].apply_by", "2016-01-01", "stands beside a kind that is no grant"),
        ("budget.funding[1].apply_by", "2016-02-30", "is not a day of the calendar"),
        ("commitments[0].unit", ..., "is missing; least needs it"),
        ("commitments[0].organisation", ..., "is missing"),
        ("commitments[1].organisation", {"country": "NO", "code": "4640"}, "does not belong here: only side one names an organisation"),
        ("commitments[0].is_reimbursed", "yes", "must be true or false"),
        ("roles[1].organisation", {"country": "NO"}, "must name a municipality or county by code, or another organisation by kind and name"),
        (
            "roles[1].organisation",
            {"country": "NO", "code": "1", "name": "x"},
            "must name a municipality or county by code, or another organisation by kind and name",
        ),
        ("roles[1].organisation", "4640", "must be an object"),
        ("roles[0].organisation", {"country": "NO", "code": "4640"}, "stands beside a body; only one of them can hold the role"),
        ("roles[0].body", "Ukjent", "is not among bodies"),
        ("roles[0].valid_to", "2015-12-31", "is before valid_from"),
        ("participants[0].valid_to", "2015-01-30", "is before notice_on"),
        ("risks", {}, "must be a list"),
        ("risks", [], "is empty; leave it out"),
        ("risks", [{"kind": "risk", "text": "x"}] * 1001, "has too many rows; at most 1000 fit"),
        ("risks[0].impact", 6, "must be at most 5"),
        ("risks[0].impact", ..., "is missing; probability needs it"),
        ("risks[0].impact_after", ..., "is missing; probability_after needs it"),
        ("risks[0].measures[1].text", "", "is empty; leave it out"),
        ("budget.lines[0].text", [1.5], "must be text"),
        ("budget.frame_minor", 1.5, "must be a whole number"),
        ("budget.frame_minor", 2**53, "must be at most 9007199254740991"),
        ("budget.funding[0].amounts", {}, "is empty; leave it out"),
        ("chapters", {}, "is empty; leave it out"),
        ("chapters.situation", [], "must be text"),
        ("strategies[0].valid_to", 2015, "is before valid_from"),
        ("strategies[0].valid_to", 20155, "must be at most 2999"),
        ("strategies[0].areas", ..., "is missing"),
        ("project.follows", "felles-arkiv", "is the project itself"),
        ("checklist[1].text", "x" * 301, "has 301 characters; at most 300 fit"),
        ("decision_points[0].answers[0].item", 4, "is beyond the 3 questions of the checklist"),
        ("decision_points[0].answers[1].reply", "maybe", "must be one of yes, no, not_relevant"),
        ("decisions[0].number", 0, "must be at least 1"),
        ("decisions[0].number", 10**6 + 1, "must be at most 1000000"),
        ("decisions[0].point", ..., "is missing"),
        ("decisions[0].body", "Kommunestyret", "is not among bodies"),
        ("decisions[0].body", ..., "is missing"),
        ("decisions[0].met_on", "2199-01-01", "is still to come"),
        ("decisions[1].recorded_on", "2199-01-01", "is still to come"),
        ("decisions[0].outcome", "maybe", "must be one of continue, changes, send_back, postpone, stop"),
        ("decisions[0].minutes", "minutes/x.pdf", "is not a field of the format"),
        ("decisions[0].recorded_by", 1, "is not a field of the format"),
        ("decisions[0].checklist[0].text", "a\x00b", "holds the control character U+0000"),
        ("decisions[0].conditions[1].due_on", ..., "is missing"),
        ("decisions[0].conditions[1].due_on", "2250-01-01", "must be a day from 1900-01-01 to 2200-12-31"),
        ("decisions[1].replaces", 8, "is not the number of an earlier decision in the file"),
        ("decisions[1].replaces", 9, "is not the number of an earlier decision in the file"),
        ("decisions[1].replaces", ..., "is missing; reason needs it"),
        ("decisions[1].reason", ..., "is missing; replaces needs it"),
        ("reports[1].number", 1, "is a number that stands here already"),
        ("reports[0].period_to", "2015-12-31", "is before period_from"),
        ("reports[0].cost", "", "must be one of good, watch, bad"),
        ("reports[0].status", "finished", "must be one of on_track, watch, off_plan, on_hold"),
        ("reports[0].sent_on", ..., "is missing"),
        ("reports[0].facts.levels.high", ..., "is missing"),
        ("reports[0].facts.secret", "x", "is not a field of the format"),
        ("reports[0].facts.slips[0].days", -1, "must be at least 0"),
        ("baselines[1].rows[1].row", 3, "is beyond the 2 rows of tasks"),
        ("baselines[1].rows[0].ends_on", "2015-12-31", "is before starts_on"),
        ("baselines[1].rows[4].kind", "budget", "must be one of phase, milestone, decision, task"),
        ("baselines[1].decision", 8, "is not the number of a decision in the file"),
        ("baselines[0].frozen_on", "2199-12-31", "is still to come"),
        ("project.ends_on", "2015-12-31", "is before starts_on"),
        ("phases[1].ends_on", "2016-02-29", "is before starts_on"),
        ("decision_points[1].number", 1, "is the number of another decision point"),
        ("participants[1].valid_from", "2014-01-01", "is the day on which the same participant begins already"),
    ],
)
def test_one_wrong_value(path, value, reason):
    assert faults(edited(path, value)) == [f"{path}: {reason}"]


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        ("project.focus_area.area", "Annan", ["project.focus_area: is not among strategies"]),
        (
            "goals[2].number",
            3,
            ["strategies[0].areas[0].goals[0].number: is not referred to by the project; leave it out", "goals[2]: is not among strategies"],
        ),
        ("decision_points[0].body", ..., ["bodies[0].name: is not named by any role, decision point or decision; leave it out"]),
        ("participants[2].code", "4640", ["participants[2]: takes part already, without an end"]),
        ("participants[0].valid_to", ..., ["participants[0].valid_to: is missing; notice_on needs it"]),
        ("decision_points[0].answers[1].comment", ..., ["decision_points[0].answers[1]: says neither reply nor comment"]),
        ("decision_points[0].answers[1].item", 2, ["checklist[2]: is not answered by any decision point; leave it out"]),
        ("decisions[0].point", 4, ["decisions[0].point: is beyond the 3 decision points", "decisions[1].replaces: is a decision on another question"]),
        ("baselines[0].decision", 9, ["baselines[1].decision: is the decision of another baseline already"]),
        ("decisions[1].point", 2, ["decisions[1].replaces: is a decision on another question"]),
        ("budget.lines[0].amounts", {"1989": 1}, ['budget.lines[0].amounts["1989"]: must be a year from 1990 to 2100']),
        ("risks[1].impact", 2, ["risks[1].probability: is missing; impact needs it"]),
        ("budget.lines[0].amounts.07", 1, ['budget.lines[0].amounts["07"]: must be a year of four digits']),
        ("budget.lines[0].amounts.2016", 1.5, ['budget.lines[0].amounts["2016"]: must be a whole number']),
        ("chapters.to ord", "x", ['chapters["to ord"]: may hold only the letters a–z and A–Z, digits, - and _']),
        ("budget.lines[0].amounts.20\n07", 1, ['budget.lines[0].amounts["20\\n07"]: must be a year of four digits']),
    ],
)
def test_one_wrong_value_that_shows_elsewhere_or_twice(path, value, lines):
    assert faults(edited(path, value)) == lines


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("goals", "goals[3].number: is a goal that the project refers to already"),
        ("bodies", "bodies[2].name: is the name of a body that stands here already"),
        ("strategies", "strategies[1].key: is the key of a strategy that stands here already"),
        ("strategies[0].areas", "strategies[0].areas[2].name: stands in this strategy already"),
        ("strategies[0].areas[1].goals", "strategies[0].areas[1].goals[2].number: stands in this strategy already"),
        ("decisions", "decisions[2].number: is a number that stands here already"),
        ("baselines", "baselines[2].number: is a number that stands here already"),
        ("baselines[1].rows", "baselines[1].rows[5].row: is a row that stands here already"),
        ("decision_points[0].answers", "decision_points[0].answers[2].item: is a question that is answered here already"),
        ("decision_points", "decision_points[3].number: is the number of another decision point"),
        ("participants", "participants[4].valid_from: is the day on which the same participant begins already"),
    ],
)
def test_a_row_that_may_stand_once(rows, line):
    dossier: Any = dossiers.complete()
    holder = dossier
    for step in rows.replace("[", ".").replace("]", "").split("."):
        holder = holder[int(step) if step.isdigit() else step]
    holder.append(deepcopy(holder[0]))
    assert faults(dossier)[0] == line


def test_all_faults_of_a_step_are_told_at_once():
    dossier = dossiers.complete()
    dossier["project"] |= {"kind": "party", "starts_on": "1.1.2016"}
    del dossier["project"]["name"]
    dossier["phases"][1] |= {"nam": "x"}
    assert faults(dossier) == [
        "project.name: is missing",
        "project.kind: must be one of pre_study, pre_project, main_project, procurement, implementation, standing_service",
        "project.starts_on: must be a day written as 2015-10-31",
        "phases[1].nam: is not a field of the format",
    ]


def test_a_file_full_of_faults_names_the_first_hundred():
    dossier = dossiers.complete() | {"open_points": [{"kind": "gap"}] * 1000}
    assert faults(dossier) == [f"open_points[{place}].text: is missing" for place in range(MOST_FAULTS)]


def test_html_is_text():
    assert faults(edited("project.name", "<script>alert(1)</script>")) == []
