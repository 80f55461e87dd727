"""Two regions with everything in them, and people of every kind; each text says whose it is.

``World.people`` says in plain data who holds what, so that a test can work out what each may do without asking the code under test.
"""

import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.db import models
from django.utils import timezone

from costsharing.models import FigureUse
from milestones.actions.feeds import PURPOSE
from milestones.models import CalendarFeed, Decision, Milestone, StatusReport
from milestones.reporting import Subject
from portfolio.access.permissions import P
from portfolio.access.roles import Role
from portfolio.access.tokens import hash_of, token_of
from portfolio.documents.packing import title_of
from portfolio.models import (
    Body,
    Contact,
    Delivery,
    Document,
    FigureSource,
    FigureUpload,
    Invitation,
    KeyFigure,
    Loop,
    MailQueue,
    Meeting,
    MeetingDocument,
    Organisation,
    Region,
    RegionMembership,
    Reminder,
    RoleGrant,
    Seat,
    User,
)
from projects.models import Chapter, Invitee, Mandate, MandateDocument, MandateTemplate, Participation, Project, ProjectRole, TemplateChapter
from tests.factories.filling import Text, fill, in_order, our_models, owner_model
from tests.factories.offered import OFFERED, offer_rows

TOKEN = re.compile(rb"zq[a-z]\d\d{4}q", re.IGNORECASE)
REACHES_PEOPLE = {(User, "email"), (Contact, "name"), (Contact, "mail"), (Contact, "phone")}
CHAPTERS = ("background", "situation", "goals", "scope", "organisation", "resources", "decisions", "risks", "plan", "budget")
TABLES = {"goals": "goals objectives", "organisation": "roles participants", "resources": "resources commitments", "decisions": "decision_points"}
TABLES |= {"risks": "risks", "plan": "plan", "budget": "budget"}
BY_HAND = {
    Region,
    Organisation,
    User,
    RoleGrant,
    RegionMembership,
    Project,
    Participation,
    ProjectRole,
    Seat,
    Chapter,
    Document,
    Mandate,
    MandateDocument,
    MeetingDocument,
    FigureUse,
}
BY_HAND |= {Delivery, Invitation, MailQueue, Reminder, StatusReport, *OFFERED}
FEED_SEED = "a-calendar-of-nothing"


@dataclass(frozen=True)
class Canary:
    """A word that stands in one field only. owner: "a0" is region a itself, "a1" its project 1."""

    word: str
    owner: str
    model: type[models.Model]
    field: str
    person: str = ""
    needs: P | None = None


@dataclass(frozen=True)
class Holding:
    role: Role
    region: str
    today: bool = True


@dataclass
class Person:
    """own: projects in which they, or a body they sit in, hold a role today. municipal: where their municipality is asked or takes part."""

    key: str
    user: User | None = None
    holdings: list[Holding] = field(default_factory=list)
    own: frozenset[str] = frozenset()
    municipal: frozenset[str] = frozenset()
    named_in: frozenset[str] = frozenset()  # projects whose pages name the person
    place: int | None = None  # the municipality that they speak for


class World:
    def __init__(self, text: Text | None = None) -> None:
        self.canaries: dict[str, Canary] = {}
        self.regions: dict[str, Region] = {}
        self.projects: dict[str, Project] = {}
        self.documents: dict[str, Document] = {}
        self.packs: dict[str, Document] = {}
        self.figures: dict[str, KeyFigure] = {}
        self.uploads: dict[str, FigureUpload] = {}
        self.people: dict[str, Person] = {}
        self.text = text  # instead of canaries
        self.number = 0

    def words(self, owner: str, person: str = "", needs: P | None = None) -> Text:
        def word(column: models.Field) -> str:
            if self.text is not None:
                return self.text(column)
            self.number += 1
            found = f"zq{owner}{self.number:04d}q"
            wanted = P.MEMBERS_VIEW if (column.model, column.name) in REACHES_PEOPLE else needs
            self.canaries[found] = Canary(found, owner, column.model, column.name, person, wanted)
            return found

        return word


def build(text: Text | None = None, regions: str = "ab") -> World:
    """Region a with projects 1 and 2, region b with project 1, and people around them. With ``text``, fields say that instead of canaries."""
    world = World(text)
    template = fill(MandateTemplate, lambda column: f"Delt {column.name}", {})
    for position, key in enumerate(CHAPTERS):
        fill(TemplateChapter, lambda column: f"Delt {column.name}", {MandateTemplate: template}, key=key, position=position, tables=TABLES.get(key, ""))
    for letter in regions:
        region_rows(world, letter, template, projects=2 if letter == "a" else 1)
    for row in Milestone.objects.all():
        row.save()  # changed once, so that there is something to take back
    soon = timezone.now() + dt.timedelta(hours=1)  # however long the tests take, a worker has just given a sign of life
    Loop.objects.create(name="deliveries", locked_until=soon, ticked_at=soon)
    if regions == "ab":
        Project.objects.exclude(pk=world.projects["a1"].pk).update(follows=world.projects["a1"])
        people(world)
    return world


