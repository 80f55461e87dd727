"""Mails that wait leave once; what a mail server says decides what becomes of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portfolio.access.tokens import hash_of, token_of
from portfolio.actions.invitations import send_again, withdraw
from portfolio.deliveries import claims, jobs, transport
from portfolio.models import Delivery, Invitation
from tests.factories import mail, portfolio
from tests.services import free_port

State = Delivery.State


@pytest.fixture
def sink(settings: Any) -> Any:
    with mail.sink() as it:
        settings.MAIL_TRANSPORT, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = it.port, 2
        yield it


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.MAIL_TRANSPORT = tmp_path, "portfolio.mail.FileBackend"
    return tmp_path / "mail"


def send(delivery: Delivery) -> bool:
    with transport.line() as line:
        return jobs.send(delivery, jobs.Round(line))


def only() -> Delivery:
    return Delivery.objects.get()


def test_a_mail_leaves_once_with_its_link_and_its_ids(db: None, sink: mail.Sink, settings: Any) -> None:
    settings.SITE_URL = "https://samverk.example.org"
    invitation = mail.invitation(email="kari@example.test")
    Delivery.objects.update(request_id="abc123")
    assert [jobs.send_waiting(), jobs.send_waiting()] == [1, 0]
    [sent], delivery = sink.taken, only()
    token = token_of(invitation.seed, "invitation")
    assert f"https://samverk.example.org/account/invitation/{token}/\n" in mail.words_of(sent)
    assert hash_of(token) == invitation.token_sha256
    assert (sink.recipients, sent["To"], sent["Subject"]) == (["kari@example.test"], "Kari Kollega <kari@example.test>", delivery.subject)
    assert (sent["Message-ID"], sent["Auto-Submitted"], sent["X-Request-ID"]) == (f"<{delivery.message_id.hex}@localhost>", "auto-generated", "abc123")
    assert (delivery.state, delivery.attempt, delivery.lease_until, delivery.error, delivery.maybe_twice) == (State.SENT, 1, None, "", False)


def test_nothing_that_is_stored_opens_the_link(db: None, sink: mail.Sink) -> None:
    token = token_of(mail.invitation().seed, "invitation")
    jobs.send_waiting()
    for model in (Delivery, Invitation, Invitation.history.model):
        assert token not in repr(list(model.objects.values()))
    assert "seed" not in [column.name for column in Invitation.history.model._meta.fields]


@pytest.mark.parametrize(("mode", "error"), [("550", "550 5.1.1 no such mailbox"), ("554", "554 5.7.1 refused by policy")])
def test_what_is_refused_for_good_has_failed_with_the_servers_words(db: None, sink: mail.Sink, mode: str, error: str) -> None:
    mail.invitation()
    sink.mode = mode
    assert jobs.send_waiting() == 0
    delivery = only()
    assert (delivery.state, delivery.error, delivery.maybe_twice) == (State.FAILED, error, False)


def test_what_is_refused_for_now_is_tried_again_with_growing_waits(db: None, sink: mail.Sink) -> None:
    mail.invitation()
    sink.mode, now, waits = "451", timezone.now(), []
    for _ in range(7):
        with time_machine.travel(now, tick=False):
            jobs.send_waiting()
        delivery = only()
        assert (delivery.state, delivery.error, delivery.maybe_twice) == (State.WAITING, "451 4.7.1 try later", False)
        waits.append((delivery.next_at - now).total_seconds() / 60)
        with time_machine.travel(delivery.next_at - dt.timedelta(seconds=1), tick=False):
            assert claims.claim() == []
        now = delivery.next_at
    assert all(0.7 * usual <= told <= 1.3 * usual for told, usual in zip(waits, (1, 5, 15, 60, 240, 240, 240), strict=True))
    sink.mode = "ok"
    with time_machine.travel(now, tick=False):
        assert jobs.send_waiting() == 1
    assert (only().state, only().attempt, len(sink.taken)) == (State.SENT, 8, 1)


def test_after_three_days_it_has_failed(db: None, sink: mail.Sink) -> None:
    mail.invitation()
    sink.mode = "451"
    with time_machine.travel(timezone.now() + dt.timedelta(hours=71, minutes=59, seconds=50), tick=False):
        jobs.send_waiting()
    assert (only().state, only().error) == (State.FAILED, "451 4.7.1 try later")


def test_a_dead_server_loses_nothing(db: None, sink: mail.Sink, settings: Any) -> None:
    mail.invitation()
    settings.EMAIL_PORT = free_port()
    jobs.send_waiting()
    assert (only().state, only().error.split(":")[0], only().maybe_twice) == (State.WAITING, "ConnectionRefusedError", False)


def test_without_an_answer_it_is_sent_again_and_said_so(db: None, sink: mail.Sink, settings: Any) -> None:
    """The server has it but its answer never comes: sent once more, under the same id."""
    settings.EMAIL_TIMEOUT = 0.3
    mail.invitation()
    sink.mode = "silent"
    jobs.send_waiting()
    assert (only().state, only().maybe_twice) == (State.WAITING, True)
    sink.mode = "ok"
    Delivery.objects.update(next_at=timezone.now())
    assert jobs.send_waiting() == 1
    first, second = sink.taken
    assert (first["Message-ID"], mail.words_of(first)) == (second["Message-ID"], mail.words_of(second))
    assert (only().state, only().maybe_twice) == (State.SENT, True)


def test_one_that_cannot_be_written_does_not_hold_up_the_next(db: None, sink: mail.Sink) -> None:
    bad, good = mail.invitation(), mail.invitation()
    bad.region.time_zone = "Nowhere/Here"
    bad.region.save()
    assert jobs.send_waiting() == 1
    assert mail.states() == [State.FAILED, State.SENT]
    assert sink.recipients == [good.email]


def test_another_secret_key_is_told_and_sends_no_dead_link(db: None, sink: mail.Sink, settings: Any) -> None:
    mail.invitation()
    settings.SECRET_KEY = "another" * 10
    assert jobs.send_waiting() == 0
    assert (only().state, only().error.split(".")[0], sink.taken) == (State.FAILED, "The secret key of the installation has changed", [])


def test_what_is_not_needed_any_more_is_not_sent(db: None, sink: mail.Sink) -> None:
    invitation = mail.invitation()
    with time_machine.travel(timezone.now() + dt.timedelta(days=15), tick=False):
        assert jobs.send_waiting() == 0
    assert (only().state, only().error) == (State.CANCELLED, "The invitation has expired.")
    withdraw(invitation=mail.invitation(), by=invitation.invited_by, at=timezone.now())
    assert (jobs.send_waiting(), sink.taken, mail.states()) == (0, [], [State.CANCELLED, State.CANCELLED])


def test_a_new_link_kills_the_old_mail_also_while_it_is_being_sent(db: None, sink: mail.Sink) -> None:
    invitation = mail.invitation()
    [claimed] = claims.claim()
    send_again(invitation=invitation, by=invitation.invited_by, at=timezone.now())
    assert send(Delivery.objects.get(pk=claimed.pk)) is False
    assert jobs.send_waiting() == 1
    assert (mail.states(), len(sink.taken)) == ([State.CANCELLED, State.SENT], 1)


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_lost_worker_gives_the_mail_back_when_its_lease_has_run_out(db: None, sink: mail.Sink, settings: Any, is_begun: bool) -> None:
    """One that was not begun cannot have left: it is not said to have arrived twice, and that was no try."""
    mail.invitation()
    [lost] = claims.claim()
    assert not is_begun or claims.begin(lost)
    assert (jobs.send_waiting(), sink.taken) == (0, [])
    with time_machine.travel(timezone.now() + settings.DELIVERY_LEASE + dt.timedelta(seconds=1), tick=False):
        assert jobs.send_waiting() == 1
    assert (only().state, only().attempt, only().tries, only().maybe_twice, len(sink.taken)) == (State.SENT, 2, 1 + is_begun, is_begun, 1)


def test_a_late_worker_does_not_overwrite_what_another_has_done(db: None, sink: mail.Sink, settings: Any) -> None:
    mail.invitation()
    [late] = claims.claim()
    with time_machine.travel(timezone.now() + settings.DELIVERY_LEASE * 2, tick=False):
        assert jobs.send_waiting() == 1
    before = Delivery.objects.values().get()
    assert jobs.again(late, "too late", False) is False
    assert jobs.ended(late, State.FAILED, "too late") is False
    assert Delivery.objects.values().get() == before
    assert send(late) is False
    assert (Delivery.objects.values().get(), len(sink.taken)) == (before, 1)


def test_no_transaction_is_open_while_a_mail_leaves(transactional_db: None, sink: mail.Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    mail.invitation()
    open_ones = []
    converse = transport.converse

    def watching(*given: Any) -> None:
        open_ones.append(connection.in_atomic_block)
        converse(*given)

    monkeypatch.setattr(transport, "converse", watching)
    assert (jobs.send_waiting(), open_ones) == (1, [False])


def test_held_mail_stays_in_the_outbox_until_a_person_releases_it(db: None, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("mail", "hold")
    delivery = mail.invitation(email="kari@example.test").deliveries.get()
    assert (jobs.send_waiting(), mail.states()) == (0, [State.WAITING])
    capsys.readouterr()
    call_command("mail")
    assert capsys.readouterr().out.splitlines()[0] == "Mail is held; 1 mails wait."
    call_command("mail", "release")
    assert jobs.send_waiting() == 1
    delivery.refresh_from_db()
    assert (delivery.state, [path.name for path in files.iterdir()]) == (State.SENT, [delivery.file])


def test_held_mail_that_is_thrown_away_never_leaves(db: None, files: Path) -> None:
    call_command("mail", "hold")
    mail.invitation()
    mail.invitation()
    assert claims.claim()  # as a backup that was made while one was being sent
    call_command("mail", "release", "--discard")
    assert (jobs.send_waiting(), mail.states(), files.exists()) == (0, [State.CANCELLED, State.CANCELLED], False)


def test_a_hostile_name_breaks_no_header(db: None, sink: mail.Sink) -> None:
    from tests.factories.hostile import BREAKS

    for text in BREAKS:
        mail.invitation(portfolio.region(name=text), name=text)
    assert jobs.send_waiting() == len(BREAKS)
    assert [(one["Bcc"], one["Set-Cookie"], len(one.get_all("Subject"))) for one in sink.taken] == [(None, None, 1)] * len(BREAKS)
    assert len(sink.recipients) == len(BREAKS)
