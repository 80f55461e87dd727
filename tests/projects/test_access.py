"""Which projects somebody knows of, by list and one by one; and what time does to it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from portfolio.access.roles import PERMISSIONS, Role
from portfolio.models import Body, RoleGrant, Seat, User
from projects.access import permissions_on, visible_to
from projects.models import Participation, Project
from tests.factories import portfolio as make
from tests.factories import projects as make_project
from tests.factories.visitors import may_on_project
from tests.factories.world import build

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def again(user: User) -> User:
    """As the next request would read the person."""
    return User.objects.get(pk=user.pk)


def knows(user: User, project: Project) -> bool:
    """By list and one by one, which must agree."""
    listed = visible_to(again(user)).filter(pk=project.pk).exists()
    assert listed == bool(permissions_on(again(user), project))
    return listed


def test_list_and_single_answer_agree_for_everybody_and_with_the_table_of_roles(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    world = build()
    for person in world.people.values():
        assert person.user is not None
        listed = set(visible_to(again(person.user)))
        for key, project in world.projects.items():
            assert permissions_on(again(person.user), project) == may_on_project(person, key), (person.key, key)
            assert (project in listed) == bool(may_on_project(person, key)), (person.key, key)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR, Role.READER])
@pytest.mark.parametrize(("first", "last", "holds"), [(-9, None, True), (-9, -1, False), (1, None, False), (0, 0, True), (-9, 0, True), (0, None, True)])
def test_a_grant_holds_from_its_first_day_through_its_last(role: Role, first: int, last: int | None, holds: bool) -> None:
    project, user, today = make_project.project(), make.user(), timezone.localdate()
    make.grant(user, project.region, role, valid_from=today + first * DAY, valid_to=None if last is None else today + last * DAY)
    assert knows(user, project) == holds
    assert permissions_on(again(user), project) == (PERMISSIONS[role] if holds else frozenset())


def test_a_grant_in_one_region_says_nothing_of_another() -> None:
    project, user = make_project.project(), make.user()
    for role in (Role.ADMIN, Role.COORDINATOR, Role.READER, Role.MANAGER, Role.STEERING):
        make.grant(user, make.region(), role)
    make_project.role(project, "manager", user=user)
    assert not knows(user, project)


def test_a_manager_knows_of_the_projects_in_which_they_hold_a_role_today() -> None:
    mine, other = make_project.project(), make_project.project()
    manager, today = make.person_with(Role.MANAGER, mine.region), timezone.localdate()
    role = make_project.role(mine, "manager", user=manager)
    assert (knows(manager, mine), knows(manager, other)) == (True, False)
    role.valid_to = today - DAY
    role.save()
    assert not knows(manager, mine)
    role.valid_from, role.valid_to = today + DAY, None
    role.save()
    assert not knows(manager, mine)


def test_a_role_in_a_project_without_a_grant_in_its_region_opens_nothing() -> None:
    project, user = make_project.project(), make.user()
    make_project.role(project, "manager", user=user)
    assert not knows(user, project)


def test_a_seat_counts_while_seat_role_and_grant_all_hold() -> None:
    project, today = make_project.project(), timezone.localdate()
    body = make.body(project.region, kind=Body.Kind.STEERING_GROUP)
    member = make.person_with(Role.STEERING, project.region)
    seat = Seat.objects.create(body=body, user=member, function="medlem", valid_from=today)
    role = make_project.role(project, "steering_group", body=body)
    assert knows(member, project)
    for row, change in (
        (seat, {"valid_from": today - 9 * DAY, "valid_to": today - DAY}),
        (role, {"valid_to": today - DAY}),
        (RoleGrant.objects.get(), {"valid_to": today - DAY}),
    ):
        kept = {name: getattr(row, name) for name in change}
        type(row).objects.filter(pk=row.pk).update(**change)
        assert not knows(member, project), row
        type(row).objects.filter(pk=row.pk).update(**kept)
    assert knows(member, project)


@pytest.mark.parametrize(
    ("state", "sees"),
    [("invited", True), ("active", True), ("observer", True), ("declined", False), ("left", False)],
)
def test_a_contact_knows_of_what_their_municipality_is_asked_for_or_takes_part_in_in_any_region(state: str, sees: bool) -> None:
    place, home = make.municipality(), make.region()
    contact = make.person_with(Role.CONTACT, home, place)
    near, far = make_project.project(home), make_project.project()
    for project in (near, far):
        make_project.participation(project, place, state=state)
    assert (knows(contact, near), knows(contact, far)) == (sees, sees)
    assert permissions_on(contact, far) == (PERMISSIONS[Role.CONTACT] if sees else frozenset())


def test_every_state_of_participation_is_decided_above() -> None:
    assert set(Participation.State.values) == {"invited", "active", "observer", "declined", "left"}


def test_a_contacts_view_ends_with_the_participation_and_with_the_grant() -> None:
    place, today = make.municipality(), timezone.localdate()
    project = make_project.project()
    contact = make.person_with(Role.CONTACT, make.region(), place)
    participation = make_project.participation(project, place, valid_from=today - 9 * DAY, valid_to=today)
    assert knows(contact, project)
    Participation.objects.filter(pk=participation.pk).update(valid_to=today - DAY)
    assert not knows(contact, project)
    Participation.objects.filter(pk=participation.pk).update(valid_to=None)
    assert knows(contact, project)
    RoleGrant.objects.update(valid_to=today - DAY)
    assert not knows(contact, project)


def test_a_contact_speaks_for_their_own_municipality_only() -> None:
    project, place = make_project.project(), make.municipality()
    make_project.participation(project, place)
    assert not knows(make.person_with(Role.CONTACT, project.region, make.municipality()), project)


def test_a_disabled_user_holds_nothing() -> None:
    project = make_project.project()
    user = make.person_with(Role.ADMIN, project.region)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not knows(user, project)
