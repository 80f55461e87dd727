"""The file of mandate templates, read and checked."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portfolio.lib.tablefile import FileFault, text_of

LANGUAGES = ("sv", "nb", "en")
KEY = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class ChapterHead:
    key: str
    titles: dict[str, str]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    key: str
    titles: dict[str, str]
    is_numbered: bool
    chapters: tuple[ChapterHead, ...]


class _Wrong(Exception):
    pass


def read_templates(path: Path, tables: Collection[str]) -> tuple[Template, ...]:
    """Every template of the file; ``tables`` are the names that a chapter may ask for."""
    text = text_of(path.parent, path.name)
    try:
        templates = tuple(_template(entry, tables) for entry in json.loads(text)["templates"])
        _once([template.key for template in templates], "templates")
    except json.JSONDecodeError as problem:
        raise FileFault(path.name, problem.lineno, f"it is not JSON ({problem.msg}).") from problem
    except _Wrong as problem:
        raise FileFault(path.name, None, f"{problem}.") from problem
    except (KeyError, TypeError, AttributeError) as problem:
        raise FileFault(path.name, None, f"a template is not as it should be ({type(problem).__name__}: {problem}).") from problem
    return templates


def _template(entry: dict[str, Any], tables: Collection[str]) -> Template:
    key = _key(entry["key"])
    chapters = tuple(_chapter(chapter, f"template {key}", tables) for chapter in entry["chapters"])
    _once([chapter.key for chapter in chapters], f"template {key}")
    if not isinstance(entry["is_numbered"], bool):
        raise _Wrong(f"template {key}: is_numbered must be true or false")
    return Template(key, _titles(entry["title"], f"template {key}"), entry["is_numbered"], chapters)


def _chapter(entry: dict[str, Any], where: str, tables: Collection[str]) -> ChapterHead:
    key = _key(entry["key"])
    wanted = tuple(entry.get("tables", ()))
    for table in wanted:
        if table not in tables:
            raise _Wrong(f"{where}, chapter {key}: there is no table {table!r}")
    return ChapterHead(key, _titles(entry["title"], f"{where}, chapter {key}"), wanted)


def _titles(titles: dict[str, str], where: str) -> dict[str, str]:
    for language in LANGUAGES:
        if not isinstance(titles.get(language), str) or not 0 < len(titles[language].strip()) <= 120:
            raise _Wrong(f"{where}: the title in {language!r} must be text of 1 to 120 characters")
    return {language: titles[language] for language in LANGUAGES}


def _key(key: object) -> str:
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise _Wrong(f"{key!r} is no key: small letters, digits and hyphens, at most 40")
    return key


def _once(keys: list[str], where: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise _Wrong(f"{where}: {key} stands twice")
