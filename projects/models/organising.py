from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models import Body, Organisation, User
from portfolio.models.recorded import period_check
from projects.models.project import Part


class ProjectRole(Part):
    """A role in the project and who holds it: a body, an organisation, a person, or somebody described in words."""

    class Role(models.TextChoices):
        CLIENT = "client", _("client")
        OWNER = "owner", _("project owner")
        RESPONSIBLE = "responsible", _("project responsible")
        STEERING_GROUP = "steering_group", _("steering group")
        MANAGER = "manager", _("project manager")
        PROJECT_GROUP = "project_group", _("project group")
        REFERENCE_GROUP = "reference_group", _("reference group")
        COORDINATOR = "coordinator", _("municipal coordinator")
        EXPERT = "expert", _("expert")
        PARTNER = "partner", _("works with")
        OFFICE = "office", _("project office")

    role = models.CharField(_("role"), max_length=20, choices=Role)
    holder = models.CharField(_("held by"), max_length=300, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="project_roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="project_roles")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="project_roles")
    duty = models.TextField(_("duty"), blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(body__isnull=True, organisation__isnull=True)
                | models.Q(body__isnull=True, user__isnull=True)
                | models.Q(organisation__isnull=True, user__isnull=True),
                name="project_role_at_most_one_holder",
            ),
            period_check("project_role_period"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.held_by}"

    @property
    def held_by(self) -> str:
        """The words of the document when it has some, else the name of whoever holds the role."""
        return self.holder or str(self.body or self.organisation or (self.user.function or self.user.name if self.user else ""))
