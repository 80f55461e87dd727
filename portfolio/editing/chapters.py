"""The mandate's chapters: the list of its template's, and each text with a preview by the markup that prints it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from portfolio.access.permissions import P
from portfolio.access.rules import signed_in_user
from portfolio.editing import saving
from portfolio.editing.forms import RowForm, form_of
from portfolio.editing.holders import ProjectHolder
from portfolio.editing.posting import shown
from portfolio.editing.records import CHAPTERS
from portfolio.editing.views import FORM, answer
from portfolio.lib.markup import render as markup
from portfolio.lib.pasted import cleaned
from portfolio.web.posting import key_of
from projects.access import on_project
from projects.models import Chapter, Project, TemplateChapter


@dataclass(frozen=True)
class Heading:
    key: str
    title: str
    words: int


def headings(project: Project) -> list[Heading]:
    """In the order of the template; then texts that no chapter of it shows."""
    language = (get_language() or "en")[:2]
    texts = {chapter.key: chapter.text for chapter in project.chapters.all()}
    titles = dict(TemplateChapter.objects.filter(template__mandates__project=project).values_list("key", f"title_{language}"))
    return [Heading(key, titles.get(key, key), len(texts.get(key, "").split())) for key in {**titles, **texts}]


@on_project(P.PROJECT_EDIT)
def chapters(request: HttpRequest, project: Project) -> HttpResponse:
    context = {"region": project.region, "project": project, "headings": headings(project), "has_mandate": hasattr(project, "mandate")}
    return render(request, "editing/chapters.html", context)


@on_project(P.PROJECT_EDIT, methods=FORM)
def chapter(request: HttpRequest, project: Project, chapter: str) -> HttpResponse:
    """POST with do=preview shows the text as it will be printed and stores nothing."""
    heading = next((each for each in headings(project) if each.key == chapter), None)
    if heading is None:
        raise Http404
    row, holder = Chapter.objects.filter(project=project, key=chapter).first(), ProjectHolder(project)
    if request.method == "POST" and request.POST.get("do") != "preview":
        number = row.pk if row and request.POST.get("do") != "again" else None
        outcome = saving.save(CHAPTERS, holder, number, request.POST, signed_in_user(request), key=chapter)
        if outcome.entry or outcome.earlier or outcome.stored:
            return answer(request, holder, CHAPTERS, outcome)
        assert outcome.form
        return chapter_page(request, project, heading, outcome.form, 422)
    data = request.POST if request.method == "POST" else None
    return chapter_page(request, project, heading, form_of(CHAPTERS, holder, row or CHAPTERS.new(project, key=chapter), signed_in_user(request), data))


def chapter_page(request: HttpRequest, project: Project, heading: Heading, form: RowForm, status: int = 200) -> HttpResponse:
    text = cleaned(form["text"].value() or "")
    context = {
        "region": project.region,
        "project": project,
        "heading": heading,
        "form": form,
        "shown": request.POST.get("shown", "") if form.is_bound else shown(form),
        "key": key_of(request.POST if form.is_bound else None),
        "preview": mark_safe(markup(text)) if form.is_bound and status == 200 else "",  # noqa: S308 cleaned by portfolio.lib.markup
    }
    return render(request, "editing/chapter.html", context, status=status)
