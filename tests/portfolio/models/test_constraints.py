"""Each rule of the shared tables, violated once on the real database, and beside it the nearest thing that is allowed."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portfolio.access.roles import Role
from portfolio.models import (
    Contact,
    Delivery,
    Document,
    FigureSource,
    FigureUpload,
    FormerCode,
    KeyFigure,
    Loop,
    MailHold,
    MailQueue,
    Meeting,
    MeetingDocument,
    Organisation,
    Region,
    RegionMembership,
    Reminder,
    ReminderRule,
    RoleGrant,
    Seat,
    Submission,
    User,
)
from tests.factories import mail, portfolio
from tests.factories.rules import error_of, rules_of

pytestmark = pytest.mark.django_db
FIRST, LATER = dt.date(2015, 1, 1), dt.date(2016, 1, 1)
NOON = dt.datetime(2015, 6, 1, 12, tzinfo=dt.UTC)
RULES = rules_of("portfolio")
del RULES["User.email"]  # user_email_once_in_any_case is stricter: nothing violates this one alone
BROKEN: dict[str, Callable[[], Any]] = {}


def breaks(name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """The function does what is allowed and returns what is not, as a call."""

    def register(make: Callable[[], Any]) -> Callable[[], Any]:
        assert name not in BROKEN
        BROKEN[name] = make
        return make

    return register


def refused(name: str, violate: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        violate()
    assert error_of(*RULES[name]) in str(caught.value)


def test_every_rule_is_violated_here():
    assert sorted(RULES) == sorted(BROKEN)


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_database_refuses(name):
    refused(name, BROKEN[name]())


# ---- regions and organisations ---------------------------------------------
@breaks("region_slug_not_reserved")
def _region_reserved():
    return lambda: portfolio.region("account")


@breaks("Region.slug")
def _region_slug():
    portfolio.region("dalsland")
    return lambda: portfolio.region("dalsland")


@breaks("membership_one_open")
def _membership_one_open():
    first = portfolio.member(portfolio.region(), valid_from=FIRST)
    portfolio.member(portfolio.region(), first.organisation, valid_from=FIRST)
    return lambda: portfolio.member(first.region, first.organisation, valid_from=LATER)


@breaks("membership_begins_once")
def _membership_begins_once():
    first = portfolio.member(portfolio.region(), valid_from=FIRST, valid_to=LATER)
    portfolio.member(first.region, first.organisation, valid_from=LATER)
    return lambda: portfolio.member(first.region, first.organisation, valid_from=FIRST, valid_to=FIRST)


@breaks("membership_period")
def _membership_period():
    first = portfolio.member(portfolio.region(), valid_from=FIRST, valid_to=FIRST)
    return lambda: RegionMembership.objects.filter(pk=first.pk).update(valid_from=LATER)


@breaks("organisation_code_once_per_country")
def _organisation_code():
    portfolio.municipality(country="SE", code="1281")
    portfolio.municipality(country="NO", code="1281")
    return lambda: portfolio.municipality(country="SE", code="1281")


@breaks("organisation_name_once_per_region")
def _organisation_name():
    here, there = portfolio.region(), portfolio.region()
    for region in (here, there):
        portfolio.municipality("Sekretariatet", kind="unit", code="", region=region)
    return lambda: portfolio.municipality("Sekretariatet", kind="unit", code="", region=here)


@breaks("organisation_public_has_code_and_no_region")
def _organisation_public():
    return lambda: portfolio.municipality(code="")


def test_a_municipality_belongs_to_no_region():
    refused("organisation_public_has_code_and_no_region", lambda: portfolio.municipality(region=portfolio.region()))


@breaks("organisation_other_belongs_to_region")
def _organisation_other():
    portfolio.municipality("AS", kind="company", code="", region=portfolio.region())
    return lambda: portfolio.municipality("AS", kind="company", code="")


@breaks("organisation_period")
def _organisation_period():
    place = portfolio.municipality(valid_from=FIRST, valid_to=FIRST)
    portfolio.municipality(valid_to=FIRST)
    return lambda: Organisation.objects.filter(pk=place.pk).update(valid_from=LATER)


def former(**fields: Any) -> FormerCode:
    defaults = {"code": "0604", "first_year": 2005, "last_year": 2019, "share_millionths": 1_000_000}
    return FormerCode.objects.create(**{"organisation": portfolio.municipality()} | defaults | fields)


@breaks("former_code_once")
def _former_code_once():
    first = former()
    former()
    return lambda: former(organisation=first.organisation)


@breaks("former_code_years")
def _former_code_years():
    former(first_year=2019)
    return lambda: former(first_year=2020)


@breaks("former_code_share")
def _former_code_share():
    former(share_millionths=1)
    return lambda: former(share_millionths=0)


def test_a_share_is_at_most_all():
    refused("former_code_share", lambda: former(share_millionths=1_000_001))


# ---- figures ---------------------------------------------------------------


def source(key: str = "office") -> FigureSource:
    return FigureSource.objects.get_or_create(key=key, defaults={"title": "Folketall", "publisher": "Byrået", "licence": "CC0"})[0]


def figure(**fields: Any) -> KeyFigure:
    return KeyFigure.objects.create(
        **{"organisation": fields.get("organisation") or portfolio.municipality(), "kind": "pupils", "date": FIRST, "value": 0} | fields
    )


@breaks("FigureSource.key")
def _figure_source_key():
    source()
    return lambda: FigureSource.objects.create(key="office", title="A", publisher="B", licence="C")


@breaks("figure_once_per_source")
def _figure_once():
    first = figure(source=source())
    figure(organisation=first.organisation, source=source("other"))
    return lambda: figure(organisation=first.organisation, source=source(), value=1)


@breaks("figure_of_region_once_per_source")
def _figure_of_region_once():
    here, there, place = portfolio.region(), portfolio.region(), portfolio.municipality()
    for region in (here, there, None):
        figure(organisation=place, source=source(), region=region)
    figure(organisation=place, source=source(), region=here, kind="other", name="Bussar")
    return lambda: figure(organisation=place, source=source(), region=here, value=1)


@breaks("figure_other_is_named_by_its_region")
def _figure_other():
    figure(source=source(), region=portfolio.region(), kind="other", name="Bussar")
    return lambda: figure(source=source(), kind="other", name="Bussar")


@pytest.mark.parametrize("fields", [{"kind": "other"}, {"kind": "pupils", "name": "Bussar"}])
def test_only_another_kind_has_a_name(fields):
    refused("figure_other_is_named_by_its_region", lambda: figure(source=source(), region=portfolio.region(), **fields))


@breaks("figure_source_once_per_region")
def _figure_source_once():
    here, said = portfolio.region(), {"title": "Folketall", "publisher": "Byrået", "licence": "CC0"}
    for number, region in enumerate((here, portfolio.region(), None, None)):
        FigureSource.objects.create(key=f"source-{number}", region=region, **said)
    return lambda: FigureSource.objects.create(key="one-more", region=here, **said)


@breaks("figure_upload_stored_after_it_came")
def _figure_upload_stored():
    upload = {"region": portfolio.region(), "file_name": "a.csv", "content": {}, "uploaded_at": NOON}
    FigureUpload.objects.create(**upload, stored_at=NOON)
    return lambda: FigureUpload.objects.create(**upload, stored_at=NOON - dt.timedelta(seconds=1))


@breaks("figure_not_negative")
def _figure_not_negative():
    figure(source=source())
    return lambda: figure(source=source(), value=-1)


# ---- people and bodies -----------------------------------------------------


@breaks("user_email_once_in_any_case")
def _user_email_case():
    portfolio.user("a@kommune.test")
    return lambda: User.objects.create(email="A@Kommune.test", name="A")


@breaks("grant_contact_names_municipality")
def _grant_contact():
    return lambda: portfolio.grant(portfolio.user(), portfolio.region(), Role.CONTACT)


def test_only_a_contact_is_for_one_municipality():
    refused(
        "grant_contact_names_municipality", lambda: portfolio.grant(portfolio.user(), portfolio.region(), Role.READER, organisation=portfolio.municipality())
    )


@breaks("grant_known_role")
def _grant_known_role():
    return lambda: portfolio.grant(portfolio.user(), portfolio.region(), "owner")


@breaks("grant_one_open")
def _grant_one_open():
    user, region, place = portfolio.user(), portfolio.region(), portfolio.municipality()
    portfolio.grant(user, region, Role.CONTACT, organisation=place)
    portfolio.grant(user, region, Role.CONTACT, organisation=portfolio.municipality())
    return lambda: portfolio.grant(user, region, Role.CONTACT, organisation=place, valid_from=LATER)


@breaks("grant_one_open_in_region")
def _grant_one_open_in_region():
    user, region = portfolio.user(), portfolio.region()
    portfolio.grant(user, region, Role.READER, valid_from=FIRST, valid_to=FIRST)
    portfolio.grant(user, region, Role.READER, valid_from=LATER)
    return lambda: portfolio.grant(user, region, Role.READER)


@breaks("grant_period")
def _grant_period():
    held = portfolio.grant(portfolio.user(), portfolio.region(), Role.READER, valid_from=FIRST, valid_to=FIRST)
    return lambda: RoleGrant.objects.filter(pk=held.pk).update(valid_from=LATER)


@breaks("body_name_once_per_region")
def _body_name():
    region = portfolio.region()
    portfolio.body(region, "Regionrådet")
    portfolio.body(portfolio.region(), "Regionrådet")
    return lambda: portfolio.body(region, "Regionrådet", kind="board")


@breaks("seat_period")
def _seat_period():
    seat = Seat.objects.create(body=portfolio.body(portfolio.region()), function="Leder", valid_from=FIRST, valid_to=FIRST)
    return lambda: Seat.objects.filter(pk=seat.pk).update(valid_from=LATER)


# ---- documents -------------------------------------------------------------

MADE = {"state": "ready", "file": "a.pdf", "sha256": "a", "size": 1, "ready_at": NOON}


def document(region: Region | None = None, **fields: Any) -> Document:
    defaults = {"kind": "mandate", "title": "Mandat", "language": "nb", "content": {}, "content_sha256": "0", "requested_at": NOON}
    return Document.objects.create(region=region or portfolio.region(), **defaults | fields)


@breaks("meeting_document_once")
def _meeting_document_once():
    region = portfolio.region()
    first, second = (Meeting.objects.create(body=portfolio.body(region), date=FIRST) for _ in range(2))
    pack = document(region, kind="pack")
    for meeting in (first, second):
        MeetingDocument.objects.create(meeting=meeting, document=pack)
    return lambda: MeetingDocument.objects.create(meeting=first, document=pack)


@breaks("document_content_once")
def _document_content_once():
    region = portfolio.region()
    document(region)
    document(region, content_sha256="1")
    return lambda: document(region)


@breaks("document_ready_has_file")
def _document_ready():
    document(**MADE)
    return lambda: document(**MADE | {"file": ""})


@pytest.mark.parametrize("missing", [{"sha256": ""}, {"size": None}, {"size": 0}, {"ready_at": None}])
def test_a_ready_document_has_all_of_its_file(missing):
    refused("document_ready_has_file", lambda: document(**MADE | missing))


@breaks("document_file_only_when_ready")
def _document_file_only_when_ready():
    return lambda: document(file="a.pdf")


@breaks("document_lease_while_rendering")
def _document_lease():
    document(state="rendering", lease_until=NOON)
    return lambda: document(state="rendering")


def test_a_document_that_nobody_makes_has_no_lease():
    refused("document_lease_while_rendering", lambda: document(lease_until=NOON))


@breaks("document_one_rendering_per_region")
def _document_one_rendering() -> Any:
    region, making = portfolio.region(), {"state": "rendering", "lease_until": NOON}
    document(region, **making)
    document(**making)
    document(region, content_sha256="1")
    return lambda: document(region, content_sha256="2", **making)


@breaks("document_failed_says_why")
def _document_failed():
    document(state="failed", error="out of memory")
    return lambda: document(state="failed")


@breaks("Submission.key")
def form_posted_once() -> Any:
    user, key = portfolio.user(), uuid.uuid4()
    posted = {"user": user, "at": NOON, "result": "/"}
    Submission.objects.create(**posted)
    Submission.objects.create(key=key, **posted)
    return lambda: Submission.objects.create(key=key, **posted)


# ---- mail ------------------------------------------------------------------
@breaks("hold_ends_after_it_begins")
def _hold_ends_early():
    MailHold.objects.create(since=NOON, released_at=NOON)
    return lambda: MailHold.objects.create(since=NOON, released_at=NOON - dt.timedelta(seconds=1))


# ---- invitations and mails ---------------------------------------------------
def changed(row: Any, **fields: Any) -> Any:
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


@breaks("Invitation.token_sha256")
def _invitation_token():
    return changed(mail.invitation(), token_sha256=mail.invitation().token_sha256)


@breaks("invitation_contact_names_municipality")
def _invitation_contact():
    invitation = mail.invitation(role=Role.CONTACT, organisation=portfolio.municipality())
    return changed(invitation, organisation=None)


@breaks("invitation_known_role")
def _invitation_role():
    return changed(mail.invitation(role=Role.READER), role="king")


@breaks("invitation_ends_once")
def _invitation_ends():
    changed(mail.invitation(), withdrawn_at=NOON)()
    return changed(mail.invitation(), withdrawn_at=NOON, accepted_at=NOON)


@breaks("invitation_holds_for_a_while")
def _invitation_holds():
    return changed(mail.invitation(at=NOON), expires_at=NOON)


@breaks("invitation_one_open")
def _invitation_open():
    first = mail.invitation(email="kari@example.test")
    mail.invitation(email="kari@example.test")
    changed(mail.invitation(first.region, email="ola@example.test"), withdrawn_at=NOON)()
    mail.invitation(first.region, email="ola@example.test")
    return changed(mail.invitation(first.region, email="other@example.test"), email="Kari@Example.test")


def delivery(**fields: Any) -> Delivery:
    found = mail.invitation().deliveries.get()
    changed(found, **fields)()
    return found


@breaks("Delivery.key")
def _delivery_key():
    return changed(delivery(), key=delivery().key)


@breaks("Delivery.message_id")
def _delivery_message():
    return changed(delivery(), message_id=delivery().message_id)


@breaks("delivery_lease_while_sending")
def _delivery_lease():
    return changed(delivery(state="sending", lease_until=NOON), lease_until=None)


def test_a_mail_that_is_not_being_sent_has_no_lease():
    refused("delivery_lease_while_sending", changed(delivery(), lease_until=NOON))


@breaks("delivery_begun_while_sending")
def _delivery_begun():
    return changed(delivery(state="sending", lease_until=NOON, begun_at=NOON), state="waiting", lease_until=None)


@breaks("mail_queue_stopped_says_why")
def _mail_queue_stopped():
    return changed(MailQueue.objects.create(region=portfolio.region(), said="550 no", stopped_at=NOON), said="")


@breaks("MailQueue.region")
def _mail_queue_of_one():
    queue = MailQueue.objects.create(region=portfolio.region())
    return lambda: MailQueue.objects.create(region=queue.region)


@breaks("delivery_sent_says_when")
def _delivery_sent():
    return changed(delivery(state="sent", sent_at=NOON), sent_at=None)


@breaks("delivery_failed_says_why")
def _delivery_failed():
    return changed(delivery(state="failed", error="no such mailbox"), error="")


@breaks("delivery_is_about_something")
def _delivery_about():
    return changed(delivery(), invitation=None)


# ---- contacts and meetings -----------------------------------------------------
def contact(**fields):
    given = {"kind": "contact", "function": "Kommunekontakt", "mail": "post@example.test"} | fields
    return Contact.objects.create(**{"region": fields.get("region") or portfolio.region(), "organisation": fields.get("organisation")} | given)


@breaks("contact_one_open_in_each_turn")
def _contact_turn():
    place, region = portfolio.municipality(), portfolio.region()
    contact(region=region, organisation=place, valid_to=FIRST)
    contact(region=region, organisation=place)
    contact(region=region, organisation=place, order=2)
    contact(region=region, organisation=place, kind="deputy")
    contact(organisation=place)
    return lambda: contact(region=region, organisation=place)


@breaks("contact_turn_from_one")
def _contact_turn_from_one():
    return lambda: contact(organisation=portfolio.municipality(), order=0)


@breaks("contact_has_mail")
def _contact_mail():
    return lambda: contact(organisation=portfolio.municipality(), mail="")


@breaks("contact_mailbox_names_nobody")
def _contact_mailbox():
    contact(organisation=portfolio.municipality(), name="N.N.")
    return lambda: contact(organisation=portfolio.municipality(), kind="mailbox", name="N.N.")


@breaks("contact_period")
def _contact_period():
    contact(organisation=portfolio.municipality(), valid_from=FIRST, valid_to=FIRST)
    return lambda: contact(organisation=portfolio.municipality(), valid_from=LATER, valid_to=FIRST)


@breaks("meeting_once_a_day")
def _meeting_once():
    region = portfolio.region()
    body = portfolio.body(region)
    for other in (body, portfolio.body(region)):
        Meeting.objects.create(body=other, date=FIRST)
    Meeting.objects.create(body=body, date=LATER)
    return lambda: Meeting.objects.create(body=body, date=FIRST)


def reminder(**fields: Any) -> Reminder:
    given: dict[str, Any] = {"key": uuid.uuid4().hex, "kind": "milestone", "object_key": "1", "title": "Leveranse", "due_on": FIRST, "step": 0, "due_at": NOON}
    return Reminder.objects.create(**given | {"region": portfolio.region(), "user": portfolio.user()} | fields)


@breaks("Reminder.key")
def _reminder_key():
    return changed(reminder(), key=reminder().key)


@breaks("reminder_to_one")
def _reminder_to_one():
    return changed(reminder(), user=None)


@breaks("reminder_cancelled_says_why")
def _reminder_why():
    return changed(reminder(state="cancelled", why="met"), why="")


@breaks("reminder_waits_without_mail")
def _reminder_mail():
    return changed(reminder(state="posted", delivery=delivery()), state="planned")


def rule(**fields: Any) -> ReminderRule:
    return ReminderRule.objects.create(**{"region": portfolio.region(), "kind": "milestone", "days_before": "7"} | fields)


@breaks("reminder_rule_once_per_kind")
def _reminder_rule():
    first = rule()
    rule(region=first.region, kind="measure")
    return lambda: rule(region=first.region)


@breaks("reminder_rule_every")
def _reminder_rule_every():
    return changed(rule(every=90), every=91)


@breaks("reminder_rule_times")
def _reminder_rule_times():
    return changed(rule(times=12), times=13)


@breaks("Loop.name")
def _loop_name():
    Loop.objects.create(name="reminders", locked_until=NOON)
    return lambda: Loop.objects.create(name="reminders", locked_until=NOON)


@breaks("region_reminds_outside_quiet_hours")
def _region_reminds():
    return changed(portfolio.region(reminders_at=dt.time(16, 59)), reminders_at=dt.time(17))


def test_a_mail_that_came_back_was_sent_and_says_why():
    came_back = delivery(state="bounced", sent_at=NOON, error="no such mailbox")
    refused("delivery_sent_says_when", changed(came_back, sent_at=None))
    refused("delivery_failed_says_why", changed(came_back, error=""))
    refused("delivery_is_about_something", changed(came_back, kind="reminder"))
