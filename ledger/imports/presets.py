"""The remembered forms of files: what an earlier file of a form taught, by which the next one is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ledger.core.models import MoneyAccount
from ledger.imports import errors
from ledger.imports.models import Import, ImportMapping

NAME_LENGTH = 100
# The plan's own name of a column, and its role where that is another word.
_ROLE_OF = {"booked": "booked_on"}
_ONE_COLUMN = (
    *("booked", "amount", "debit", "credit", "balance", "currency", "sign", "fee"),
    *("bank_id", "account", "category", "status", "kind"),
)


@dataclass(frozen=True, slots=True)
class PresetColumn:
    """A column the form uses. `header` is '' where the files have none; `index` counts from 0."""

    index: int
    header: str
    role: str


@dataclass(frozen=True, slots=True)
class Preset:
    """One form of a person's files and whose accounts they are. `month_first` is None where nothing had to be decided.

    `key` names it in addresses: the first of its rows.
    """

    key: int
    shape: str
    name: str
    format: str
    filename: str
    accounts: tuple[MoneyAccount, ...]
    columns: tuple[PresetColumn, ...]
    month_first: bool | None
    flipped: bool
    updated_at: datetime


def presets_of(person: User) -> list[Preset]:
    """Those used last come first. Two queries and one per form for the file that was last read by it."""
    forms: dict[str, list[ImportMapping]] = {}
    rows = ImportMapping.objects.filter(person=person).select_related("account").order_by("-updated_at", "pk")
    for row in rows:
        forms.setdefault(row.shape, []).append(row)
    return [_preset(person, shape, rows) for shape, rows in forms.items()]


def shape_of_preset(person: User, key: int) -> str | None:
    """The form of which `key` is a row, None where it is not one of the person's."""
    return ImportMapping.objects.filter(person=person, pk=key).values_list("shape", flat=True).first()


@transaction.atomic
def rename_preset(*, person: User, shape: str, name: str) -> None:
    """Call the form `name`; '' takes its name away. Raises FieldError: longer than 100 characters."""
    name = " ".join(name.split())
    if len(name) > NAME_LENGTH or "\x00" in name:
        raise errors.preset_name_too_long()
    ImportMapping.objects.filter(person=person, shape=shape).update(name=name)


@transaction.atomic
def forget_preset(*, person: User, shape: str) -> None:
    """The next file of this form is looked at as if it were the first. What was imported stays."""
    ImportMapping.objects.filter(person=person, shape=shape).delete()


def _preset(person: User, shape: str, rows: Iterable[ImportMapping]) -> Preset:
    rows = list(rows)
    newest = rows[0]
    last = Import.objects.filter(person=person, shape=shape).order_by("-created_at").first()
    plan = newest.mapping.get("plan")
    plan = plan if isinstance(plan, dict) else {}
    return Preset(
        key=min(row.pk for row in rows),
        shape=shape,
        name=next((row.name for row in rows if row.name), ""),
        format=last.format if last else str(newest.mapping.get("format", "")),
        filename=last.filename if last else "",
        accounts=tuple({row.account.pk: row.account for row in rows if row.account}.values()),
        columns=tuple(_columns(plan, newest.mapping.get("headers"))),
        month_first=plan.get("order") == "month_first" if plan else None,
        flipped=plan.get("flip") is True,
        updated_at=newest.updated_at,
    )


def _columns(plan: Mapping[str, Any], headers: object) -> list[PresetColumn]:
    """In the order of the file."""
    names = headers if isinstance(headers, dict) else {}
    used: dict[int, str] = {}
    for name in _ONE_COLUMN:
        index = plan.get(name)
        if isinstance(index, int) and index >= 0:
            used[index] = _ROLE_OF.get(name, name)
    for role in ("payee", "notes"):
        used |= {index: role for index in plan.get(role) or () if isinstance(index, int)}
    return [PresetColumn(index, str(names.get(str(index), "")), used[index]) for index in sorted(used)]
