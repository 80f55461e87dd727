"""Asking for a mandate's file, following it, and fetching it."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.models import Document
from projects.models import MandateDocument, Project
from tests.factories import portfolio, projects
from tests.factories.full import project_with

CONTENT = b"%PDF-1.7 a file"


@pytest.fixture
def project(db: None) -> Project:
    return project_with(1)


@pytest.fixture
def client(project: Project) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, project.region))
    return client


def at(project: Project, name: str, *more: int) -> str:
    return reverse(name, args=[project.region.slug, project.reference, *more])


def document(project: Project, state: str = "requested", **fields: object) -> Document:
    made = Document.objects.create(
        region=project.region, kind="mandate", state=state, title=project.name, language="nb", content={}, content_sha256=str(project.pk) * 8,
        requested_at=timezone.now(), **fields,
    )  # fmt: skip
    MandateDocument.objects.create(mandate=project.mandate, document=made)
    return made


def ready(project: Project, folder: Path, file: str = "documents/a.pdf") -> Document:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(CONTENT)
    return document(project, "ready", file=file, sha256=hashlib.sha256(CONTENT).hexdigest(), size=len(CONTENT), pages=1, ready_at=timezone.now())


def test_asking_makes_one_order_and_shows_it(client, project):
    for _ in range(2):
        response = client.post(at(project, "mandate-make"))
        assert (response.status_code, response["Location"]) == (303, at(project, "documents"))
    made = Document.objects.get()
    assert (made.state, made.of_mandate.mandate.project) == ("requested", project)
    page = client.get(at(project, "documents")).content.decode()
    assert f'hx-get="{at(project, "mandate-progress")}?seen=requested"' in page
    assert f'<a href="{at(project, "documents")}">Look again</a>' in page


def test_without_a_mandate_there_is_nothing_to_ask_for(client, project):
    project.mandate.delete()
    assert client.post(at(project, "mandate-make")).status_code == 404
    assert at(project, "mandate-make") not in client.get(at(project, "documents")).content.decode()
    assert "The project has no mandate yet." in client.get(at(project, "mandate")).content.decode()


@pytest.mark.parametrize("page", ["project", "mandate", "documents"])
def test_the_button_is_for_those_who_may(project, page):
    steering = portfolio.person_with(Role.STEERING, project.region)
    projects.role(project, "manager", user=steering)
    client = Client()
    client.force_login(steering)
    assert at(project, "mandate-make") not in client.get(at(project, page)).content.decode()
    assert client.post(at(project, "mandate-make")).status_code == 403


def test_progress_is_silent_until_there_is_news(client, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document(project)
    address = at(project, "mandate-progress")
    assert client.get(f"{address}?seen=requested").status_code == 204
    Document.objects.update(state="rendering", lease_until=timezone.now() + dt.timedelta(minutes=1))
    page = client.get(f"{address}?seen=requested")
    assert (page.status_code, "The file is being made." in page.content.decode()) == (200, True)
    Document.objects.update(state="failed", lease_until=None, error="Too long.")
    page = client.get(f"{address}?seen=rendering").content.decode()
    assert ("Too long." in page, "hx-get" in page) == (True, False)


def test_a_ready_file_is_offered_and_fetched(client, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = ready(project, tmp_path)
    news = client.get(f"{at(project, 'mandate-progress')}?seen=rendering").content.decode()
    assert (at(project, "mandate-file", made.pk) in news, made.sha256 in news, "hx-get" in news) == (True, True, False)
    response = client.get(at(project, "mandate-file", made.pk))
    assert response.content == CONTENT
    heads = ("Content-Type", "Content-Disposition", "X-Sha256", "X-Content-Type-Options", "Cache-Control")
    name = f"{project.reference}-{made.sha256[:8]}.pdf"
    assert [response[head] for head in heads] == ["application/pdf", f'attachment; filename="{name}"', made.sha256, "nosniff", "private, no-cache"]


def test_a_file_is_served_only_whole_from_its_folder_and_from_its_project(client, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    made = ready(project, settings.MEDIA_ROOT)
    address = at(project, "mandate-file", made.pk)
    assert client.get(address).status_code == 200
    other = project_with(1, project.region)
    assert client.get(at(other, "mandate-file", made.pk)).status_code == 404
    (settings.MEDIA_ROOT / made.file).write_bytes(CONTENT + b" changed")
    assert client.get(address).status_code == 404
    (settings.MEDIA_ROOT / made.file).unlink()
    assert client.get(address).status_code == 404
    (tmp_path / "outside.pdf").write_bytes(CONTENT)
    Document.objects.update(file="../outside.pdf")
    assert client.get(address).status_code == 404


def test_an_order_that_is_not_ready_has_no_file(client, project):
    assert client.get(at(project, "mandate-file", document(project).pk)).status_code == 404
