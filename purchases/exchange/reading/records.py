"""What a file says of things, before anybody has looked whether they are here. No database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Name:
    """A shop or a brand; `name` is '' where the file says that there is none."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the archive, and the place of the warranty or claim it hangs on among those of its thing."""

    digest: str
    name: str
    role: str
    warranty: int | None = None
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a thing that was not taken, and why. `text` is for people."""

    field: str
    code: str
    text: str


@dataclass(slots=True)
class ReadThing:
    """One line of a file, or one object.

    `number` is the line it begins on, or its place from 1. `marks` are the id and the origin it has there. `values` are
    in the names of `purchases.core.values`, and only what the file says: so are `names` (`retailer`, `brand`),
    `category` (a key), `warranties` and `claims`, None where it says nothing. `refusal`: it cannot be taken at all.
    """

    number: int
    marks: tuple[UUID, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, Name] = field(default_factory=dict)
    category: str | None = None
    transaction_id: UUID | None = None
    warranties: list[dict[str, Any]] | None = None
    claims: list[dict[str, Any]] | None = None
    papers: list[Paper] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    refusal: Remark | None = None


@dataclass(slots=True)
class ReadThings:
    """A whole file. `names` are the shops and brands it lists beside its things (`retailer`, `brand`)."""

    things: list[ReadThing]
    names: dict[str, list[Name]] = field(default_factory=dict)


class Unreadable(Exception):
    """A value means nothing in its field."""

    def __init__(self, field_name: str, code: str, text: str) -> None:
        super().__init__(code)
        self.remark = Remark(field_name, code, text)


def remark_of(error: ValidationError) -> Remark:
    """The first thing a rule has against the values."""
    if hasattr(error, "error_dict"):
        name, errors = next(iter(error.error_dict.items()))
        return Remark(name, errors[0].code or "invalid", " ".join(errors[0].messages))
    return Remark("", getattr(error, "code", "") or "invalid", " ".join(error.messages))
