"""Reports of mails that came back, from standard input and from a maildir."""

import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portfolio.access.roles import Role
from portfolio.models import Contact, Delivery, ReminderRule
from portfolio.reminders import loop
from portfolio.reminders.bounces import read
from tests.factories import mail, portfolio, projects
from tests.factories.reminders import at, managed, milestone

pytestmark = pytest.mark.django_db
State = Delivery.State


def report(message_id: str, status: str = "5.1.1", headers_only: bool = False) -> bytes:
    """As Postfix writes it."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""From: MAILER-DAEMON@kommune.example
To: samverk@localhost
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.kommune.example

Final-Recipient: rfc822; post@kommune.example
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such
 mailbox

--b
Content-Type: {kind}

Received: from other by us
 id <{"0" * 32}@localhost>
Message-ID: <{message_id}@localhost>
Subject: Deltakelse

Hei
--b--
""".encode()


def sent_to_contact() -> tuple[Contact, Delivery]:
    """A reminder to a party's contact that has left."""
    project, _ = managed()
    portfolio.person_with(Role.COORDINATOR, project.region)
    party = portfolio.municipality()
    contact = Contact.objects.create(region=project.region, organisation=party, kind="contact", function="Post", mail="Post@kommune.example")
    projects.participation(project, party, valid_to=dt.date(2026, 12, 9))
    for each in ("2026-11-08T12:00", "2026-11-09T08:30"):
        with time_machine.travel(at(each), tick=False):
            loop.tick()
    delivery = Delivery.objects.get(to_address=contact.mail)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT, sent_at=at("2026-11-09T08:30"))
    return contact, delivery


def pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("bounces")
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_final_failure_marks_mail_and_contact_until_the_address_is_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], headers_only: bool
) -> None:
    contact, delivery = sent_to_contact()
    raw = report(delivery.message_id.hex, headers_only=headers_only)
    assert [pipe(monkeypatch, raw, capsys), pipe(monkeypatch, raw, capsys)] == ["1 marked as come back", "1 known already"]
    delivery.refresh_from_db()
    contact.refresh_from_db()
    assert (delivery.state, "550 5.1.1 no such mailbox" in delivery.error) == (State.BOUNCED, True)
    assert (contact.is_reachable, contact.history.count()) == (False, 2)
    contact.mail = "ny@kommune.example"
    assert contact.is_reachable is True


def test_a_delay_an_absence_and_a_stranger_mark_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    contact, delivery = sent_to_contact()
    away = b"From: a@b.example\nAuto-Submitted: auto-replied (vacation)\nIn-Reply-To: <" + delivery.message_id.hex.encode() + b"@localhost>\n\nBorte 5.1.1\n"
    said = [
        pipe(monkeypatch, report(delivery.message_id.hex, "4.4.1"), capsys),
        pipe(monkeypatch, away, capsys),
        pipe(monkeypatch, report("f" * 32), capsys),
        pipe(monkeypatch, b"From: a@b.example\n\nHei\n", capsys),
        pipe(monkeypatch, b"", capsys),
    ]
    assert said == ["1 only delayed", "1 automatic replies, ignored", "1 about no mail of ours", "1 no reports", "1 no reports"]
    delivery.refresh_from_db()
    contact.refresh_from_db()
    assert (delivery.state, contact.came_back_from) == (State.SENT, "")


def test_a_maildir_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, delivery = sent_to_contact()
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.a.host").write_bytes(report(delivery.message_id.hex))
    (tmp_path / "new" / "2.b.host").write_bytes(b"From: a@b.example\n\nHei\n")
    for _number in range(2):
        call_command("bounces", maildir=tmp_path)
    assert capsys.readouterr().out.splitlines() == ["1 marked as come back, 1 no reports", "Nothing new."]
    with pytest.raises(CommandError, match="is no maildir"):
        call_command("bounces", maildir=tmp_path / "new")


def test_an_invitation_comes_back_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    delivery = mail.invitation().deliveries.get()
    Delivery.objects.update(state=State.SENT, sent_at=at("2026-11-09T08:30"))
    assert pipe(monkeypatch, report(delivery.message_id.hex), capsys) == "1 marked as come back"


def test_nothing_that_a_stranger_writes_breaks_it() -> None:
    for raw in (b"\xff\xfe", b"Content-Type: multipart/report; report-type=delivery-status\n\n", report("zz", "9.9"), report("", "5")):
        assert read(raw).kind in ("other", "failed")


def test_a_person_whose_mails_come_back_is_passed_by_until_the_address_is_another(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    project, manager = managed()
    coordinator = portfolio.person_with(Role.COORDINATOR, project.region)
    milestone(project, "2026-11-10")

    def told(day: int) -> list[int | None]:
        with time_machine.travel(at(f"2026-11-{day:02d}T08:30"), tick=False):
            loop.tick()
            return list(Delivery.objects.filter(asked_at__gte=at(f"2026-11-{day:02d}T08:30")).order_by("pk").values_list("recipient", flat=True))

    assert told(3) == [manager.pk]
    delivery = Delivery.objects.get()
    Delivery.objects.update(state=State.SENT, sent_at=at("2026-11-03T08:30"))
    assert pipe(monkeypatch, report(delivery.message_id.hex), capsys) == "1 marked as come back"
    manager.refresh_from_db()
    assert (manager.came_back_from, manager.history.count()) == (manager.email, 2)
    ReminderRule.objects.create(region=project.region, kind="undelivered", days_before="", every=7, times=0)
    assert told(9) == [coordinator.pk]
    manager.email = "ny@kommune.example"
    manager.save()
    assert told(10) == [manager.pk]
