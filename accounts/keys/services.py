"""Making, using and revoking API keys."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.keys.models import ApiKey
from accounts.keys.scopes import check_scopes
from accounts.models import User
from config.kernel.sql import db_datetime

PREFIX = "tup_"
SECRET_BYTES = 32
SHOWN = len(PREFIX) + 6
KEYS_AT_MOST = 50
USUAL_LIFE = timedelta(days=365)
LONGEST_LIFE = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class KeyCaller:
    """A person who calls with a key. The API asks `scopes` at each door (config.kernel.api.key_areas)."""

    person: User
    key_id: Any
    scopes: frozenset[str]
    last_used: tuple[Any, str | None]


@transaction.atomic
def create_key(*, person: User, name: str, scopes: Iterable[str], expires_at: datetime | None) -> tuple[ApiKey, str]:
    """A new key and its secret, which nobody can read again. `expires_at` None: never.

    The caller has asked for the password. Locks the person's row, so that two at once do not pass the limit.

    Raises:
        ValidationError: by field (`name`, `scopes`, `expires_at`), or `too_many_keys`.
    """
    User.objects.select_for_update().get(pk=person.pk)
    if ApiKey.objects.owned_by(person).count() >= KEYS_AT_MOST:
        raise ValidationError(_("Revoke a key first: you have as many as one may have."), code="too_many_keys")
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey(
        person=person,
        name=name.strip(),
        digest=digest_of(secret),
        beginning=secret[:SHOWN],
        scopes=" ".join(_checked_scopes(person, scopes)),
        expires_at=_checked_expiry(expires_at),
    )
    key.clean_fields(exclude=["person", "expires_at", "last_used_on", "last_used_from"])
    key.save()
    return key, secret


def revoke_key(*, key: ApiKey) -> None:
    """The key opens nothing from the next request on. Revoking it twice is the same as once."""
    key.delete()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def caller_with(secret: str) -> KeyCaller | None:
    """Whose key this is, or None when there is none such, it has expired or its person is blocked. One query.

    In SQL of its own for the reason `accounts.sessions` has: every call of the API pays it.
    """
    keys, people = ApiKey._meta.db_table, User._meta.db_table
    found = User.objects.raw(
        "SELECT person.*, api_key.id AS key_id, api_key.scopes AS key_scopes,"  # noqa: S608 names of tables
        " api_key.last_used_on AS key_used_on, api_key.last_used_from AS key_used_from"
        f" FROM {keys} api_key JOIN {people} person ON person.id = api_key.person_id"
        " WHERE api_key.digest = %s AND person.is_active"
        " AND (api_key.expires_at IS NULL OR api_key.expires_at > %s)",
        [digest_of(secret), db_datetime(timezone.now())],
    )
    for person in found:
        row = vars(person)
        used = str(row["key_used_on"]) if row["key_used_on"] else None, row["key_used_from"]
        return KeyCaller(person, row["key_id"], frozenset(row["key_scopes"].split()), used)
    return None


def note_use(*, caller: KeyCaller, address: str | None) -> None:
    """Keep the day (UTC) and the address of the last use: one statement when either has changed, else none."""
    today = timezone.now().astimezone(UTC).date()
    used_on, used_from = caller.last_used
    if used_on == today.isoformat() and used_from and used_from.partition("/")[0] == address:
        return
    ApiKey.objects.filter(pk=caller.key_id).exclude(Q(last_used_on=today) & Q(last_used_from=address)).update(
        last_used_on=today, last_used_from=address
    )


def _checked_scopes(person: User, scopes: Iterable[str]) -> list[str]:
    try:
        return check_scopes(person, scopes)
    except ValidationError as error:
        raise ValidationError({"scopes": error}) from error


def _checked_expiry(expires_at: datetime | None) -> datetime | None:
    now = timezone.now()
    if expires_at is not None and not now < expires_at <= now + LONGEST_LIFE:
        problem = ValidationError(_("Choose a day from tomorrow to ten years from now."), code="expiry_out_of_range")
        raise ValidationError({"expires_at": problem})
    return expires_at
