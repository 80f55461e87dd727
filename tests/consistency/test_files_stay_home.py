"""What leaves as a file holds the words of its own project and what it says of its region, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portfolio.access.permissions import P
from portfolio.documents.mandate import content_of
from portfolio.documents.renderer import Renderer
from portfolio.exchange.exporting import export
from portfolio.models import User
from tests.factories.visitors import pdf_text
from tests.factories.world import TOKEN, Canary, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return build()


def canaries_in(world: World, content: bytes) -> list[Canary]:
    return [world.canaries[word.decode().lower()] for word in TOKEN.findall(content)]


def attachments(pdf: bytes) -> bytes:
    import io

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"\n".join(each.get_file().read_bytes() for each in opened.attachments.values())


def test_the_content_of_a_mandate_is_the_projects_own_without_what_is_confidential(world: World) -> None:
    for key, project in world.projects.items():
        found = canaries_in(world, json.dumps(content_of(project).as_json()).encode())
        assert {canary.owner for canary in found} == {key, f"{key[0]}0"}
        assert {canary.needs for canary in found} == {None, P.DRAFT_VIEW}


def test_a_dossier_is_the_projects_own_and_names_nobody(world: World) -> None:
    for key, project in world.projects.items():
        found = canaries_in(world, export(project).encode())
        own = {canary for canary in found if canary.owner == key}
        assert own
        others = {(canary.owner, canary.model.__name__, canary.field) for canary in found} - {(c.owner, c.model.__name__, c.field) for c in own}
        assert {owner for owner, *_ in others} <= {f"{key[0]}0", "a1"}
        assert {other for other in others if other[0] == "a1"} <= {("a1", "Project", "reference")}, "of the project that it follows only the reference"
        assert {canary.model for canary in found} & {User} == set()


def test_the_printed_file_and_what_is_attached_to_it(world: World, tmp_path: Path) -> None:
    renderer = Renderer()
    try:
        for key in ("a2", "b1"):
            target = tmp_path / f"print-{key}.pdf"
            renderer.make(content_of(world.projects[key]), target)
            pdf = target.read_bytes()
            for part in (pdf_text(pdf), attachments(pdf), pdf):
                found = canaries_in(world, part)
                assert {canary.owner for canary in found} <= {key, f"{key[0]}0"}
                assert P.RISK_CONFIDENTIAL_VIEW not in {canary.needs for canary in found}
            assert canaries_in(world, pdf_text(pdf))
    finally:
        renderer.close()
