"""The statement that reads a session finds what Django's own store finds, and nothing else."""

import datetime as dt

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from portfolio.access.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(value: str) -> str:
    store = SessionStore()
    store["word"] = value
    store.save()
    assert store.session_key
    return str(store.session_key)


def test_each_key_finds_its_own_session() -> None:
    keys = {word: kept(word) for word in ("ett", "två")}
    assert {word: SessionStore(key)["word"] for word, key in keys.items()} == {word: db.SessionStore(key)["word"] for word, key in keys.items()}


def test_a_session_that_has_ended_or_never_was_is_empty_and_loses_its_key() -> None:
    key = kept("ett")
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    for sent in (key, "n" * 32):
        store = SessionStore(sent)
        assert (store.load(), store.session_key) == ({}, None)
