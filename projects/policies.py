"""When something may be done with a project; who may is projects.access."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.lifecycle import STEPS, Stage
from projects.models import Mandate, Participation, Project, ProjectRole
from projects.models.project import STAGE_LABELS


def next_stages(project: Project) -> list[Stage]:
    """The steps from where it stands, in the order of the path."""
    return [stage for stage in Stage if stage in STEPS[Stage(project.stage)]]


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
    return []


def label(stage: Stage) -> str:
    return capfirst(str(STAGE_LABELS[stage]))
