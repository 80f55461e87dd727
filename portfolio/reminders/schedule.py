"""What will be sent to whom: the rule of milestones.reminding over all deadlines of some regions. Pages and planner read the same."""

import datetime as dt
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from milestones.reminding import Calendar, Deadline, Notice, Policy, local_day, newest, next_opening, notices, slot, weekly
from portfolio.models import Region, ReminderRule, User
from portfolio.reminders import telling
from portfolio.reminders.recipients import People
from portfolio.reminders.sources import ALL, SOURCES, Due, Source

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """A notice of the schedule with its deadline. at: when it leaves, which is later than the notice's own when that was missed."""

    notice: Notice
    due: Due
    at: dt.datetime
    is_mandatory: bool

    @property
    def which(self) -> str:
        return telling.which(self.notice.step, (self.due.due - timezone.localdate(self.at)).days)


@dataclass(frozen=True)
class Schedule:
    told: list[Told]
    """What is to leave, each once, the earliest first."""
    names: dict[str, Told]
    """With what should have left already, by the names of the notices."""


def calendar_of(region: Region) -> Calendar:
    return Calendar(region.country, region.time_zone, region.reminders_at, region.rests_in_july)


def calendars(regions: Collection[Region]) -> dict[int, Calendar]:
    """A region with a time zone that nobody knows reminds nobody, and keeps no other from reminding."""
    found = {}
    for region in regions:
        try:
            ZoneInfo(region.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            log.error("region %s has an unknown time zone: nobody is reminded", region.pk)
        else:
            found[region.pk] = calendar_of(region)
    return found


@dataclass(frozen=True)
class Rule:
    policy: Policy
    is_mandatory: bool


def rule_of(source: Source, own: ReminderRule | None) -> Rule:
    if own is None:
        return Rule(source.policy, source.is_mandatory)
    days = tuple(int(day) for day in own.days_before.split(",") if day)
    return Rule(Policy(days, own.every, own.times), own.is_mandatory)


def rules_of(regions: Collection[int]) -> dict[tuple[int, str], ReminderRule]:
    return {(rule.region_id, rule.kind): rule for rule in ReminderRule.objects.filter(region__in=regions)}


def schedule(regions: Collection[Region], now: dt.datetime, since: dt.datetime, until: dt.datetime) -> Schedule:
    """Notices from since to until of these regions; as many queries for many projects as for one."""
    known = calendars(regions)
    if not known:
        return Schedule([], {})
    people, own = People(known.keys(), timezone.localdate(now)), rules_of(known.keys())
    found: dict[str, Told] = {}
    for source in ALL:
        rules = {region: rule_of(source, own.get((region, source.kind.value))) for region in known}
        ahead, behind = reach(rules.values())
        for due in source.between(known.keys(), timezone.localdate(since) - behind, timezone.localdate(until) + ahead):
            for told in told_of(due, rules[due.region], known[due.region], people, since, until):
                found[told.notice.name] = told
    return Schedule(sorted(to_leave(found, known, now), key=lambda each: (each.at, each.notice)), found)


def reach(rules: Collection[Rule]) -> tuple[dt.timedelta, dt.timedelta]:
    """How far before and behind the window deadlines are looked for."""
    every = [rule.policy.reach for rule in rules]
    return max(before for before, _ in every), max(after for _, after in every)


def told_of(due: Due, rule: Rule, calendar: Calendar, people: People, since: dt.datetime, until: dt.datetime) -> Iterator[Told]:
    deadline = Deadline(due.kind, str(due.pk), due.due, people.rungs(due, SOURCES[due.kind].owes))
    week = dt.timedelta(days=7)
    for notice in notices(deadline, rule.policy, calendar, since, until + week):
        at = notice.at
        if people.does_without(notice.to, rule.is_mandatory):
            continue
        if not rule.is_mandatory and people.wishes.get(notice.to) == User.Reminders.WEEKLY:
            at = slot(weekly(local_day(at, calendar), calendar), calendar)
        if since <= at <= until:
            yield Told(notice._replace(at=at), due, at, rule.is_mandatory)


def to_leave(found: dict[str, Told], known: dict[int, Calendar], now: dt.datetime) -> Iterator[Told]:
    """By region, since each has its own calendar. What was missed leaves at once, or in the next slot."""
    by_region: dict[int, list[Notice]] = {}
    for told in found.values():
        by_region.setdefault(told.due.region, []).append(told.notice)
    for region, there in by_region.items():
        opening = next_opening(now, known[region])
        nearest: dict[tuple[str, str, str, dt.datetime], Told] = {}
        for notice in newest(there, now, known[region]):
            told, at = found[notice.name], opening if notice.at <= now else notice.at
            key = notice.kind, notice.key, notice.to, at
            if key not in nearest or nearest[key].notice.step < notice.step:
                nearest[key] = Told(notice, told.due, at, told.is_mandatory)
        yield from nearest.values()
