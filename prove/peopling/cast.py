"""Who takes part: couples, half of them with ten years of lines, and those who only leave a window open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.headless.tokens.strategies.jwt import internal as jwt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench.generate import make_person
from ledger.core.models import MoneyAccount
from partnerships.agreements.models import Method
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.core.services import start_partnership
from prove.serving import PASSWORD

MANY, FEW = 10_000, 300
TOKENS_LIVE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who logs in; `account` is where they write and import."""

    email: str
    password: str
    account: str

    def told(self) -> dict[str, Any]:
        return asdict(self)


def make_visitors(count: int) -> list[Visitor]:
    """Couples; of every other one both have `MANY` lines, else `FEW`. A second for 5,000 lines."""
    hashed = make_password(PASSWORD, hasher="argon2")
    people = []
    for number in range(count):
        # The number of lines is what tells them apart.
        person = make_person((MANY if number // 2 % 2 == 0 else FEW) + number * 20)
        User.objects.filter(pk=person.pk).update(password=hashed, locale="en-GB")
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        people.append(person)
    for first, second in zip(people[::2], people[1::2], strict=False):
        began = date(2026, 1, 1)
        partnership = start_partnership(first=first, second=second, currency="EUR", started_on=began)
        begin_agreement(partnership=partnership, terms=Terms(began, Method.EQUAL), proposed_by=first)
    return [Visitor(each.email, PASSWORD, str(_account_of(each))) for each in people]


def _account_of(person: User) -> Any:
    return MoneyAccount.objects.owned_by(person).earliest("created_at").pk


def make_tokens(count: int) -> list[str]:
    """Access tokens of people who are logged in and do nothing, as their log-ins would have given them."""
    made = [User(email=f"window{number}@example.org", currency="EUR") for number in range(count)]
    tokens = []
    for person in User.objects.bulk_create(made):
        client = Client()
        client.force_login(person)
        sid = jwt.session_key_to_sid(client.cookies[settings.SESSION_COOKIE_NAME].value)
        life = int(TOKENS_LIVE.total_seconds())
        token, _payload = jwt.create_token("access", sub=str(person.pk), sid=sid, expires_in=life)
        tokens.append(str(token))
    return tokens


def today() -> str:
    return timezone.localdate().isoformat()
