"""Language, time zone and presence around a request, in both worlds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from accounts.middleware import PersonMiddleware
from accounts.models import User
from accounts.tests.conftest import PASSWORD, bearer

TokensOf = Callable[[User], dict[str, Any]]


def test_being_here_is_written_down_every_few_minutes_and_lets_the_session_slide(ana: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    client.get("/settings/")
    ana.refresh_from_db()
    first = ana.last_seen
    assert first
    client.get("/settings/")
    ana.refresh_from_db()
    assert ana.last_seen == first
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert client.get("/settings/", headers={"User-Agent": "Firefox on a Mac OS"}).status_code == 200
        ana.refresh_from_db()
        assert ana.last_seen
        assert ana.last_seen > first
        assert UserSession.objects.get().user_agent == "Firefox on a Mac OS"
    with time_machine.travel(timezone.now() + timedelta(days=58)):
        assert client.get("/settings/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert client.get("/settings/").status_code == 302


def test_calls_of_an_app_are_seen_too_but_cost_nothing_in_between(
    ana: User, tokens_of: TokensOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tokens = tokens_of(ana)
    with django_assert_num_queries(3):
        Client().get("/api/v1/me/", headers=bearer(tokens))
    with django_assert_num_queries(1):
        Client().get("/api/v1/me/", headers=bearer(tokens))
    ana.refresh_from_db()
    assert ana.last_seen


@pytest.mark.django_db(transaction=True)
def test_asynchronous_views_live_in_the_same_time_zone_and_language(ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="Asia/Tokyo", locale="en-CH", last_seen=timezone.now())
    person = User.objects.get(pk=ana.pk)
    seen: list[tuple[str, str | None, Any]] = []

    async def view(request: Any) -> HttpResponse:
        seen.append((timezone.get_current_timezone_name(), translation.get_language(), request._cached_user))
        return HttpResponse()

    async def the_person() -> User:
        return person

    request = RequestFactory().get("/settings/")
    request.COOKIES["sessionid"] = "x"
    request.auser = the_person
    before = translation.get_language()
    answer = PersonMiddleware(view)(request)
    assert asyncio.iscoroutine(answer)
    response = asyncio.run(answer)
    assert seen == [("Asia/Tokyo", "en-ch", person)]
    assert response["Content-Language"] == "en-ch"
    assert translation.get_language() == before
