"""Which terms of an offer another version says otherwise, by the names that the office's page has for them."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.models import Offer

Terms = Mapping[str, Any]
OWN = "offer"
"""As projects.queries.offers writes it: the offer's own part of its terms."""


def changed(old: Terms, new: Terms) -> list[str]:
    """In the order in which the terms are shown."""
    found = {name: (before, now) for (name, before), (_name, now) in zip(named(old), named(new), strict=True)}
    return [name for name, (before, now) in found.items() if before != now]


def named(terms: Terms) -> list[tuple[str, Any]]:
    own, project = terms[OWN], terms["project"]
    return [
        (_("What is offered"), own["title"]),
        (capfirst(str(Offer._meta.get_field("binding").verbose_name)), own["binding"]),  # type: ignore[union-attr]
        (_("Last day for answers"), own["last_day"]),
        (_("Who does not answer"), own["silence"]),
        (_("An agreement is signed afterwards"), own["asks_signature"]),
        (_("Starts when"), own["threshold"]),
        (_("Letter"), own["text"]),
        (_("Joining late and leaving"), own["late_joining"]),
        (_("Project"), [project["name"], project["summary"]]),
        (_("When"), [project["starts_on"], project["ends_on"]]),
        (_("Deliverables"), terms["deliverables"]),
        (_("What each side commits to"), terms["commitments"]),
        (_("Attachments"), terms["attachments"]),
        (_("Cost"), terms["cost"]),
    ]