def region_rows(world: World, letter: str, template: MandateTemplate, projects: int) -> None:
    text = world.words(f"{letter}0")
    region = world.regions[letter] = fill(Region, text, {})
    around: dict[type[models.Model], models.Model] = {Region: region, MandateTemplate: template}
    around[Organisation] = unit = fill(Organisation, text, around, region=region)
    around[Body] = fill(Body, text, around)
    around[User] = fill(User, text, {})  # who recorded a decision
    fill(RegionMembership, text, around)
    fill(Seat, text, around, organisation=unit)
    for model in in_order([model for model in our_models() if owner_model(model) is Region and model not in BY_HAND | {Body}]):
        around[model] = fill(model, text, around)
    offered = world.words(f"{letter}0", needs=P.MEMBERS_VIEW)
    invitation = fill(Invitation, offered, around, token_sha256=letter * 64, role=Role.READER)
    fill(Delivery, offered, around, key=letter, invitation=invitation)
    fill(Reminder, offered, around, key=letter, user=around[User])
    fill(MailQueue, offered, around)
    world.uploads[letter] = around[FigureUpload]  # type: ignore[assignment]
    source = fill(FigureSource, text, around, region=region, key=f"own-{letter}")
    world.figures[letter] = fill(KeyFigure, text, around | {FigureSource: source}, region=region, kind="other")
    pack = partial(fill, title=title_of(around[Meeting]), kind=Document.Kind.PACK)  # type: ignore[arg-type]
    world.packs[letter] = issued(pack, text, around, f"pack-{letter}")
    MeetingDocument.objects.create(meeting=around[Meeting], document=world.packs[letter])
    for number in range(1, projects + 1):
        project_rows(world, f"{letter}{number}", dict(around))


def project_rows(world: World, key: str, around: dict[type[models.Model], models.Model]) -> None:
    text, drafts, secret = world.words(key), world.words(key, needs=P.DRAFT_VIEW), world.words(key, needs=P.RISK_CONFIDENTIAL_VIEW)
    focus = next(row for model, row in around.items() if model.__name__ == "FocusArea")
    project = world.projects[key] = fill(Project, text, around, focus_area=focus)
    around[Project] = project
    around[Mandate] = mandate = fill(Mandate, text, around)
    for chapter in CHAPTERS:
        fill(Chapter, drafts, around, key=chapter)
    fill(Participation, text, around, organisation=around[Organisation])
    fill(ProjectRole, text, around, position=1)
    rest = list(in_order([model for model in our_models() if owner_model(model) is Project and model not in BY_HAND]))
    for model in rest:
        numbered = {"number": len(world.projects)} if model is Decision else {}  # counted in the region
        around[model] = fill(model, text, around, **numbered)
    kept = dict(around)
    for model in rest:  # once more, confidential, for what can be, and for what hangs on it
        if any(column.name == "is_confidential" for column in model._meta.concrete_fields):
            kept[model] = fill(model, secret, kept, position=2, is_confidential=True)
        elif any(kept[each] is not around[each] for each in kept if each in {f.related_model for f in model._meta.concrete_fields if not f.null}):
            fill(model, secret, kept, **({"position": 2} if has_place(model) else {}))
    status_reports(text, drafts, around)
    offer_rows(text, world.words(key, needs=P.MEMBERS_VIEW), around, key)
    world.documents[key] = document = issued(fill, drafts, around, key)
    MandateDocument.objects.create(mandate=mandate, document=document)


def status_reports(text: Text, drafts: Text, around: dict[type[models.Model], models.Model]) -> None:
    """One that has been sent, and a draft."""
    lights = {subject.value: "watch" for subject in Subject}
    fill(StatusReport, text, around, number=1, status="watch", sent_at=timezone.now(), sent_by=around[User], **lights)
    fill(StatusReport, drafts, around, number=2)


def has_place(model: type[models.Model]) -> bool:
    return any(column.name == "position" for column in model._meta.concrete_fields)


def issued(make: Any, text: Text, around: dict[type[models.Model], models.Model], key: str) -> Document:
    """A ready file that says what its title says."""
    document = make(Document, text, around, content_sha256=key.ljust(64, "0"))
    content = one_page(document.title)
    path = Path(settings.MEDIA_ROOT) / f"{key}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    Document.objects.filter(pk=document.pk).update(
        state=Document.State.READY, file=path.name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), pages=1, ready_at=timezone.now()
    )
    document.refresh_from_db()
    return document


def one_page(words: str) -> bytes:
    pdf, out = pikepdf.Pdf.new(), io.BytesIO()
    page = pdf.add_blank_page()
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    )
    escaped = words.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    page.Contents = pikepdf.Stream(pdf, b"BT /F1 12 Tf 72 700 Td (" + escaped + b") Tj ET")
    pdf.save(out)
    return out.getvalue()


