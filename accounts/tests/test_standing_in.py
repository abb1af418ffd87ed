"""Where mail is sent, a sign-up tells nobody whether the address is taken: not by its answer, nor by what it costs."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from accounts.tests.conftest import PASSWORD
from config.kernel.models import AuditEntry

API, PAGE = "/_allauth/app/v1/auth/signup", "/accounts/signup/"


@pytest.fixture(autouse=True)
def _with_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    settings.ACCOUNT_PREVENT_ENUMERATION = True


def sign_up(path: str, email: str, password: str = PASSWORD) -> Any:
    if path == API:
        return Client().post(path, {"email": email, "password": password}, content_type="application/json")
    return Client().post(path, {"email": email, "password1": password})


@pytest.mark.parametrize("path", [API, PAGE])
def test_a_taken_address_costs_what_a_new_one_does(ana: User, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def counted(self: BasePasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(hasher, "encode", counted)
    inserted, answers = [], []
    for email in ("new@example.org", ana.email):
        with CaptureQueriesContext(connection) as captured:
            answers.append(sign_up(path, email))
        words = [each["sql"].split() for each in captured.captured_queries]
        inserted.append(Counter(word[2] for word in words if word[0] == "INSERT"))
    assert answers[0].status_code == answers[1].status_code == (401 if path == API else 302)
    assert hashed == [PASSWORD, PASSWORD]
    assert inserted[0] == inserted[1]


@pytest.mark.parametrize("path", [API, PAGE])
def test_nobody_new_is_there_afterwards(ana: User, path: str) -> None:
    sign_up(path, ana.email)
    assert list(User.objects.all()) == [ana]
    assert not AuditEntry.objects.filter(action="signed_up").exists()
    [sent] = mail.outbox
    assert sent.to == [ana.email]


def test_a_refused_sign_up_writes_nothing_either_way(ana: User) -> None:
    counts = []
    for email in ("new@example.org", ana.email):
        with CaptureQueriesContext(connection) as captured:
            assert sign_up(API, email, "short").status_code == 400
        counts.append(sum(each["sql"].startswith("INSERT") for each in captured.captured_queries))
    assert counts == [0, 0]
