"""Kinds and stages of a project, and the steps between stages that are allowed."""

from enum import StrEnum


class Kind(StrEnum):
    PRE_STUDY = "pre_study"
    PRE_PROJECT = "pre_project"
    MAIN_PROJECT = "main_project"
    PROCUREMENT = "procurement"
    IMPLEMENTATION = "implementation"
    STANDING_SERVICE = "standing_service"


class Stage(StrEnum):
    IDEA = "idea"
    MANDATE = "mandate"
    RUNNING = "running"
    CLOSING = "closing"
    IN_SERVICE = "in_service"
    CLOSED = "closed"
    STOPPED = "stopped"


STEPS: dict[Stage, frozenset[Stage]] = {
    Stage.IDEA: frozenset({Stage.MANDATE, Stage.STOPPED}),
    Stage.MANDATE: frozenset({Stage.IDEA, Stage.RUNNING, Stage.STOPPED}),
    Stage.RUNNING: frozenset({Stage.MANDATE, Stage.CLOSING, Stage.STOPPED}),
    Stage.CLOSING: frozenset({Stage.RUNNING, Stage.IN_SERVICE, Stage.CLOSED}),
    Stage.IN_SERVICE: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
    Stage.STOPPED: frozenset({Stage.MANDATE}),
}
AT_WORK = (Stage.RUNNING, Stage.CLOSING)
"""The stages in which a project reports its status."""
PATH = (Stage.IDEA, Stage.MANDATE, Stage.RUNNING, Stage.CLOSING, Stage.IN_SERVICE)
"""The stages that the stepper of a project's page shows, in order."""


def may_step(now: Stage, then: Stage) -> bool:
    return then in STEPS[now]
