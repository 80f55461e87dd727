"""What a region asks at decision points."""

from milestones.models import Checklist
from portfolio.models import Region


def checklists_of(region: Region) -> list[Checklist]:
    """With their questions; two queries."""
    return list(Checklist.objects.filter(region=region).prefetch_related("items"))
