"""The content is frozen, comes back from JSON as it was, and is what the hash is made of."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from portfolio.documents.content import Unreadable, canonical, from_json
from tests.factories import contents


def test_it_comes_back_as_it_was() -> None:
    content = contents.content()
    assert from_json(json.loads(content.canonical())) == content


def test_the_hash_is_that_of_the_canonical_json() -> None:
    content = contents.content()
    assert content.sha256 == hashlib.sha256(content.canonical()).hexdigest()
    assert content.canonical() == canonical(dict(reversed(content.as_json().items())))


def test_the_hash_follows_every_word() -> None:
    content = contents.content()
    changed = [replace(content, lead="Sju mål."), replace(content, dated=None), replace(content, chapters=content.chapters[:2])]
    assert len({content.sha256, *(other.sha256 for other in changed)}) == 4


def test_what_equals_its_default_is_left_out() -> None:
    made = contents.content(dated=None).as_json()
    assert "dated" not in made["facts"][0] and "lang" not in made["facts"][0]["value"]
    assert made["chapters"][1]["blocks"][0]["columns"][1] == {"title": "Mål"}
    assert (made["format"], made["version"], made["chapters"][1]["blocks"][0]["block"]) == ("samverk-mandate", 1, "table")


def broken(path: list[Any], value: Any) -> dict[str, Any]:
    made = json.loads(contents.content().canonical())
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["version"], 2, "not a samverk-mandate of version 1"),
        (["format"], "x", "not a samverk-mandate of version 1"),
        (["title"], 7, "mandate.title: 7"),
        (["extra"], 1, "mandate: {"),
        (["dated"], 5, "mandate.dated: 5"),
        (["chapters", 1, "blocks", 0, "block"], "script", "mandate.chapters[1].blocks[0]: {"),
        (["chapters", 1, "blocks", 0, "groups", 0, 0, "kind"], "x", "mandate.chapters[1].blocks[0].groups[0][0].kind: x"),
        (["chapters", 1, "blocks"], {}, "mandate.chapters[1].blocks: {}"),
        (["chapters", 2, "blocks", 0, "bars", 0], 3, "mandate.chapters[2].blocks[0].bars[0]: 3"),
    ],
)
def test_what_is_not_the_format_is_refused_with_its_place(path: list[Any], value: Any, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_json(broken(path, value))
    assert str(refused.value).startswith(told)


def test_a_missing_part_is_named() -> None:
    made = json.loads(contents.content().canonical())
    del made["chapters"][0]["title"]
    with pytest.raises(Unreadable, match=r"mandate\.chapters\[0\]: .*'title'"):
        from_json(made)
