"""Bytes → a dossier that is right in itself. What the database knows of it is looked up in known.py."""

import json
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portfolio.exchange import coherence
from portfolio.exchange.faults import Fault, Refused, refuse_if
from portfolio.exchange.parsing import parse
from portfolio.exchange.reasons import faults_of

FORMAT, VERSION = "samverk-dossier", 1
MOST_FAULTS = 100

Dossier = dict[str, Any]


@cache
def schema() -> dict[str, Any]:
    return json.loads((settings.BASE_DIR / "docs" / f"dossier-{VERSION}.schema.json").read_text("utf-8"))


def read(content: bytes) -> Dossier:
    """Refused with every fault of one step: the JSON, then the form of each field, then what fields say of each other."""
    dossier = parse(content)
    ours(dossier)
    refuse_if(islice(faults_of(schema(), dossier), MOST_FAULTS))
    refuse_if(islice(coherence.faults_of(dossier), MOST_FAULTS))
    return dossier


def ours(dossier: Dossier) -> None:
    if dossier.get("format") != FORMAT:
        raise Refused([Fault(("format",), _('must be "%(format)s"') % {"format": FORMAT})])
    version = dossier.get("version")
    if type(version) is not int:
        raise Refused([Fault(("version",), _("must be the whole number %(version)s") % {"version": VERSION})])
    if version != VERSION:
        raise Refused([Fault(("version",), _("is a version of the format that this Samverk does not read; it reads %(version)s") % {"version": VERSION})])
