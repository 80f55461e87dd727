"""Templates that nothing uses, styles and scripts that the content security policy would refuse, classes that nothing wears."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ELSEWHERE = {"print", "mail"}  # mail programs drop styles that are not inline
SCREEN = [path for path in TEMPLATES if not ELSEWHERE & set(path.relative_to(ROOT / "templates").parts)]
PYTHON = [path for app in ("portfolio", "projects", "costsharing", "milestones") for path in (ROOT / app).rglob("*.py")]
STYLES = ROOT / "static/css/samverk.css"
CLASS = r'class="((?:\{[%{].*?[%}]\}|[^"])*)"'
# By name, by Django and allauth: nothing of ours mentions them.
FOUND_BY_OTHERS = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "django/forms/field.html"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def test_every_template_is_used():
    text = "\n".join(path.read_text("utf-8") for path in [*TEMPLATES, *PYTHON])
    used = set(re.findall(r'"([\w/.-]+\.html)"', text))
    tabs = set(re.findall(r'tab\(request, project, "(\w+)"', text))
    used |= {f"overview/{tab}.html" for tab in tabs} | FOUND_BY_OTHERS
    unused = {name(path) for path in TEMPLATES} - used
    assert {path for path in unused if not path.startswith("account/")} == set()


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_no_template_has_inline_style_or_script(path):
    text = path.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", text) == []


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_no_template_is_long(path):
    assert len(path.read_text("utf-8").splitlines()) <= 120


def test_every_class_of_the_style_sheet_is_worn():
    """By a template, or by a picture drawn in Python."""
    style = re.sub(r"/\*.*?\*/|url\([^)]*\)|@layer[^{;]*|\d*\.\d+\w*", "", STYLES.read_text("utf-8"), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-z][\w-]*)", style)) - {"ds-button", "ds-input"}
    worn = " ".join(found for path in [*SCREEN, *PYTHON] for found in re.findall(CLASS, path.read_text("utf-8")))
    assert sorted(classes - set(re.findall(r"[\w-]+", worn))) == []
