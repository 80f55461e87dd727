import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from costsharing.actions.demo import set_up_try
from milestones.actions.demo import set_up_meeting
from portfolio.access.grants import regions_by_reach
from portfolio.access.roles import Reach, Role
from portfolio.actions.demo import RealPeopleHere, give_seat, set_up
from portfolio.exchange.faults import Refused
from portfolio.exchange.importing import import_files, read_all
from portfolio.lib.demofiles import DemoPeople, read_examples, read_people, read_regions, read_tries
from portfolio.lib.demooffers import DemoCopy, read_offers
from portfolio.lib.tablefile import FileFault
from portfolio.models import Body, Organisation, User
from portfolio.models.person import ROLE_LABELS
from portfolio.offers.demo import set_up_offers
from projects.access import visible_to
from projects.actions import name_person
from projects.models import Project, ProjectRole

FOLDER = settings.BASE_DIR / "portfolio" / "data" / "demo"
NO_DOSSIERS = ("regions.json", "people.json", "examples.json")


class Command(BaseCommand):
    help = "Two regions with their real documents, and somebody to sign in as for every role. Made once; what is changed afterwards stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", action="store_true", help="only tell who one can sign in as")
        parser.add_argument("--again", action="store_true", help="make the demo's projects equal to their files again")

    def handle(self, *args: Any, people: bool, again: bool, **options: Any) -> None:
        try:
            demo = read_people(FOLDER / "people.json")
            if not people:
                self.make(demo, again)
            self.tell(demo)
        except (FileFault, RealPeopleHere, Refused) as fault:
            self.stderr.write(f"demo: {fault}")
            raise SystemExit(2) from fault

    @transaction.atomic
    def make(self, demo: DemoPeople, again: bool) -> None:
        call_command("register", "load", verbosity=int(not Organisation.objects.exists()), stdout=self.stdout, stderr=self.stderr)
        set_up(read_regions(FOLDER / "regions.json"), demo)
        offers, today = read_offers(FOLDER.parent / "offers.json"), timezone.localdate()
        for project in import_demo(again, offers.copy, today):
            hand_over(project, demo)
            self.stdout.write(f"Project {project.region.slug}/{project.reference}")
        for each in (*read_tries(FOLDER.parent / "tries.json"), offers.copy.tried(today)):
            set_up_try(each)
        set_up_offers(offers, senders(demo), today)

    def tell(self, demo: DemoPeople) -> None:
        users = User.objects.in_bulk([person.mail for person in demo.people], field_name="email")
        if not users:
            self.stderr.write("demo: nobody of the demo is here yet: run manage.py demo.")
            raise SystemExit(2)
        for person in demo.people:
            if person.mail in users:
                role = str(ROLE_LABELS[Role(person.role)])
                self.stdout.write(f"{role:<22}  {person.mail:<38}  {demo.password}  sees {sight(users[person.mail])}")


def import_demo(again: bool, copy: DemoCopy, today: dt.date) -> list[Project]:
    """The projects that were not here yet; with ``again``, all of the demo's but those that are made up. copy: the one that is made of another one's file."""
    paths = sorted(path for path in FOLDER.glob("*.json") if path.name not in NO_DOSSIERS)
    here = set(Project.objects.values_list("region__slug", "reference"))
    files = {key: Path(name) for key, (name, _dossier) in read_all(paths).items()}
    examples = read_examples(FOLDER / "examples.json")
    made_up = {path for key, path in files.items() if key[1] in examples.projects}
    with TemporaryDirectory() as folder:
        wanted = []
        for key, path in files.items():
            if key in here and (not again or path in made_up):  # one that is made up stays in the week in which it was made: its decisions never change
                continue
            if path in made_up:
                (moved := Path(folder) / path.name).write_text(examples.moved(path.read_text("utf-8"), today), "utf-8")
                path = moved
            wanted.append(path)
        if (copy.region, copy.reference) not in here:
            (copied := Path(folder) / f"{copy.reference}.json").write_text(copy.dossier((FOLDER / f"{copy.of}.json").read_text("utf-8"), today), "utf-8")
            wanted.append(copied)
        projects = [outcome.project for outcome in import_files(wanted)]
    for project in projects:
        if project.reference in examples.projects:
            set_up_meeting(project, today=today, note=examples.note)
    return projects


def senders(demo: DemoPeople) -> dict[str, User]:
    """By region, who sends its offers: its coordinator, while that is one of the demo's people."""
    mails = {person.region: person.mail for person in demo.people if person.role == Role.COORDINATOR}
    found = User.objects.in_bulk(list(mails.values()), field_name="email")
    return {region: found[mail] for region, mail in mails.items() if mail in found}


def hand_over(project: Project, demo: DemoPeople) -> None:
    """The project's manager and a member of its steering body become people who sign in. The dossier says nothing of either."""
    users = User.objects.in_bulk([person.mail for person in demo.people if person.region == project.region.slug], field_name="email")
    roles = ProjectRole.objects.filter(project=project)
    for person in demo.people:
        if person.mail in users and person.role == Role.MANAGER:
            for role in roles.filter(role=ProjectRole.Role.MANAGER, body=None, organisation=None, user=None):
                name_person(role=role, user=users[person.mail])
        if person.mail in users and person.role == Role.STEERING:
            for body in Body.objects.filter(project_roles__in=roles.filter(role=ProjectRole.Role.STEERING_GROUP)).distinct():
                give_seat(user=users[person.mail], body=body, since=demo.since)


def sight(user: User) -> str:
    """In words, what the user's roles let them see today."""
    projects = visible_to(user).select_related("region").order_by("region__slug", "reference")
    listed = ", ".join(project.reference for project in projects) or "no project"
    return f"everything of the region: {listed}" if regions_by_reach(user, Reach.REGION) else listed
