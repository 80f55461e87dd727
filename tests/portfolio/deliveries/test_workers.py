"""Real workers, a real mail server: killed in the middle, two at once, a server that is not there."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from portfolio.models import Delivery
from tests.factories import mail, portfolio
from tests.services import free_port

pytestmark = [pytest.mark.fault, pytest.mark.embedded]
State = Delivery.State


@pytest.fixture
def sink() -> Iterator[mail.Sink]:
    with mail.sink() as it:
        yield it


def ids(sink: mail.Sink) -> Counter[str]:
    return Counter(str(one["Message-ID"]) for one in sink.taken)


def url(sink: mail.Sink) -> dict[str, str]:
    return {"SMTP_URL": f"smtp://127.0.0.1:{sink.port}"}


def lease_has_run_out() -> None:
    Delivery.objects.filter(state=State.SENDING).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def test_the_bell_after_commit_sends_it_at_once(workers: Callable[..., Any], sink: mail.Sink) -> None:
    workers(**url(sink))
    mail.invitation()
    mail.until(lambda: mail.states() == [State.SENT], 20)
    assert list(ids(sink).values()) == [1]


def test_two_workers_never_send_one_mail_twice(workers: Callable[..., Any], sink: mail.Sink) -> None:
    for _ in range(2):
        workers(**url(sink))
    region = portfolio.region()
    for _ in range(40):
        mail.invitation(region)
    mail.until(lambda: set(mail.states()) == {State.SENT})
    assert (len(ids(sink)), set(ids(sink).values())) == (40, {1})


@pytest.mark.parametrize(("mode", "copies"), [("deaf", 1), ("silent", 2)])
def test_a_worker_that_is_killed_loses_nothing(workers: Callable[..., Any], sink: mail.Sink, mode: str, copies: int) -> None:
    """Before the server has it: once. After, and before the row says so: twice under one id, and the row says that it may be."""
    sink.mode = mode
    worker = workers(**url(sink))
    mail.invitation()
    assert sink.reached.wait(30)
    worker.kill()
    assert mail.states() == [State.SENDING]
    sink.mode = "ok"
    workers(**url(sink))
    mail.invitation()
    mail.until(lambda: mail.states() == [State.SENDING, State.SENT], 20)  # what is new does not wait for the lease of what is lost
    lease_has_run_out()
    mail.invitation()
    mail.until(lambda: mail.states() == [State.SENT] * 3, 20)
    first = Delivery.objects.order_by("pk")[0]
    assert (ids(sink)[f"<{first.message_id.hex}@localhost>"], first.maybe_twice, first.attempt) == (copies, True, 2)


def test_a_server_that_is_not_there_and_comes(workers: Callable[..., Any]) -> None:
    workers(SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    mail.invitation()
    mail.until(lambda: Delivery.objects.get().tries == 1 and mail.states() == [State.WAITING], 30)
    with mail.sink() as sink:
        workers(**url(sink))
        Delivery.objects.update(next_at=timezone.now())
        mail.until(lambda: bool(sink.taken) or poke(), 60)
    assert set(ids(sink).values()) == {1}


def poke() -> None:
    """Either worker may hear the bell; the one without a server puts the mail back."""
    from portfolio import outbox

    Delivery.objects.filter(state=State.WAITING).update(next_at=timezone.now())
    outbox.ring(outbox.SEND)
