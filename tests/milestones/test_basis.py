"""What a decision point rests on is offered in its form, and its addresses lead there."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from milestones.models import DecisionPoint
from portfolio.access.roles import Role
from portfolio.models import Document
from projects.models import Mandate, MandateDocument, MandateTemplate, Project
from tests.factories import decisions as make
from tests.factories import portfolio, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return projects.project(language="nb")


@pytest.fixture
def files(project: Project) -> list[Document]:
    """Of the mandate: an issued one, and one that is not made yet."""
    template = MandateTemplate.objects.first() or MandateTemplate.objects.create(key="x", title_sv="x", title_nb="x", title_en="x")
    mandate = Mandate.objects.create(project=project, template=template, title="Mandat", version_label="versjon 3", dated_on=dt.date(2026, 1, 5))
    at, found = dt.datetime(2026, 2, 3, 12, tzinfo=dt.UTC), []
    for state in (Document.State.READY, Document.State.REQUESTED):
        given = {"region": project.region, "kind": Document.Kind.MANDATE, "title": "Mandat", "language": "nb", "content": {}, "requested_at": at}
        made = {"file": "a.pdf", "sha256": "a" * 64, "size": 1, "ready_at": at} if state == Document.State.READY else {}
        found.append(Document.objects.create(**given, **made, state=state, content_sha256=state))
        MandateDocument.objects.create(mandate=mandate, document=found[-1])
    return found


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def test_a_new_point_begins_with_the_mandate_and_takes_its_issued_files_along(project, files):
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region, language="en-gb"))
    form = client.get(url("edit-new", project, "decision-points")).context["form"]
    assert (form.initial["mandate_version"], form.initial["mandate_dated_on"]) == ("versjon 3", dt.date(2026, 1, 5))
    assert [value for value, _label in form.fields["files"].choices] == [str(files[0].pk)]
    assert form.fields["mandate_version"].help_text.endswith(" The mandate is now “versjon 3” of 5\u00a0January\u00a02026.")
    address = settings.SITE_URL + url("mandate-file", project, files[0].pk)
    sent = {"question": "Skal vi?", "precision": "day", "basis": "Notat", "files": [str(files[0].pk)], "do": "save"}
    assert client.post(url("edit-new", project, "decision-points"), sent | {"key": str(uuid.uuid4())}).status_code == 303
    point = DecisionPoint.objects.get()
    assert point.basis == f"Notat\nMandat, 03.02.2026: {address}"
    at = url("edit-row", project, "decision-points", point.pk)
    form = client.get(at).context
    again = sent | {"basis": point.basis, "key": str(uuid.uuid4()), "shown": form["shown"]}
    assert client.post(at, again).status_code == 303
    point.refresh_from_db()
    assert point.basis.count(address) == 1
    assert f'<a href="{address}" rel="nofollow">' in client.get(url("decision-point", project, point.pk)).content.decode()


def test_an_address_in_the_basis_is_a_link_and_nothing_else_is(project):
    point = make.point(project, basis="Se https://example.org/a?b=1 og javascript:alert(1) <b>")
    client = Client()
    client.force_login(portfolio.person_with(Role.READER, project.region))
    page = client.get(url("decision-point", project, point.pk)).content.decode()
    assert 'Se <a href="https://example.org/a?b=1" rel="nofollow">https://example.org/a?b=1</a> og javascript:alert(1) &lt;b&gt;</dd>' in page
