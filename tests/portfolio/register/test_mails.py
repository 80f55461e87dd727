"""The region's mails and their fate: never another region's, never a link that opens something."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.access.roles import Role
from portfolio.access.tokens import token_of
from portfolio.actions.mail import hold_mail
from portfolio.deliveries import jobs
from portfolio.models import Delivery, MailQueue, Region
from projects.actions.codes import code_in, send_code
from projects.actions.links import token_in
from tests.factories import mail, portfolio
from tests.factories.sending import link_of, sent

State = Delivery.State
URL = "/fjordane/register/mail/"


@pytest.fixture
def region(db: None, settings: Any, tmp_path: Path) -> Region:
    settings.DATA_DIR, settings.MAIL_TRANSPORT = tmp_path, "portfolio.mail.FileBackend"
    return portfolio.region("fjordane")


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    return client


def test_the_written_mail_is_shown_without_the_key_of_its_link(region: Region, client: Client) -> None:
    invitation = mail.invitation(region, name="Kari")
    jobs.send_waiting()
    delivery = invitation.deliveries.get()
    page = client.get(f"{URL}{delivery.pk}/").content.decode()
    assert ("/account/invitation/…/" in page, 'aria-current="true">Mail</a>' in page) == (True, True)
    for secret in (token_of(invitation.seed, "invitation"), invitation.seed, invitation.token_sha256):
        assert secret not in page
    assert (token_of(invitation.seed, "invitation") in (Path(mail_folder()) / delivery.file).read_text(), "Sent" in page) == (True, True)


def test_it_is_shown_as_mail_programs_show_it_and_nothing_runs_there(region: Region, client: Client) -> None:
    invitation = mail.invitation(region, name="Kari")
    assert client.get(f"{URL}{invitation.deliveries.get().pk}/?as=page")["Content-Type"] == "text/html; charset=utf-8"  # waits: the usual page
    jobs.send_waiting()
    address = f"{URL}{invitation.deliveries.get().pk}/"
    shown = client.get(f"{address}?as=page")
    assert shown["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
    page = shown.content.decode()
    assert ('/account/invitation/…/"' in page, token_of(invitation.seed, "invitation") in page, "<header" in page) == (True, False, False)
    assert ('href="?as=page"' in client.get(address).content.decode(), Client().get(f"{address}?as=page").status_code) == (True, 302)


@pytest.mark.parametrize(
    ("address", "in_service", "transport", "is_seen"),
    [
        ("direktor@horby.example", False, "portfolio.mail.FileBackend", True),
        ("direktor@horby.se", False, "portfolio.mail.FileBackend", False),
        ("direktor@horby.example", True, "portfolio.mail.FileBackend", False),
        ("direktor@horby.example", False, "django.core.mail.backends.smtp.EmailBackend", False),
    ],
)
def test_the_link_of_an_example_is_seen_and_nobody_elses(region: Region, settings: Any, address: str, in_service: bool, transport: str, is_seen: bool) -> None:
    """Where nothing leaves, and to an address that nobody can have: else whoever sees the mails could answer for a municipality."""
    offer = sent(("Hörby",))
    jobs.send_waiting()
    client, link, delivery = Client(), link_of(offer), link_of(offer).mails.get().delivery
    client.force_login(offer.by)  # type: ignore[attr-defined]
    Delivery.objects.filter(pk=delivery.pk).update(to_address=address)
    settings.IN_SERVICE, settings.MAIL_TRANSPORT = in_service, transport
    url = f"/{offer.project.region.slug}/register/mail/{delivery.pk}/"
    page, as_page = client.get(url).content.decode(), client.get(f"{url}?as=page").content.decode()
    assert [f'href="/answer/open/{token_in(link)}/"' in page, token_in(link) in page, token_in(link) in as_page] == [is_seen] * 3


def mail_folder() -> Path:
    from portfolio import mail as transport

    return transport.written()


def test_a_file_that_is_another_mails_is_not_shown(region: Region, client: Client) -> None:
    own, foreign = mail.invitation(region).deliveries.get(), mail.invitation(name="Annen Region").deliveries.get()
    jobs.send_waiting()
    foreign.refresh_from_db()
    for name in (foreign.file, "../samverk.sqlite3", "gone.eml"):
        Delivery.objects.filter(pk=own.pk).update(file=name)
        response = client.get(f"{URL}{own.pk}/")
        assert (response.context["written"], "Annen Region" in response.content.decode()) == (None, False)
    assert client.get(f"{URL}{foreign.pk}/").status_code == 404


def test_the_list_is_the_regions_own_and_can_be_chosen_by_state(region: Region, client: Client) -> None:
    failed, waiting = mail.invitation(region).deliveries.get(), mail.invitation(region).deliveries.get()
    mail.invitation()
    Delivery.objects.filter(pk=failed.pk).update(state=State.FAILED, error="550 5.1.1 no such mailbox")
    found = {state: [each.pk for each in client.get(f"{URL}?state={state}").context["mails"]] for state in ("", "failed", "waiting", "sent", "nonsense")}
    both = [waiting.pk, failed.pk]
    assert found == {"": both, "failed": [failed.pk], "waiting": [waiting.pk], "sent": [], "nonsense": both}


def test_the_list_can_be_chosen_by_kind_too_and_a_choice_stays_when_the_other_is_made(region: Region, client: Client) -> None:
    mail.invitation(region)
    found = {
        query: len(client.get(f"{URL}?{query}").context["mails"]) for query in ("kind=invitation", "kind=offer", "kind=nonsense", "kind=invitation&state=sent")
    }
    assert found == {"kind=invitation": 1, "kind=offer": 0, "kind=nonsense": 1, "kind=invitation&state=sent": 0}
    page = client.get(f"{URL}?state=waiting&kind=offer").content.decode()
    assert page.count('class="chip" href="?state=waiting&amp;kind=') == len(Delivery.Kind.values)
    assert ('href="?kind=offer&amp;state=failed"' in page, 'href="?state=waiting"' in page, 'href="?kind=offer"' in page) == (True, True, True)


def test_fifty_on_a_page(region: Region, client: Client) -> None:
    for _ in range(51):
        mail.invitation(region)
    assert [len(client.get(f"{URL}?page={page}").context["mails"]) for page in ("1", "2", "99", "x")] == [50, 1, 1, 50]


def test_a_failed_one_is_sent_again_and_another_one_is_not(region: Region, client: Client) -> None:
    delivery = mail.invitation(region).deliveries.get()
    Delivery.objects.update(state=State.FAILED, error="550 no", tries=9, attempt=9)
    client.post(f"{URL}{delivery.pk}/again/")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.tries, delivery.attempt) == (State.WAITING, "", 0, 9)
    assert jobs.send_waiting() == 1
    response = client.post(f"{URL}{delivery.pk}/again/", follow=True)
    assert "not among the failed ones any more" in response.content.decode()
    assert Delivery.objects.get().state == State.SENT


def test_held_mail_says_who_releases_it(region: Region, client: Client) -> None:
    delivery = mail.invitation(region).deliveries.get()
    hold_mail()
    for url in (URL, f"{URL}{delivery.pk}/"):
        page = client.get(url).content.decode()
        assert ("manage.py mail release" in page, "Held" in page) == (True, True)


def test_one_that_may_have_arrived_twice_says_so(region: Region, client: Client) -> None:
    delivery = mail.invitation(region).deliveries.get()
    Delivery.objects.update(maybe_twice=True, state=State.SENT, sent_at=timezone.now())
    assert "It may have arrived twice" in client.get(f"{URL}{delivery.pk}/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_whatever_it_shows(region: Region, client: Client, django_assert_num_queries: Any, rows: int) -> None:
    for _ in range(rows):
        mail.invitation(region)
    with django_assert_num_queries(9):
        assert client.get(URL).status_code == 200
    number = Delivery.objects.values_list("pk", flat=True)[0]
    with django_assert_num_queries(6):
        assert client.get(f"{URL}{number}/").status_code == 200


def test_a_queue_that_stopped_is_told_and_let_go_on(region: Region, client: Client) -> None:
    other = portfolio.region("annen")
    stopped = {"refusals": 5, "said": "550 5.7.1 <b>unwelcome", "stopped_at": timezone.now()}
    for each in (region, other):
        MailQueue.objects.create(region=each, **stopped)
    page = client.get(URL).content.decode()
    assert ("550 5.7.1 &lt;b&gt;unwelcome" in page, f'action="{URL}go-on/"' in page) == (True, True)
    said = [[str(each) for each in client.post(f"{URL}go-on/", follow=True).context["messages"]] for _ in range(2)]
    assert said == [["The mails go on."], ["The mails do not stand still any more."]]
    assert "550 5.7.1" not in client.get(URL).content.decode()
    assert list(MailQueue.objects.order_by("pk").values_list("refusals", "stopped_at")) == [(0, None), (5, stopped["stopped_at"])]


def test_the_code_of_an_answer_is_not_shown_even_where_links_of_examples_are(region: Region) -> None:
    offer = sent(("Hörby",))
    row = send_code(link=link_of(offer), key=uuid.uuid4(), shown_sha256="0" * 64, is_anew=False, at=timezone.now())
    jobs.send_waiting()
    client = Client()
    client.force_login(offer.by)  # type: ignore[attr-defined]
    figures = code_in(row)
    address = reverse("mail", args=[offer.project.region.slug, row.delivery_id])
    for page in (client.get(address).content.decode(), client.get(f"{address}?as=page").content.decode()):
        assert (f"{figures[:3]} {figures[3:]}" in page, figures in page, "…" in page) == (False, False, True)
    assert "Its code is left out." in client.get(address).content.decode()
