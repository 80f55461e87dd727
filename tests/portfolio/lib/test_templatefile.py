import json

import pytest
from django.conf import settings

from portfolio.lib.tablefile import FileFault
from portfolio.lib.templatefile import read_templates
from projects.models import TemplateChapter

TITLE = {"sv": "Mål", "nb": "Mål", "en": "Goals"}
TABLES = ["goals", "budget"]


def entry(**changed):
    chapter = {"key": "goals", "title": TITLE, "tables": ["goals"]}
    return {"key": "ours", "title": TITLE, "is_numbered": True, "chapters": [chapter]} | changed


def test_plp_has_the_ten_chapters_of_the_document():
    plp = read_templates(settings.BASE_DIR / "portfolio/data/templates.json", TemplateChapter.Table.values)[0]
    assert [chapter.titles["nb"] for chapter in plp.chapters] == [
        "Innledning og bakgrunn",
        "Nåsituasjon",
        "Mål",
        "Omfang og avgrensning",
        "Organisering",
        "Ressursbruk",
        "Beslutningspunkter og oppfølging",
        "Risikoanalyse og kvalitetssikring",
        "Tidsplan og milepæler",
        "Budsjett og finansiering",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "t.json, line 1: it is not JSON (Expecting property name enclosed in double quotes)."),
        ({"templates": [entry(), entry()]}, "t.json: templates: ours stands twice."),
        ({"templates": [entry(key="Our Own")]}, "t.json: 'Our Own' is no key: small letters, digits and hyphens, at most 40."),
        ({"templates": [entry(is_numbered="yes")]}, "t.json: template ours: is_numbered must be true or false."),
        ({"templates": [entry(title={"sv": "A", "nb": "B"})]}, "t.json: template ours: the title in 'en' must be text of 1 to 120 characters."),
        (
            {"templates": [entry(chapters=[{"key": "plan", "title": TITLE, "tables": ["gantt"]}])]},
            "t.json: template ours, chapter plan: there is no table 'gantt'.",
        ),
        ({"templates": [entry(chapters=[{"key": "plan"}])]}, "t.json: a template is not as it should be (KeyError: 'title')."),
    ],
)
def test_a_fault_says_where(tmp_path, content, said):
    (tmp_path / "t.json").write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    with pytest.raises(FileFault) as caught:
        read_templates(tmp_path / "t.json", TABLES)
    assert str(caught.value) == said
