"""The loop as a whole: one line for several mails, servers that go away, a sender that is not welcome, and web processes when no worker lives."""

import datetime as dt
import time
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from portfolio.actions.mail import let_go_on
from portfolio.deliveries import claims, fallback, jobs, queues, transport, writing
from portfolio.lib import ending
from portfolio.models import Delivery, Loop, MailQueue, Region, Reminder
from portfolio.queries import pulse
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
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each line that is opened."""
    found: list[int] = []
    opening = transport.Line.open
    monkeypatch.setattr(transport.Line, "open", lambda line: found.append(1) or opening(line))
    return found


def invitations(count: int) -> Region:
    region = portfolio.region()
    for _ in range(count):
        mail.invitation(region)
    return region


def test_one_line_carries_several_mails(db: None, sink: mail.Sink, opened: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ON_ONE_LINE", 3)
    invitations(5)
    assert (jobs.send_waiting(), len(sink.taken), len(opened)) == (5, 5, 2)


def test_a_line_that_the_server_has_closed_is_opened_once_more(db: None, sink: mail.Sink, opened: list[int]) -> None:
    invitations(2)
    with transport.line() as line:
        for delivery in claims.claim():
            assert jobs.send(delivery, jobs.Round(line))
            line.backend.connection.sock.shutdown(2)
    assert (len(sink.taken), len(opened), Delivery.objects.filter(maybe_twice=True).count()) == (2, 2, 0)


def test_when_the_server_is_away_only_one_mail_tries(db: None, sink: mail.Sink, settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    invitations(4)
    assert jobs.send_waiting() == 0
    assert list(Delivery.objects.order_by("pk").values_list("state", "tries", "lease_until")) == [(State.WAITING, 1, None), *[(State.WAITING, 0, None)] * 3]
    settings.EMAIL_PORT = sink.port
    assert jobs.send_waiting() == 3


def test_where_it_is_crowded_they_do_not_come_back_together(db: None, sink: mail.Sink) -> None:
    sink.mode = "432"
    invitations(12)
    now = timezone.now()
    jobs.send_waiting()
    waits = sorted((each - now).total_seconds() for each in Delivery.objects.filter(tries=1).values_list("next_at", flat=True))
    assert (len(sink.taken), waits[0] >= 0, waits[-1] <= 125, waits[-1] - waits[0] > 30) == (0, True, True, True)


def test_who_slept_for_longer_than_the_lease_hands_nothing_over(db: None, sink: mail.Sink) -> None:
    invitations(1)
    with transport.line() as line, pytest.raises(transport.TooLate):
        line.hand_over(writing.message_of(Delivery.objects.get()), "x", time.monotonic() - 1)
    assert sink.taken == []


def test_a_database_that_goes_away_is_not_the_mails_fault(db: None, sink: mail.Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    invitations(2)

    def gone(*_: Any) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "message_of", gone)
        with pytest.raises(OperationalError):
            jobs.send_waiting()
    assert list(Delivery.objects.values_list("state", "tries", "lease_until")) == [(State.WAITING, 0, None)] * 2
    assert jobs.send_waiting() == 2


def test_what_cannot_be_read_together_is_tried_one_by_one(db: None, sink: mail.Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    invitations(2)
    together = writing.material_for
    monkeypatch.setattr(writing, "material_for", lambda batch: together(batch) if len(batch) == 1 else 1 / 0)
    assert jobs.send_waiting() == 2


def test_after_five_refusals_of_the_sender_the_regions_mails_stop_until_a_person_lets_them_go_on(db: None, sink: mail.Sink) -> None:
    sink.mode = "554"
    region = invitations(8)
    other = mail.invitation().deliveries.get()
    Delivery.objects.filter(pk=other.pk).update(next_at=timezone.now() + dt.timedelta(days=1))
    jobs.send_waiting()
    queue = MailQueue.objects.get()
    assert (queue.region, queue.refusals, queue.said, queue.stopped_at is None) == (region, queues.IN_A_ROW, "554 5.7.1 refused by policy", False)
    assert mail.states() == [*[State.FAILED] * 5, *[State.WAITING] * 4]
    sink.mode = "ok"
    Delivery.objects.filter(pk=other.pk).update(next_at=timezone.now())
    assert (jobs.send_waiting(), sink.recipients) == (1, [other.to_address])
    assert [let_go_on(region=region, by=None, at=timezone.now()) for _ in range(2)] == [True, False]
    assert (jobs.send_waiting(), len(sink.taken)) == (3, 4)


def test_one_that_is_taken_breaks_the_row_of_refusals(db: None, sink: mail.Sink) -> None:
    region = invitations(0)
    for mode in ("554", "554", "554", "554", "ok", "554"):
        sink.mode = mode
        mail.invitation(region)
        jobs.send_waiting()
    assert list(MailQueue.objects.values_list("refusals", "stopped_at")) == [(1, None)]


def test_a_mailbox_that_is_not_there_stops_nobody(db: None, sink: mail.Sink) -> None:
    sink.mode = "550"
    invitations(6)
    jobs.send_waiting()
    assert (mail.states(), MailQueue.objects.count()) == ([State.FAILED] * 6, 0)


def test_a_round_ends_with_its_batch_when_its_time_is_over(db: None, sink: mail.Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "BATCH", 2)
    invitations(5)
    assert [jobs.send_for(seconds) for seconds in (0, 0, 60, 0)] == [(2, True), (2, True), (1, False), (0, False)]


def test_a_worker_that_is_to_end_ends_with_the_mail_that_it_is_at(db: None, sink: mail.Sink) -> None:
    invitations(3)
    ending.tell()
    try:
        assert jobs.send_for(60) == (1, True)
    finally:
        ending.tell(is_so=False)
    waiting = Delivery.objects.filter(state=State.WAITING)
    assert list(waiting.values_list("tries", "lease_until", "begun_at")) == [(0, None, None)] * 2
    assert (jobs.send_for(60), len(sink.taken)) == ((2, False), 3)


@pytest.mark.parametrize(("minutes", "sent"), [(0, 0), (1, 0), (3, 2)])
def test_web_sends_what_waits_when_no_worker_gives_a_sign_of_life(db: None, sink: mail.Sink, minutes: int, sent: int) -> None:
    jobs.send_waiting()
    beaten = timezone.now() - dt.timedelta(minutes=minutes)
    Loop.objects.filter(name=pulse.NAME).update(ticked_at=beaten)
    invitations(2)
    assert (fallback.look(), fallback.look()) == (sent, 0)
    assert Loop.objects.get(name=pulse.NAME).ticked_at == beaten  # what web sends is no sign of a worker


def test_before_the_first_sign_of_life_it_counts_from_the_oldest_mail(db: None, sink: mail.Sink) -> None:
    assert (pulse.is_still(), pulse.work_waits()) == (False, False)
    invitations(1)
    assert (pulse.is_still(), pulse.work_waits(), fallback.look()) == (False, True, 0)
    Delivery.objects.update(next_at=timezone.now() - dt.timedelta(minutes=3))
    assert (pulse.is_still(), fallback.look(), len(sink.taken)) == (True, 1, 1)


def test_before_the_first_sign_of_life_a_reminder_that_is_no_mail_yet_counts_too(db: None) -> None:
    now = timezone.now()
    who = {"region": portfolio.region(), "user": portfolio.user()}
    Reminder.objects.create(key="x", kind="milestone", object_key="1", title="Leveranse", due_on=now.date(), step=0, due_at=now, **who)
    assert pulse.is_still() is False
    Reminder.objects.update(due_at=now - dt.timedelta(minutes=3))
    assert pulse.is_still() is True
