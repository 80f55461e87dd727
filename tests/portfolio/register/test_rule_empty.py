import pytest
from django.test import Client
from django.urls import reverse

from costsharing.models import Rule
from portfolio.access.roles import Role
from tests.factories import portfolio


@pytest.mark.django_db
def test_a_rule_without_a_version_has_a_page():
    region, client = portfolio.region(), Client()
    rule = Rule.objects.create(region=region, name="Tom")
    client.force_login(portfolio.person_with(Role.COORDINATOR, region))
    assert client.get(reverse("rule", args=[region.slug, rule.pk])).status_code == 200
