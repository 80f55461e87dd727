"""The words of mails about offers, in the language that is active: the same when they are looked at before and when they leave."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from portfolio.models import Organisation
from projects.models import Answer
from projects.queries.offers import OWN
from projects.wording.answers import summary_of


def offer_text(party: Organisation, terms: Mapping[str, Any], last_day: dt.date | None, link: str, has_changed: bool = False) -> str:
    words = {"party": party, "terms": terms, "own": terms[OWN], "has_changed": has_changed, "last_day": last_day, "link": link}
    return render_to_string("mail/offer.txt", words).strip() + "\n"


def receipt_text(party: Organisation, terms: Mapping[str, Any], answer: Answer) -> str:
    words = {"party": party, "terms": terms, "own": terms[OWN], "answer": answer, "summary": summary_of(answer, terms["currency"])}
    return render_to_string("mail/receipt.txt", words).strip() + "\n"
