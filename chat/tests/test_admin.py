"""Staff see that something was said and when, never a word of it nor who."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from chat.services import write_message
from chat.tests.conftest import Both
from partnerships.expenses.services import add_expense

pytestmark = pytest.mark.django_db


def test_staff_see_when_and_about_what_kind_of_thing(both: Both, carla: User) -> None:
    expense, _asked = add_expense(standing=both[0], values={"name": "Hushmoney", "amount": Decimal("40.00")})
    said = write_message(standing=both[0], text="Nobody else reads this", expense=expense)
    User.objects.filter(pk=carla.pk).update(is_staff=True, is_superuser=True)
    staff = Client()
    staff.force_login(User.objects.get(pk=carla.pk))
    for page in ("", f"{said.pk}/change/"):
        seen = staff.get(f"/admin/chat/message/{page}").content.decode()
        assert "a shared expense" in seen
        for hidden in ("Nobody else reads this", "Hushmoney", both[0].person.name, both[0].person.email):
            assert hidden not in seen
    assert staff.get("/admin/chat/message/add/").status_code == 403
    assert staff.post(f"/admin/chat/message/{said.pk}/delete/", {"post": "yes"}).status_code == 403
