"""How often a region looks again."""

from milestones.models import FollowUp
from milestones.riskmatrix import Level
from portfolio.models import Region
from portfolio.statements import Statement, given

OF_REGION = Statement(lambda: FollowUp.objects.filter(region=given("region")).order_by())


def follow_up(region: Region) -> FollowUp:
    """The region's own, or the defaults; one query."""
    return next(iter(OF_REGION.rows(region=region.pk)), None) or FollowUp(region=region)


def months_by_level(found: FollowUp) -> dict[Level, int]:
    return {Level.LOW: found.low_months, Level.MEDIUM: found.medium_months, Level.HIGH: found.high_months}
