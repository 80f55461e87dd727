import pytest
from django.utils import timezone

from tests.factories import portfolio

pytestmark = pytest.mark.django_db


def test_signing_in_leaves_no_row_in_the_history():
    user = portfolio.user()
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    assert user.history.count() == 1


def test_a_change_after_signing_in_leaves_one():
    user = portfolio.user()
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    user.name = "Another function"
    user.save()
    assert [row.name for row in user.history.all()] == ["Another function", user.history.last().name]
