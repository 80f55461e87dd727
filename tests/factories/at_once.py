"""Several people who act in the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """What each answered, in the order of the deeds. The test's database must be transactional."""
    barrier, answers, faults = Barrier(len(deeds)), dict[int, T](), list[BaseException]()

    def act(place: int) -> None:
        try:
            barrier.wait(30)
            answers[place] = deeds[place]()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=act, args=(place,), daemon=True) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    return [answers[place] for place in range(len(deeds))]
