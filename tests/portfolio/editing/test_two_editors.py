"""A thousand rounds in which two people save the same row at once: every text that was accepted is still there or was shown to the other."""

import threading
import uuid
from typing import Any

import pytest
from django.db import close_old_connections, connections

from portfolio.access.roles import Role
from portfolio.editing.forms import form_of
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.posting import shown
from portfolio.editing.records import RECORDS
from portfolio.editing.saving import save
from projects.models import OpenPoint, Project
from tests.factories import portfolio, projects

ROUNDS = 1000
RECORD = RECORDS["open-points"]


class Editor(threading.Thread):
    """Has read the row in each round when the barrier opens, then saves; answers with whether it was taken."""

    def __init__(self, name: str, project: Project, number: int, start: threading.Barrier, end: threading.Barrier) -> None:
        super().__init__(name=name, daemon=True)
        self.project, self.number, self.start_line, self.finish_line = project, number, start, end
        self.user = portfolio.person_with(Role.COORDINATOR, project.region)
        self.accepted: list[bool] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            for place in range(ROUNDS):
                row = OpenPoint.objects.get(pk=self.number)
                data: dict[str, Any] = {"text": f"{row.text.split('|')[0]}|{self.name} {place}", "kind": "clarify", "key": str(uuid.uuid4())}
                data["shown"] = shown(form_of(RECORD, ProjectHolder(self.project), row, self.user))
                self.start_line.wait(60)
                outcome = save(RECORD, ProjectHolder(self.project), self.number, data, self.user)
                self.accepted.append(outcome.entry is not None)
                assert outcome.entry or outcome.stored, outcome.form and outcome.form.errors
                self.finish_line.wait(60)
        except BaseException as fault:
            self.fault = fault
            self.start_line.abort()
            self.finish_line.abort()
        finally:
            close_old_connections()
            connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.embedded
def test_no_update_is_lost_in_a_thousand_rounds():
    project = projects.project()
    row = OpenPoint.objects.create(project=project, position=1, text="Felles", kind="clarify")
    start, end = threading.Barrier(2), threading.Barrier(2)
    editors = [Editor(name, project, row.pk, start, end) for name in ("a", "b")]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join(500)
    assert [editor.fault for editor in editors] == [None, None]
    first, second = (editor.accepted for editor in editors)
    assert (len(first), [pair for pair in zip(first, second, strict=True) if sum(pair) != 1]) == (ROUNDS, []), "in each round exactly one is taken"
    texts = list(row.history.filter(history_type="~").order_by("history_id").values_list("text", flat=True))
    assert texts == [f"Felles|{'a' if mine else 'b'} {place}" for place, mine in enumerate(first)]
    row.refresh_from_db()
    assert row.text == texts[-1]
