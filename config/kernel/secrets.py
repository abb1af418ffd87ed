"""Columns that are unreadable at rest: AES-256-GCM, the key's name in the value, so that keys can be rotated."""

from __future__ import annotations

import base64
import os
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """The key that wrote this value is not among FIELD_KEYS, or the value was changed."""


@lru_cache(maxsize=4)
def _ciphers(field_keys: str) -> dict[str, AESGCM]:
    pairs = (part.split(":", 1) for part in field_keys.split(",") if part)
    return {name: AESGCM(base64.b64decode(key)) for name, key in pairs}


def newest_key() -> str:
    """The name of the key that encrypts; the others only decrypt."""
    return next(iter(_ciphers(settings.FIELD_KEYS)))


def key_of(value: str) -> str:
    """The name of the key an encrypted value was made with."""
    return value.partition(":")[0]


def encrypt(text: str, *, purpose: str) -> str:
    """`purpose` (table.column) is authenticated: a value copied into another column does not decrypt."""
    ciphers, name = _ciphers(settings.FIELD_KEYS), newest_key()
    nonce = os.urandom(NONCE_BYTES)
    sealed = ciphers[name].encrypt(nonce, text.encode(), purpose.encode())
    return f"{name}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(value: str, *, purpose: str) -> str:
    """Raises CannotDecrypt."""
    name, _, encoded = value.partition(":")
    cipher = _ciphers(settings.FIELD_KEYS).get(name)
    if cipher is None:
        raise CannotDecrypt(f"FIELD_KEYS has no key named {name!r}")
    try:
        raw = base64.b64decode(encoded, validate=True)
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt(f"A value of {purpose} does not decrypt") from error


if TYPE_CHECKING:
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField


class EncryptedTextField(_TextField):
    """Text that only the application can read. It cannot be searched or sorted in the database."""

    def _purpose(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if not value else self.revive(decrypt(value, purpose=self._purpose()))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None or value == "":
            return value
        return encrypt(str(value), purpose=self._purpose())

    def revive(self, text: str) -> Any:
        return text


class EncryptedMoneyField(EncryptedTextField):
    """A Decimal or None, encrypted."""

    def revive(self, text: str) -> Decimal:
        return Decimal(text)

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def formfield(self, **kwargs: Any) -> Any:
        from django.forms import DecimalField

        return DecimalField(required=not self.blank, min_value=0, max_digits=14, decimal_places=4)