def person(world: World, key: str, region: str = "a", grants: tuple[tuple[Role, str, bool], ...] = (), municipality: Organisation | None = None) -> Person:
    """Somebody with grants (role, region, holds today); those that do not hold ended yesterday."""
    user = fill(User, world.words(f"{region}0", person=key), {})
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for role, letter, today in grants:
        of = municipality if role is Role.CONTACT else None
        RoleGrant.objects.create(
            user=user, region=world.regions[letter], role=role, organisation=of, valid_from=dt.date(2015, 1, 1), valid_to=None if today else yesterday
        )
    found = world.people[key] = Person(key, user, [Holding(*grant) for grant in grants])
    return found


def people(world: World) -> None:
    today = timezone.localdate()
    yesterday, later = today - dt.timedelta(days=1), today + dt.timedelta(days=3)  # what is asked may go on past midnight
    a1, a2 = world.projects["a1"], world.projects["a2"]
    for role in (Role.ADMIN, Role.COORDINATOR, Role.READER):
        person(world, role.value, grants=((role, "a", True),))
    person(world, "coordinator of b", "b", ((Role.COORDINATOR, "b", True),))
    person(world, "admin of b", "b", ((Role.ADMIN, "b", True),))
    person(world, "reader of both", "b", ((Role.READER, "b", True), (Role.READER, "a", True)))
    person(world, "nobody")
    person(world, "ended grant", grants=((Role.COORDINATOR, "a", False),))
    future = person(world, "grant from later on")
    RoleGrant.objects.create(user=future.user, region=world.regions["a"], role=Role.ADMIN, valid_from=later)
    future.holdings.append(Holding(Role.ADMIN, "a", today=False))

    manager = person(world, "manager", grants=((Role.MANAGER, "a", True),))
    role_in(world, a1, 10, user=manager.user)
    manager.own = manager.named_in = frozenset({"a1"})
    idle = person(world, "manager without a project", grants=((Role.MANAGER, "a", True),))
    token = hash_of(token_of(FEED_SEED, PURPOSE))  # opens for whoever knows it, so it is one with nothing in it
    CalendarFeed.objects.create(user=idle.user, seed=FEED_SEED, token_sha256=token, made_at=timezone.now())
    former = person(world, "former manager", grants=((Role.MANAGER, "a", True),))
    role_in(world, a1, 11, user=former.user, valid_from=dt.date(2015, 1, 1), valid_to=yesterday)
    former.named_in = frozenset({"a1"})

    group = Body.objects.create(region=world.regions["a"], name="Styringsgruppe", kind=Body.Kind.STEERING_GROUP)
    role_in(world, a1, 12, body=group)
    steering = person(world, "steering", grants=((Role.STEERING, "a", True),))
    Seat.objects.create(body=group, user=steering.user, function="medlem", valid_from=dt.date(2015, 1, 1))
    steering.own = frozenset({"a1"})
    risen = person(world, "seat ended", grants=((Role.STEERING, "a", True),))
    Seat.objects.create(body=group, user=risen.user, function="medlem", valid_from=dt.date(2015, 1, 1), valid_to=yesterday)
    seated = person(world, "seat without grant")
    Seat.objects.create(body=group, user=seated.user, function="medlem", valid_from=dt.date(2015, 1, 1))

    contacts(world, a1, a2, yesterday)


def contacts(world: World, a1: Project, a2: Project, yesterday: dt.date) -> None:
    state = Participation.State
    for number, (key, region, project, fields, sees) in enumerate(
        (
            ("contact", "a", a1, {"state": state.ACTIVE}, {"a1"}),
            ("guest", "b", a2, {"state": state.INVITED}, {"a2"}),
            ("declined", "a", a1, {"state": state.DECLINED}, set()),
            ("has left", "a", a1, {"state": state.LEFT}, set()),
            ("participation ended", "a", a1, {"state": state.ACTIVE, "valid_from": dt.date(2015, 1, 1), "valid_to": yesterday}, set()),
        )
    ):
        place = Organisation.objects.create(country="NO", kind="municipality", code=f"9{number:03d}", name=f"Kommune {number}")
        Participation.objects.create(project=project, organisation=place, **fields)
        found = person(world, key, region, ((Role.CONTACT, region, True),), place)
        found.municipal, found.place = frozenset(sees), place.pk
        if sees:  # asked, and has said nothing yet
            offer, at = project.offers.get(number=1), timezone.now()
            Invitee.objects.create(offer=offer, organisation=place, function="Kontakt", address=f"{number}@example.test", language="nb", invited_at=at)


def role_in(world: World, project: Project, position: int, **fields: Any) -> ProjectRole:
    return ProjectRole.objects.create(project=project, role=ProjectRole.Role.MANAGER, position=position, **fields)
