"""The kinds of people an address may belong to; nobody outside may tell them from each other or from nobody."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password

from accounts.models import User
from prove.serving import PASSWORD

NOBODY = "nobody"
_HASH: list[str] = []


def make_people(kind: str, count: int) -> list[str]:
    """The addresses of that many new people of a kind; of nobody, addresses that are nobody's."""
    addresses = [f"{kind}{number}@example.org" for number in range(count)]
    if kind != NOBODY:
        for address in addresses:
            KINDS[kind](address)
    return addresses


def _make(address: str, *, password: str | None = None, is_verified: bool = True, is_active: bool = True) -> User:
    person = User.objects.create_user(address, None, is_active=is_active)
    User.objects.filter(pk=person.pk).update(password=_hashed() if password is None else password)
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=is_verified)
    return person


def _with_password(address: str) -> None:
    _make(address)


def _without_password(address: str) -> None:
    _make(address, password=make_password(None))


def _by_provider(address: str) -> None:
    person = _make(address, password=make_password(None))
    SocialAccount.objects.create(user=person, provider="google", uid=address)


def _unverified(address: str) -> None:
    _make(address, is_verified=False)


def _blocked(address: str) -> None:
    _make(address, is_active=False)


def _hashed() -> str:
    """As the product hashes, once for all: one hash takes a tenth of a second."""
    if not _HASH:
        _HASH.append(make_password(PASSWORD, hasher="argon2"))
    return _HASH[0]


KINDS: dict[str, Callable[[str], None]] = {
    "password": _with_password,
    "passwordless": _without_password,
    "provider": _by_provider,
    "unverified": _unverified,
    "blocked": _blocked,
}
