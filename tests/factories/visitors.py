"""Somebody who asks; nothing that they do lasts."""

import hashlib
import html
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.cache import cache as throttle
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from portfolio.access.permissions import P
from portfolio.access.roles import PERMISSIONS, REACH, Reach, Role
from tests.factories.world import Person, World

ANONYMOUS = Person("anonymous")
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


class Visitor:
    def __init__(self, person: Person, client: Client) -> None:
        self.person, self.client = person, client
        self.cookies: dict[str, str] = {}
        self.written: set[str] = set()
        if person.user:
            client.cookies.clear()
            client.force_login(person.user)
            self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, method: str, url: str, **headers: str) -> tuple[HttpResponse, bytes]:
        """The answer and everything readable in it. self.written: the tables that it wrote to."""
        self.client.cookies = SimpleCookie(self.cookies)
        self.written = set()
        throttle.clear()
        with transaction.atomic(), connection.execute_wrapper(self.note_writing):
            response = self.client.generic(method, url, headers=headers)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        heads = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
        return response, heads + b"\n" + readable(body)

    def note_writing(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)


def readable(body: bytes) -> bytes:
    """A PDF as its text and a ZIP as its files, else as it is."""
    if body.startswith(b"%PDF"):
        return pdf_text(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(readable(archive.read(name)) for name in archive.namelist())
    return body


texts: dict[str, bytes] = {}


def pdf_text(body: bytes) -> bytes:
    key = hashlib.sha256(body).hexdigest()
    if key not in texts:
        texts[key] = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout
    return texts[key]


def may_on_region(person: Person, letter: str) -> frozenset[P]:
    return frozenset().union(*(PERMISSIONS[holding.role] for holding in person.holdings if holding.today and holding.region == letter))


def may_on_project(person: Person, key: str) -> frozenset[P]:
    """From what the person holds and the table of roles alone."""
    found: frozenset[P] = frozenset()
    for holding in person.holdings:
        reach = REACH[holding.role]
        reached = (
            (reach is Reach.REGION and holding.region == key[0])
            or (reach is Reach.OWN and holding.region == key[0] and key in person.own)
            or (reach is Reach.MUNICIPALITY and key in person.municipal)
        )
        if holding.today and reached:
            found |= PERMISSIONS[holding.role]
    return found


def may_on_municipality(person: Person, letter: str, organisation: int) -> frozenset[P]:
    """Whoever reads the whole region, and the municipality's own contacts where they hold a role or it takes part."""
    held = [holding for holding in person.holdings if holding.today]
    found = frozenset[P]().union(*(PERMISSIONS[each.role] for each in held if REACH[each.role] is Reach.REGION and each.region == letter))
    if person.place == organisation and ({each.region for each in held} | {key[0] for key in person.municipal}) & {letter}:
        found |= PERMISSIONS[Role.CONTACT]
    return found


def may_answer(person: Person, letter: str, organisation: int) -> frozenset[P]:
    """A municipality's contact, where the region itself has said so."""
    return PERMISSIONS[Role.CONTACT] if person.place == organisation and any(each.today and each.region == letter for each in person.holdings) else frozenset()


def visitors(world: World) -> list[Visitor]:
    client = Client(raise_request_exception=False)  # one for all: starting one costs more than a request
    return [Visitor(person, client) for person in (*world.people.values(), ANONYMOUS)]


def links(response: HttpResponse, body: bytes) -> set[str]:
    """Addresses of this site that the page's links and fragments ask for, without query and anchor."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return set()
    found = re.findall(rb'<a\s[^>]*?href="(/[^"#?]*)|hx-get="(/[^"#?]*)', body)
    return {html.unescape((link or fetched).decode()) for link, fetched in found}
