"""What a column holds, apart from how a database keeps it: the values of an archive, there and back.

An archive's value is JSON: whole numbers and truth values as such, everything else as text. A moment is UTC without
an offset, a UUID 32 hex digits, bytes base64, JSON its own text (so that SQL's NULL stays apart from JSON's null).
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from django.db.models import Field

from config.kernel.decimals import ExactDecimalField

Convert = Callable[[Any], Any]
_INTEGERS = ("Integer", "SmallInteger", "BigInteger", "PositiveInteger", "PositiveSmallInteger", "PositiveBigInteger")
_KIND_OF = {
    **{f"{name}Field": "integer" for name in (*_INTEGERS, "Auto", "BigAuto", "SmallAuto")},
    **{f"{name}Field": "text" for name in ("Char", "Text", "Slug", "File", "FilePath")},
    "BooleanField": "boolean",
    "UUIDField": "uuid",
    "DateField": "day",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "ExactDecimalField": "decimal",
    "SharesField": "decimal",
    "JSONField": "json",
    "BinaryField": "bytes",
    "GenericIPAddressField": "address",
}
# As many digits as a float is sure of: Django's own decimals are floats on SQLite.
_OF_FLOAT = Context(prec=15)
_LARGEST = 2**63


class WrongValue(ValueError):
    """Not a value of its column's kind."""


def kind_of(field: Field[Any, Any]) -> str:
    """Raises KeyError for a type of column that backups do not know yet."""
    while field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]
    return _KIND_OF[field.get_internal_type()]


def to_archive(field: Field[Any, Any], vendor: str) -> Convert | None:
    """From what a cursor of `vendor` gives to the archive's value; None where it is that already."""
    kind = kind_of(field)
    if kind == "decimal" and vendor == "sqlite" and not isinstance(field, ExactDecimalField):
        cent = Decimal(1).scaleb(-field.decimal_places)  # type: ignore[attr-defined]
        return lambda value: str(_OF_FLOAT.create_decimal(value).quantize(cent))
    if vendor == "sqlite":
        return _FROM_SQLITE.get(kind)
    return _FROM_POSTGRESQL.get(kind)


def from_archive(kind: str, vendor: str) -> Convert:
    """From the archive's value to what `vendor` is given. It raises ValueError for what is none of its kind."""
    if kind == "text":
        return _text if vendor == "sqlite" else _text_without_nul
    return {
        "integer": _integer,
        "boolean": _boolean,
        "uuid": _uuid,
        "day": lambda value: date.fromisoformat(_text(value)).isoformat(),
        "moment": _moment_for_sqlite if vendor == "sqlite" else _moment_for_postgresql,
        "decimal": _decimal,
        "json": _json,
        "bytes": lambda value: b64decode(_text(value), validate=True),
        "address": lambda value: str(ip_address(_text(value))),
    }[kind]


def _moment_text(value: datetime) -> str:
    return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()


def _bytes_text(value: bytes | memoryview) -> str:
    return b64encode(value).decode()


_FROM_SQLITE: dict[str, Convert] = {"moment": _moment_text, "day": date.isoformat, "bytes": _bytes_text}
_FROM_POSTGRESQL: dict[str, Convert] = {
    "uuid": lambda value: value.hex,
    "moment": _moment_text,
    "day": date.isoformat,
    "decimal": lambda value: format(value, "f"),
    "bytes": _bytes_text,
    "address": str,
}


def _text(value: Any) -> str:
    if type(value) is not str:
        raise WrongValue(f"no text: {value!r:.40}")
    return value


def _text_without_nul(value: Any) -> str:
    if "\0" in _text(value):
        raise WrongValue("PostgreSQL keeps no NUL in a text")
    return str(value)


def _integer(value: Any) -> int:
    if type(value) is not int or not -_LARGEST <= value < _LARGEST:
        raise WrongValue(f"no whole number of 64 bits: {value!r:.40}")
    return value


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise WrongValue(f"neither true nor false: {value!r:.40}")
    return value


def _uuid(value: Any) -> str:
    return UUID(hex=_text(value)).hex


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is not None:
        raise WrongValue("a moment is UTC without saying so")
    return moment


def _moment_for_sqlite(value: Any) -> str:
    return str(_moment(value))


def _moment_for_postgresql(value: Any) -> str:
    return f"{_moment(value).isoformat()}+00"


def _decimal(value: Any) -> str:
    if not Decimal(_text(value)).is_finite():
        raise WrongValue("no finite number")
    return str(value)


def _json(value: Any) -> str:
    json.loads(_text(value))
    return str(value)
