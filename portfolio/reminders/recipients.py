"""Who is told: the people and contacts of some regions on a day, read at once. A name is "u7" for a person, "c7" for a contact."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from portfolio.access.grants import current
from portfolio.access.roles import REACH, Reach, Role
from portfolio.models import Contact, RoleGrant, User
from portfolio.reminders.sources import Due, Owes
from projects.models import ProjectRole

SECONDS = (ProjectRole.Role.RESPONSIBLE, ProjectRole.Role.OWNER)
PERSON = ("user", "user__name", "user__email", "user__came_back_from")
Rung = tuple[str, ...]


class People:
    def __init__(self, regions: Collection[int], on: dt.date) -> None:
        self.office: dict[int, list[str]] = defaultdict(list)
        self.admins: dict[int, list[str]] = defaultdict(list)
        self.belongs: set[tuple[int, int]] = set()
        self.wishes: dict[str, str] = {}
        self.unreached: set[str] = set()
        """Whose address mails come back from."""
        self.see_all: set[tuple[int, str]] = set()
        self.called: dict[tuple[int, str], set[str]] = defaultdict(set)
        self.managers: dict[int, dict[str, None]] = defaultdict(dict)
        self.seconds: dict[int, dict[str, None]] = defaultdict(dict)
        self.contacts: dict[tuple[int, int], dict[str, list[tuple[str, bool]]]] = defaultdict(lambda: defaultdict(list))
        self.read_grants(regions, on)
        self.read_roles(regions, on)
        self.read_contacts(regions, on)

    def read_grants(self, regions: Collection[int], on: dt.date) -> None:
        """A municipal contact sees a project through the municipality only: a role in it does not make them owe something."""
        held = RoleGrant.objects.filter(current(on), region__in=regions, user__is_active=True).exclude(role=Role.CONTACT).order_by("user")
        for region, role, wish, user, called, mail, came_back in held.values_list("region", "role", "user__reminders_as", *PERSON):
            name = f"u{user}"
            if mail.lower() == came_back.lower():
                self.unreached.add(name)
            if REACH[Role(role)] is Reach.REGION:
                self.see_all.add((region, name))
            for words in (called, mail):
                self.called[region, words.strip().lower()].add(name)
            self.belongs.add((region, user))
            self.wishes[name] = wish
            if role in (Role.COORDINATOR, Role.ADMIN):
                (self.office if role == Role.COORDINATOR else self.admins)[region].append(name)

    def read_roles(self, regions: Collection[int], on: dt.date) -> None:
        wanted = (ProjectRole.Role.MANAGER, *SECONDS)
        held = ProjectRole.objects.filter(current(on), project__region__in=regions, role__in=wanted, user__isnull=False).order_by("position")
        for project, region, role, user in held.values_list("project", "project__region", "role", "user"):
            there = (self.managers if role == ProjectRole.Role.MANAGER else self.seconds)[project]
            if (region, user) in self.belongs:
                there[f"u{user}"] = None

    def read_contacts(self, regions: Collection[int], on: dt.date) -> None:
        for contact in Contact.objects.filter(current(on), region__in=regions).order_by("order", "pk"):
            self.contacts[contact.region_id, contact.organisation_id][contact.kind].append((f"c{contact.pk}", contact.is_reachable))

    def coordinators(self, region: int) -> Rung:
        return tuple(self.office[region] or self.admins[region])

    def rungs(self, due: Due, owes: Owes) -> tuple[Rung, ...]:
        """Who is told first; whoever mails come back from is passed by, unless nobody else is left."""
        owed = self.owed(due, owes)
        return self.reached(owed) or (self.reached((tuple(self.admins[due.region]),)) or owed if owed else ())

    def reached(self, rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
        told = (tuple(name for name in rung if name not in self.unreached) for rung in rungs)
        return tuple(rung for rung in told if rung)

    def owed(self, due: Due, owes: Owes) -> tuple[Rung, ...]:
        """Who owes it first; a rung with nobody on it is left out."""
        office = self.coordinators(due.region)
        found: list[Rung] = [office]
        if owes is Owes.MANAGER and due.project is not None:
            found = [self.owner(due), tuple(self.managers[due.project]), tuple(self.seconds[due.project]), office]
        elif owes is Owes.PARTY and due.organisation is not None:
            found = [self.owner(due), *self.party(due.region, due.organisation, due.contact), office]
        return tuple(dict.fromkeys(rung for rung in found if rung))

    def owner(self, due: Due) -> Rung:
        """The one person of the region whose name or address is written there, if they may see the project."""
        named = self.called.get((due.region, due.owner.strip().lower()), set()) if due.owner else set()
        project = due.project or 0
        there = {*self.managers[project], *self.seconds[project]}
        return tuple(name for name in named if name in there or (due.region, name) in self.see_all) if len(named) == 1 else ()

    def party(self, region: int, organisation: int, speaks: int | None = None) -> list[Rung]:
        """Contact, deputy, official mailbox, the first in turn of each. Where mails come back from the contact, or there is none, the mailbox comes first.

        speaks: the contact who speaks for the organisation in this; nobody else of its contacts is told.
        """
        there = self.contacts[region, organisation]
        own = [each for kind in there for each in there[kind] if each == (f"c{speaks}", True)]
        first = [there[kind][0] for kind in (Contact.Kind.CONTACT, Contact.Kind.DEPUTY, Contact.Kind.MAILBOX) if there[kind]]
        if own:
            first = [*own, *(there[kind][0] for kind in (Contact.Kind.DEPUTY, Contact.Kind.MAILBOX) if there[kind] and there[kind][0] not in own)]
        found = [(name,) for name, is_reachable in first if is_reachable]
        mailbox = there[Contact.Kind.MAILBOX]
        if mailbox and not own and not (there[Contact.Kind.CONTACT] and there[Contact.Kind.CONTACT][0][1]):
            found.sort(key=lambda rung: rung != (mailbox[0][0],))
        return list(found)

    def does_without(self, name: str, is_mandatory: bool) -> bool:
        return not is_mandatory and self.wishes.get(name) == User.Reminders.NEEDED
