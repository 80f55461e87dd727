"""By keyboard alone: a colleague is invited, gets the mail, chooses a password, signs in and sees the region."""

import email
import email.policy
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from portfolio.access.roles import Role
from portfolio.models import Delivery, Region, RoleGrant, User
from tests.browser.checks import WIDTHS, faults, keep, settled, sign_in, unparsable
from tests.browser.keys import Keys
from tests.factories import mail, portfolio

PASSWORD = "sjutton-gula-sparvar"


@pytest.fixture
def region(transactional_db: None) -> Region:
    return portfolio.region("fjordane", name="Fjordane")


@pytest.fixture
def admin(page: Page, region: Region, live_server: Any) -> Page:
    sign_in(page, portfolio.person_with(Role.ADMIN, region, name="Ada Admin"), live_server.url)
    return page


def look(page: Page, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [*faults(page), *filter(None, [unparsable(settled(page).content())])]
        keep(page, name)
    return found


def test_a_colleague_is_invited_by_keyboard_alone(workers: Callable[..., Any], admin: Page, browser: Browser, live_server: Any) -> None:
    workers(SITE_URL=live_server.url)
    keys = Keys(admin)
    admin.goto("/fjordane/register/")
    keys.press('a[href="/fjordane/register/members/"]')
    keys.press('a[href="/fjordane/register/members/new/"]')
    keys.press("main form[novalidate] button")
    expect(admin.locator(".errsum")).to_be_focused()
    keys.write("email", "kari@example.test")
    keys.write("name", "Kari Kollega")
    keys.choose("role", "Regional coordinator")
    keys.press("main form[novalidate] button")
    expect(admin.locator(".toast")).to_contain_text("An invitation is on its way to kari@example.test.")
    mail.until(lambda: mail.states() == ["sent"], 60)
    keys.press('a[href="/fjordane/register/mail/"]')
    keys.press("main table a")
    expect(admin.locator("main")).to_contain_text("/account/invitation/…/")
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    try:
        joined(context.new_page(), link_in_the_mail())
    finally:
        context.close()
    assert RoleGrant.objects.filter(user__email="kari@example.test").values_list("role", flat=True).get() == "coordinator"


def link_in_the_mail() -> str:
    written = (settings.DATA_DIR / "mail" / Delivery.objects.get().file).read_bytes()
    message = email.message_from_bytes(written, policy=email.policy.default)
    assert message["To"] == "Kari Kollega <kari@example.test>"
    return re.findall(r"http://\S+", message.get_body(("plain",)).get_content())[0]


def joined(page: Page, link: str) -> None:
    keys = Keys(page)
    page.goto(link)
    expect(page.locator("h1")).to_have_text("You are invited to Fjordane")
    keys.write("password1", PASSWORD)
    keys.write("password2", PASSWORD)
    keys.press("main form[novalidate] button")
    expect(page).to_have_url(re.compile("/account/sign-in/$"))
    keys.write("login", "kari@example.test")
    keys.write("password", PASSWORD)
    keys.press("main form[novalidate] button")
    expect(page).to_have_url(re.compile("/fjordane/$"))
    expect(page.locator("h1")).to_contain_text("Portefølje")  # the mail was in the region's language, and so is the account


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_every_page_of_the_register_empty_full_and_wrong(admin: Page, region: Region, language: str) -> None:
    User.objects.update(language=language)
    found, register = [], "/fjordane/register/"
    addresses = ["members/", "members/new/", "mail/", "settings/"]
    for address in addresses:
        assert admin.goto(register + address).status == 200
        found += look(admin, f"register {language} empty {address}")
    grant = portfolio.grant(portfolio.user(name="Siri Snart", function="Rådgiver"), region, Role.READER, valid_to="2030-01-01")
    portfolio.grant(portfolio.user(name="Fred Før"), region, Role.READER, valid_to="2020-01-01")
    portfolio.person_with(Role.CONTACT, region)
    open_one = mail.invitation(region, name="Ina Invitert")
    mail.invitation(region)
    failed = open_one.deliveries.get()
    Delivery.objects.filter(pk=failed.pk).update(state="failed", error="550 5.1.1 no such mailbox")
    for address in ("members/", f"members/{grant.pk}/", "mail/", "mail/?state=sent", f"mail/{failed.pk}/"):
        assert admin.goto(register + address).status == 200
        found += look(admin, f"register {language} {address}")
    for address, name in (("members/new/", "email"), (f"members/{grant.pk}/", "valid_from"), ("settings/", "name")):
        admin.goto(register + address)
        admin.locator(f"[name={name}]").fill("")
        admin.locator("main form[novalidate] button").first.click()
        expect(admin.locator(".errsum").first).to_be_focused()
        found += look(admin, f"register {language} wrong {address}")
    assert found == []


def test_a_logo_and_the_link_of_an_invitation(admin: Page, region: Region, browser: Browser, live_server: Any, tmp_path: Any) -> None:
    from PIL import Image

    from portfolio.access.tokens import token_of

    Image.new("RGB", (600, 200), "navy").save(tmp_path / "logo.png")
    (tmp_path / "drawing.png").write_text("<svg></svg>")
    admin.goto("/fjordane/register/settings/")
    admin.locator("input[type=file]").set_input_files(tmp_path / "drawing.png")
    admin.get_by_role("button", name="Use this logo").click()
    expect(admin.locator(".errsum")).to_be_focused()
    found = look(admin, "register wrong logo")
    admin.locator("input[type=file]").set_input_files(tmp_path / "logo.png")
    admin.get_by_role("button", name="Use this logo").click()
    expect(admin.locator("img.logo")).to_be_visible()
    assert admin.locator("img.logo").evaluate("e => e.naturalWidth") == 600
    found += look(admin, "register logo")
    invitation = mail.invitation(region, role=Role.CONTACT, organisation=portfolio.municipality("Gloppen"))
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    for token in (token_of(invitation.seed, "invitation"), "x" * 43):
        page.goto(f"/account/invitation/{token}/")
        found += look(page, f"invitation {token == 'x' * 43}")
    portfolio.user(invitation.email)
    page.goto(f"/account/invitation/{token_of(invitation.seed, 'invitation')}/")
    found += look(page, "invitation account")
    context.close()
    assert found == []
