"""A decision is recorded once, numbered in its region, and never changes."""

import datetime as dt
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from milestones.actions.decisions import Asked, add_minutes, correct, meet, record
from milestones.actions.preparing import answer, choose_meeting
from milestones.gates import Outcome
from milestones.models import Condition, Decision, DecisionPoint
from milestones.queries.deadlines import deadlines
from milestones.queries.gates import point as point_of
from tests.factories import decisions as make
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db
MET, LATER = make.MET, dt.date(2026, 9, 1)


def test_it_keeps_question_basis_and_checklist_as_they_stood():
    project = projects.project()
    first, second = make.checklist(project.region, "Er det penger?", "Er folk hørt?")
    point = make.point(project, basis="Notat", mandate_version="versjon 3", mandate_dated_on=dt.date(2026, 1, 5))
    answer(point=point, given={first.pk: ("yes", "Budsjett vedtatt"), second.pk: ("", "")}, by=portfolio.user())
    made, is_new = record(point=point, said=make.said(point, Outcome.CHANGES, Asked("Avklar midler", LATER), paragraph="§ 9"), by=portfolio.user())
    DecisionPoint.objects.filter(pk=point.pk).update(question="En annen", basis="", mandate_version="versjon 4")
    made.refresh_from_db()
    assert (is_new, made.number, made.point_number, made.question, made.paragraph) == (True, 1, 1, "Skal vi gå videre?", "§ 9")
    assert (made.basis, made.mandate_version, made.mandate_dated_on) == ("Notat", "versjon 3", dt.date(2026, 1, 5))
    assert made.checklist == [
        {"text": "Er det penger?", "reply": "yes", "comment": "Budsjett vedtatt"},
        {"text": "Er folk hørt?", "reply": "", "comment": ""},
    ]
    assert [(each.text, each.due_on, each.done_on) for each in made.conditions.all()] == [("Avklar midler", LATER, None)]


def test_a_second_try_gives_the_first_one_back_whatever_it_says():
    point = make.point()
    first = make.decision(point)
    again = record(point=point, said=make.said(point, Outcome.STOP, text="Nei", met_on=LATER), by=portfolio.user())
    assert again == (first, False)
    assert (Decision.objects.count(), first.outcome) == (1, "continue")


def test_numbers_are_counted_in_the_region_across_projects():
    region = portfolio.region()
    here = [make.decision(make.point(projects.project(region))) for _ in range(2)]
    elsewhere = make.decision(make.point())
    assert ([each.number for each in here], elsewhere.number) == ([1, 2], 1)


def test_a_postponed_question_is_decided_again_at_another_meeting_and_once_at_each():
    point = make.point()
    first = make.decision(point, Outcome.POSTPONE)
    assert record(point=point, said=make.said(point), by=portfolio.user()) == (first, False)
    second = make.decision(point, met_on=LATER)
    assert [(each.number, each.outcome) for each in Decision.objects.order_by("number")] == [(1, "postpone"), (2, "continue")]
    assert record(point=point, said=make.said(point, met_on=dt.date(2026, 10, 1)), by=portfolio.user()) == (second, False)


def test_a_correction_is_a_new_one_that_names_the_old_and_takes_along_what_was_met():
    point = make.point()
    old = make.decision(point, Outcome.CONTINUE, Asked("Avklar midler", LATER))
    condition = old.conditions.get()
    condition.done_on, condition.done_note = dt.date(2026, 5, 1), "Vedtatt"
    meet(conditions=[condition], by=portfolio.user())
    kept = Asked("Avklar midler", LATER, condition.done_on, condition.done_note)
    new, is_new = correct(decision=old, said=make.said(point, Outcome.CHANGES, kept), reason="Feil utfall", by=portfolio.user())
    again = correct(decision=old, said=make.said(point, Outcome.STOP), reason="x", by=portfolio.user())
    assert (is_new, new.number, new.replaces, new.reason, again) == (True, 2, old, "Feil utfall", (new, False))
    assert [(each.done_on, each.done_note) for each in new.conditions.all()] == [(dt.date(2026, 5, 1), "Vedtatt")]
    found = point_of(point.project, point.pk)
    assert [taken.row.pk for taken in found.decisions] == [new.pk]


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "stop"},
        {"text": "Noe annet"},
        {"number": 7},
        {"met_on": LATER},
        {"checklist": ["x"]},
        {"reason": "x"},
        {"paragraph": "§ 1"},
        {"dissent": "x"},
        {"mandate_dated_on": LATER},
    ],
)
def test_the_database_refuses_to_change_a_decision(change):
    made = make.decision(make.point())
    with pytest.raises(DatabaseError, match="a recorded row never changes"), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(**change)


@pytest.mark.parametrize("change", [{"text": "Noe annet"}, {"due_on": MET}, {"position": 2}])
def test_the_database_refuses_to_change_a_condition(change):
    made = make.decision(make.point(), Outcome.CONTINUE, Asked("Avklar midler", LATER))
    with pytest.raises(DatabaseError, match="a recorded row never changes"), transaction.atomic():
        made.conditions.update(**change)


def test_when_a_condition_was_met_is_told_later_with_its_history():
    made, by = make.decision(make.point(), Outcome.CONTINUE, Asked("A", LATER), Asked("B", LATER)), portfolio.user()
    first, second = made.conditions.all()
    first.done_on = dt.date(2026, 5, 1)
    assert meet(conditions=[first, second], by=by) == [first]
    first.done_on, first.done_note = None, "Ikke likevel"
    meet(conditions=[first], by=by)
    told = [(line.done_on, line.done_note, line.history_user) for line in Condition.history.filter(id=first.pk).order_by("history_id")][1:]
    assert told == [(dt.date(2026, 5, 1), "", by), (None, "Ikke likevel", by)]
    assert Condition.history.filter(id=second.pk).count() == 1


