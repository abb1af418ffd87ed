"""JSON that holds the whole ledger of a person: version 1 of the form our own import reads.

Amounts are signed texts in the account's currency, days ISO, moments UTC. A date bound leaves lines out and moves the
opening balance to the first day, so that the balances still add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone

from config.kernel.money import money_text
from ledger.categorising.models import Rule
from ledger.core.models import Category, CategoryOverride, MoneyAccount
from ledger.exporting import annexes
from ledger.exporting.own_format import FORMAT, VERSION
from ledger.exporting.selection import (
    Line,
    Selection,
    balance_of,
    category_keys,
    numbers_of,
    opening_of,
    pages,
    tells_bank,
)

_OPTIONS = orjson.OPT_UTC_Z
_CATEGORY_FIELDS = (
    "id", "name", "description", "icon", "color", "kind", "bucket", "necessity_score", "default_allocation_percent",
    "is_active",
)  # fmt: skip
_OVERRIDE_FIELDS = ("name", "icon", "color", "is_favorite", "is_hidden", "priority")
_RULE_FIELDS = ("id", "position", "is_active", "payee", "payee_match", "text", "kind", "new_payee", "new_notes")


def json_chunks(selection: Selection) -> Iterator[bytes]:
    """One object, an entry a line; about 2,000 entries at a time."""
    keys = category_keys(selection.person)
    head = {"format": FORMAT, "version": VERSION, "exported_at": timezone.now(), "currency": selection.person.currency}
    yield b"{" + orjson.dumps(head, option=_OPTIONS)[1:-1]
    for name, records in (
        ("accounts", _accounts(selection)),
        ("categories", _categories(selection, keys)),
        ("category_overrides", _overrides(selection, keys)),
        ("rules", _rules(selection, keys)),
    ):
        yield _array(name, records)
    yield b',\n"transactions":['
    first = True
    for account in selection.accounts:
        for page in pages(selection, account):
            yield (b"\n" if first else b",\n") + b",\n".join(_dumps(_entry(line, account, keys)) for line in page)
            first = False
    yield b"\n]}\n"


def _dumps(record: dict[str, Any]) -> bytes:
    return orjson.dumps(record, default=str, option=_OPTIONS)


def _array(name: str, records: Iterable[dict[str, Any]]) -> bytes:
    return b",\n" + orjson.dumps(name) + b":[\n" + b",\n".join(map(_dumps, records)) + b"]"


def _accounts(selection: Selection) -> Iterator[dict[str, Any]]:
    numbers = numbers_of(selection)
    for each in selection.accounts:
        opened_on = selection.first or each.opened_on
        yield {
            "id": each.pk,
            "name": each.name,
            "type": each.type,
            "subtype": each.subtype,
            "is_liability": each.is_liability,
            "currency": each.currency,
            "institution": each.institution,
            "number": numbers.get(each.pk, ""),
            "number_tail": each.number_tail,
            "opening_balance": money_text(opening_of(selection, each), each.currency),
            "opened_on": opened_on,
            "closed_on": each.closed_on,
            "balance": money_text(balance_of(selection, each), each.currency),
            "bank_balances": [
                {"on": found.on, "amount": money_text(found.amount, each.currency), "by_hand": found.by_hand}
                for found in (annexes.current().balances(each.pk) if tells_bank(selection, each) else ())
                if _within(selection, found.on)
            ],
        }


def _within(selection: Selection, day: Any) -> bool:
    return (selection.first is None or day >= selection.first) and (selection.last is None or day <= selection.last)


def _categories(selection: Selection, keys: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    """Own ones, parents before their children."""
    own = Category.objects.owned_by(selection.person).values(*_CATEGORY_FIELDS)
    for row in sorted(own, key=lambda each: keys[each["id"]].count(":")):
        yield {"key": keys[row["id"]], **row}


def _overrides(selection: Selection, keys: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    currency = selection.person.currency
    for each in CategoryOverride.objects.filter(person=selection.person, category__in=list(keys)):
        limit = None if each.monthly_limit is None else money_text(each.monthly_limit, currency)
        fields = {name: getattr(each, name) for name in _OVERRIDE_FIELDS}
        yield {"key": keys[each.category_id], **fields, "monthly_limit": limit}


def _rules(selection: Selection, keys: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    """Those of exported accounts and of no account."""
    exported = {each.pk for each in selection.accounts}
    for rule in Rule.objects.visible_to(selection.person):
        if rule.account_id is None or rule.account_id in exported:
            bounds = {name: getattr(rule, name) for name in ("amount_min", "amount_max")}
            yield {
                **{name: getattr(rule, name) for name in _RULE_FIELDS},
                **{name: None if bound is None else f"{bound:f}" for name, bound in bounds.items()},
                "account": rule.account_id,
                "category": keys.get(rule.category_id, "") if rule.category_id else "",
            }


def _entry(line: Line, account: MoneyAccount, keys: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": line.id,
        "account": account.pk,
        "kind": line.kind,
        "raw_kind": line.raw_kind,
        "amount": money_text(line.amount, account.currency),
        "currency": account.currency,
        "booked_on": line.booked_on,
        "occurred_at": line.occurred_at,
        "payee": line.payee,
        "notes": line.notes,
        "category": keys.get(line.category_id, "") if line.category_id else "",
        "category_by": line.category_by,
        "lines": [
            {
                "category": keys.get(part.category_id, "") if part.category_id else "",
                "amount": money_text(part.amount, account.currency),
                "notes": part.notes,
            }
            for part in line.parts
        ],
        "other_account": line.other_account,
        "paired_with": line.paired_with,
        "refund_of": line.refund_of,
        "is_pending": line.is_pending,
        "reconciled_on": line.reconciled_on,
        "fingerprint": line.fingerprint,
    }
