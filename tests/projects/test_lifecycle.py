from itertools import pairwise

from projects.lifecycle import PATH, STEPS, Stage, may_step


def test_every_stage_has_its_steps():
    assert set(STEPS) == set(Stage)


def test_every_stage_is_reached_from_an_idea():
    reached, front = {Stage.IDEA}, {Stage.IDEA}
    while front:
        front = set().union(*(STEPS[stage] for stage in front)) - reached
        reached |= front
    assert reached == set(Stage)


def test_the_stepper_follows_allowed_steps():
    assert [may_step(now, then) for now, then in pairwise(PATH)] == [True] * 4


def test_a_closed_project_stays_closed():
    assert STEPS[Stage.CLOSED] == frozenset()


def test_a_stopped_project_may_get_a_new_mandate_and_nothing_else():
    assert STEPS[Stage.STOPPED] == {Stage.MANDATE}
