"""What the tests of the office's deeds begin with: an office signed in, and an offer that has been sent to some."""

import datetime as dt
import re
from typing import Any

from django.test import Client
from django.utils import timezone, translation

from portfolio.access.roles import Role
from portfolio.deliveries import writing
from portfolio.models import Contact, Delivery, Organisation
from portfolio.offers.office.sending import preview_of
from projects.actions.closing import close
from projects.actions.offers import send
from projects.models import Invitee, Offer, Project
from tests.factories import offers as make
from tests.factories import portfolio, projects
from tests.factories.figures import figure

RULE = {"parts": [{"label": "Lika", "key": "equal", "fraction": "1"}]}
DAY = dt.timedelta(days=1)


class Office:
    """url: of the project's offers, or with a number and a page of that offer's page."""

    def __init__(self, *names: str, **fields: Any) -> None:
        region = portfolio.region(country="SE", currency="SEK", time_zone="Europe/Stockholm", language="sv")
        self.project: Project = projects.project(region, language="sv", starts_on=dt.date(2030, 1, 1), **fields)
        self.user = portfolio.person_with(Role.COORDINATOR, region, language="en-gb")
        self.client = Client(headers={"accept-language": "en-gb"})
        self.client.force_login(self.user)
        self.places = {name: self.asked(name) for name in names}

    def asked(self, name: str) -> Organisation:
        place = portfolio.municipality(name, country="SE")
        figure(place, 10_000, date=dt.date(2014, 12, 31))
        projects.participation(self.project, place, state="invited")
        self.contact(place)
        return place

    def contact(self, place: Organisation, kind: str = "contact") -> Contact:
        mail = f"{kind}@{place.code}.example"
        return Contact.objects.create(region=self.project.region, organisation=place, function="Kommundirektör", kind=kind, mail=mail)

    def draft(self, **fields: Any) -> Offer:
        return make.offer(self.project, **{"closes_at": timezone.now() + 30 * DAY} | fields)

    def sent(self, scenario: Any = None, **fields: Any) -> Offer:
        return self.send(self.draft(**fields), scenario)

    def send(self, offer: Offer, scenario: Any = None) -> Offer:
        preview = preview_of(offer, scenario, timezone.localdate())
        send(offer=offer, terms=preview.terms, shown=preview.shown, recipients=preview.recipients, by=self.user)
        return again(offer)

    def closed(self, offer: Offer) -> Offer:
        past(offer)
        close(offer=offer, by=self.user)
        return again(offer)

    def url(self, offer: Offer | None = None, page: str = "") -> str:
        return f"{self.project.get_absolute_url()}offers/" + (f"{offer.number}/{page}" if offer else "")

    def party(self, offer: Offer, name: str) -> Invitee:
        return offer.invitees.get(organisation=self.places[name])

    def get(self, *where: Any) -> Any:
        return self.client.get(self.url(*where))

    def post(self, offer: Offer, page: str, **data: Any) -> Any:
        return self.client.post(self.url(offer, page), data)


def again(offer: Offer) -> Offer:
    return Offer.objects.select_related("project__region").get(pk=offer.pk)


def past(offer: Offer) -> None:
    """The promised day has gone by."""
    Offer.objects.filter(pk=offer.pk).update(opened_at=timezone.now() - 9 * DAY, closes_at=timezone.now() - DAY)


def as_shown(delivery: Delivery) -> str:
    """The mail as it leaves, but for the address of its link."""
    with translation.override(delivery.language):
        return re.sub(r"/answer/open/\S+", "/answer/open/…", str(writing.message_of(delivery).body))


def hidden(page: Any) -> dict[str, str]:
    """What the last form of the page carries unseen."""
    forms = re.findall(r'<form[^>]*method="post"[^>]*>(.*?)</form>', page.content.decode(), re.DOTALL)
    form = next(each for each in reversed(forms) if 'name="key"' in each or 'name="seen"' in each)
    found = dict(re.findall(r'<input type="hidden" name="([a-z_0-9-]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea name="([a-z_0-9-]+)" hidden>\n(.*?)</textarea>', form, re.DOTALL))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def says(page: Any, *words: str) -> list[str]:
    """Those of the words that the page does not say."""
    text = page.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")
    return [each for each in words if each not in text]
