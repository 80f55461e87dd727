"""Making and changing a region's rules. The caller holds the region's row (portfolio.actions.locking)."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from costsharing.models import Rule, RuleVersion
from costsharing.presets import PRESETS, Definition
from costsharing.queries.rules import is_adopted
from portfolio.actions import rows
from portfolio.models import Region, User


def preset(slug: str, region: Region) -> tuple[str, Definition]:
    """Name and definition in the region's language."""
    office = region.office.code if region.office else ""
    with translation.override(region.language):
        chosen = PRESETS[slug]
        definition = chosen.make(office)
        if office and region.office and any(part.get("payer") == office for part in definition["parts"]):
            definition["organisations"] = [{"code": office, "name": region.office.name}]
        return str(chosen.name), definition


@transaction.atomic
def create_rule(*, region: Region, name: str, first_year: int, definition: Definition, by: User) -> Rule:
    rule = Rule(region=region, name=name)
    rows.save(row=rule, by=by)
    rows.save(row=RuleVersion(rule=rule, first_year=first_year, definition=definition), by=by)
    return rule


def store_version(*, version: RuleVersion, by: User) -> Any:
    """Gives the line of history. What an allocation rests on stays as it is: a change begins in a year of its own."""
    if is_adopted(version):
        raise rows.Refused(adopted_text())
    return rows.save(row=version, by=by)


def remove_version(*, version: RuleVersion, by: User) -> Any:
    if is_adopted(version):
        raise rows.Refused(adopted_text())
    return rows.remove(row=version, by=by)


def remove_rule(*, rule: Rule, by: User) -> Any:
    if any(is_adopted(version) for version in rule.versions.all()):
        raise rows.Refused(adopted_text())
    return rows.remove(row=rule, by=by)


def adopted_text() -> str:
    return _("An adopted allocation rests on this version, so it stays as it is. Make a new version that holds from another year.")
