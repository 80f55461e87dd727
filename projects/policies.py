"""When something may be done with a project; who may is projects.access."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.lifecycle import STEPS, Stage
from projects.models import Mandate, OpenPoint, Participation, Project, ProjectRole
from projects.models.project import STAGE_LABELS

UNBEGUN = (Project.Status.DRAFT, Project.Status.NOT_STARTED)
ENDING = (Stage.CLOSING, Stage.IN_SERVICE, Stage.CLOSED)


def next_stages(project: Project) -> list[Stage]:
    """The steps from where it stands, in the order of the path."""
    return [stage for stage in Stage if stage in STEPS[Stage(project.stage)]]


def why_not_offered(project: Project) -> str:
    """Why nothing can be joined here any more; "" where it can."""
    if project.stage == Stage.STOPPED:
        return _("The project has been stopped. Take it up again before it is offered.")
    if project.stage == Stage.CLOSED:
        return _("The project has reached its end. What comes after it is a project of its own.")
    return ""


def why_not_step(project: Project, then: Stage) -> list[str]:
    """What keeps the project from this stage, a sentence each with what to do; nothing when it may go there."""
    if then not in STEPS[Stage(project.stage)]:
        steps = ", ".join(str(STAGE_LABELS[stage]) for stage in next_stages(project))
        if not steps:
            return [_("The project has reached its end; no step leads on.")]
        return [_("From where it stands it can go to: %(steps)s.") % {"steps": steps}]
    return [sentence for sentence, is_there in wanted(project, then) if not is_there]


def wanted(project: Project, then: Stage) -> list[tuple[str, bool]]:
    now = Stage(project.stage)
    if then is Stage.MANDATE and now is Stage.IDEA:
        return [(_("Say in one sentence what the project is."), bool(project.summary))]
    if then is Stage.RUNNING and now is Stage.MANDATE:
        manager = ProjectRole.objects.filter(project=project, role=ProjectRole.Role.MANAGER)
        taking_part = Participation.objects.filter(project=project, state=Participation.State.ACTIVE)
        return [
            (_("Begin the mandate: choose its template and title."), Mandate.objects.filter(project=project).exists()),
            (_("Set the day it starts."), project.starts_on is not None),
            (_("Name its project manager among the roles."), manager.exists()),
            (_("Add a participant that takes part."), taking_part.exists()),
        ]
    if then is Stage.CLOSING:
        return [(_("Set the day it ends."), project.ends_on is not None)]
    if then is Stage.IN_SERVICE:
        return [(_("Set its status: it still says “%(status)s”.") % {"status": project.get_status_display()}, project.status not in UNBEGUN)]
    if then is Stage.CLOSED:
        closed = _("Set its status to “%(closed)s”: it still says “%(status)s”.")
        said = closed % {"closed": Project.Status.CLOSED.label, "status": project.get_status_display()}
        return [(_("Set the day it ends."), project.ends_on is not None), (said, project.status == Project.Status.CLOSED)]
    return []


def worth_a_look(project: Project, then: Stage) -> list[str]:
    """What is unfinished and stops nobody: a project may close with it, but not without having been told."""
    if then is Stage.RUNNING:
        return [_("Its status still says “%(status)s”.") % {"status": project.get_status_display()}] if project.status in UNBEGUN else []
    if then not in ENDING:
        return []
    said = []
    if then is Stage.CLOSING and project.status in UNBEGUN:
        said.append(_("Its status still says “%(status)s”.") % {"status": project.get_status_display()})
    if open_points := OpenPoint.objects.filter(project=project, done_on__isnull=True).count():
        said.append(ngettext("%(n)s open point is not done.", "%(n)s open points are not done.", open_points) % {"n": open_points})
    return said


def label(stage: Stage) -> str:
    return capfirst(str(STAGE_LABELS[stage]))