def test_minutes_come_once_and_stay():
    made, first, second = make.decision(make.point()), portfolio.user(), portfolio.user()
    added = [add_minutes(decision=made, path=f"minutes/{name}.pdf", sha256=name * 64, by=by) for name, by in (("a", first), ("b", second))]
    made.refresh_from_db()
    assert (added, made.minutes, made.minutes_sha256, made.minutes_added_by) == ([True, False], "minutes/a.pdf", "a" * 64, first)
    assert made.recorded_at < made.minutes_added_at
    changes = ({"minutes": "minutes/b.pdf"}, {"minutes_sha256": "b" * 64}, {"minutes": "", "minutes_sha256": ""}, {"minutes_added_at": None})
    for change in (*changes, {"minutes_added_by": second}):
        with pytest.raises(DatabaseError, match="a recorded row never changes"), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(**change)


FIRST, OTHER = ({"minutes": f"minutes/{name}.pdf", "minutes_sha256": name * 64} for name in "ab")


@pytest.mark.parametrize(("sent", "kept"), [({}, FIRST), (OTHER, OTHER)])
def test_a_correction_takes_the_minutes_along_unless_others_are_sent(sent, kept):
    point = make.point()
    old = make.decision(point, **FIRST)
    new, _is_new = correct(decision=old, said=make.said(point, Outcome.CHANGES, **sent), reason="Feil utfall", by=portfolio.user())
    new.refresh_from_db()
    assert new.minutes_added_at == (None if sent else old.recorded_at)
    assert {"minutes": new.minutes, "minutes_sha256": new.minutes_sha256} == kept


def test_what_is_decided_is_no_deadline_any_more():
    project = projects.project()
    for place, outcome in enumerate((Outcome.CONTINUE, Outcome.POSTPONE, Outcome.SEND_BACK, Outcome.CHANGES, Outcome.STOP, None)):
        point = make.point(project, question=str(outcome), planned_on=dt.date(2026, 3, 1 + place))
        if outcome:
            make.decision(point, outcome)
    assert [each.text for each in deadlines([project.pk])[project.pk]] == ["postpone", "send_back", "None"]


def test_a_decision_that_is_corrected_to_postpone_opens_the_question_again():
    point = make.point()
    correct(decision=make.decision(point), said=make.said(point, Outcome.POSTPONE), reason="Feil", by=portfolio.user())
    assert [each.text for each in deadlines([point.project_id])[point.project_id]] == [point.question]
    assert not point_of(point.project, point.pk).is_closed


# ---- made ready ----------------------------------------------------------------
def test_a_meeting_gives_the_point_its_day_and_body_and_papers_follow():
    project = projects.project()
    body = portfolio.body(project.region, "Rådet", papers_days=5)
    point = make.point(project, planned_on=None)
    choose_meeting(point=point, meeting=body.meetings.create(date=dt.date(2026, 4, 9)), by=portfolio.user(), reason="Møteplan")
    found = point_of(project, point.pk)
    assert (found.row.planned_on, found.row.body, found.papers_due, found.mandate_due) == (
        dt.date(2026, 4, 9),
        body,
        dt.date(2026, 3, 30),
        dt.date(2026, 3, 26),
    )
    body.papers_days = 0  # computed, never stored
    body.save()
    assert point_of(project, point.pk).papers_due == dt.date(2026, 4, 9)


def test_an_answer_keeps_its_history_and_an_emptied_one_goes():
    point, by = make.point(), portfolio.user()
    (item,) = make.checklist(point.project.region, "Er det penger?")
    counts = [answer(point=point, given={item.pk: given}, by=by) for given in (("", ""), ("no", "Ikke ennå"), ("no", "Ikke ennå"), ("yes", ""), ("", ""))]
    assert (counts, point.answers.count()) == ([0, 1, 0, 1, 1], 0)
    lines = point.answers.model.history.order_by("history_id").values_list("history_type", "reply", "comment", "history_user")
    assert list(lines) == [("+", "no", "Ikke ennå", by.pk), ("~", "yes", "", by.pk), ("-", "yes", "", by.pk)]


def test_what_is_no_longer_asked_stays_where_it_was_answered():
    project = projects.project()
    items = make.checklist(project.region, "A?", "B?")
    points = [make.point(project), make.point(project)]
    answer(point=points[0], given={items[0].pk: ("yes", "")}, by=portfolio.user())
    items[0].is_retired = True
    items[0].save()
    assert [[question.item.text for question in point_of(project, point.pk).questions] for point in points] == [["A?", "B?"], ["B?"]]


# ---- two at once ------------------------------------------------------------------
def at_once(*deeds: Any) -> list[Any]:
    barrier, answers = Barrier(len(deeds)), {}

    def run(place: int) -> None:
        try:
            barrier.wait()
            answers[place] = deeds[place]()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(deeds))]


@pytest.mark.django_db(transaction=True)
def test_two_who_record_at_once_get_the_same_decision():
    point, by = make.point(), portfolio.user()
    answers = at_once(*(lambda text=text: record(point=point, said=make.said(point, text=text), by=by) for text in ("Den ene", "Den andre")))
    kept = Decision.objects.get()
    assert [found for found, _is_new in answers] == [kept, kept]
    assert sorted(is_new for _found, is_new in answers) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_projects_at_once_get_numbers_of_their_own():
    region, by = portfolio.region(), portfolio.user()
    points = [make.point(projects.project(region)) for _ in range(3)]
    answers = at_once(*(lambda point=point: record(point=point, said=make.said(point), by=by) for point in points))
    assert sorted(found.number for found, _is_new in answers) == [1, 2, 3]
