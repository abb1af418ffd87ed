"""Records in the form the API shows them in: plain dicts, ready for orjson.

A list of 50 costs a third this way of what serializers cost. `bodies.py` is what clients send.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.money import from_stored, money_text, stored_text, to_stored
from config.kernel.sql import from_db_uuid
from ledger.core.access import Sight, own_part
from ledger.core.category_tree import icon_url
from ledger.core.listed import moment
from ledger.core.models import (
    Category,
    CategoryOverride,
    MoneyAccount,
    MoneyAccountAccess,
    Transaction,
    TransactionLine,
    Transfer,
)
from ledger.core.standings import Standing

Level = MoneyAccountAccess.Level
Lines = Sequence[dict[str, Any]]


def transaction_shape(row: Transaction, sight: Sight, lines: Lines = ()) -> dict[str, Any]:
    """One transaction as a person sees it. `amount` is positive; `direction` says which way it went (a transfer's kind
    does not).
    """
    currency = sight.currency
    confidence = row.category_confidence
    own = from_stored(own_part(sight, to_stored(row.amount), to_stored(row.own_amount)))
    return {
        "id": row.id,
        "money_account": row.account_id,
        "kind": row.kind,
        "direction": "out" if row.amount < 0 else "in",
        "amount": money_text(abs(row.amount), currency),
        "own_amount": money_text(abs(own), currency),
        "currency": currency,
        "booked_on": row.booked_on,
        "occurred_at": row.occurred_at,
        "payee": row.payee,
        "notes": row.notes,
        "category": sight.shown(row.category_id),
        "category_source": row.category_source,
        "category_confidence": None if confidence is None else float(confidence),
        "category_reason": row.category_reason,
        "lines": lines,
        "raw_kind": row.raw_kind,
        "version": row.version,
        "is_private": False,
        "withheld_until": row.withheld_until,
    }


def private_shape(key: UUID, account: UUID, currency: str, booked_on: date | str) -> dict[str, Any]:
    """A line that the other owner of an account withholds: that it is there, and its day."""
    unknown: dict[str, Any] = dict.fromkeys(
        ["kind", "direction", "amount", "own_amount", "occurred_at", "payee", "notes", "category", "category_source",
         "category_confidence", "category_reason", "raw_kind", "version", "withheld_until"]
    )  # fmt: skip
    known = {"id": key, "money_account": account, "currency": currency, "booked_on": booked_on}
    return {**unknown, **known, "lines": (), "is_private": True}


def listed_shape(values: Sequence[Any], sights: Mapping[UUID, Sight]) -> dict[str, Any]:
    """A line of `listing.list_values` as `transaction_shape` would show it; a test holds the two equal."""
    (key, account, kind, raw_kind, stored, own, booked_on, occurred_at, payee, notes) = values[:10]
    (category, source, confidence, reason, _is_split, version, withheld, until) = values[10:]
    account = from_db_uuid(account)
    sight = sights[account]
    currency = sight.currency
    if withheld and withheld != sight.role:
        return private_shape(from_db_uuid(key), account, currency, booked_on)
    amount = stored_text(abs(stored), currency)
    own = own_part(sight, stored, own)
    return {
        "id": from_db_uuid(key),
        "money_account": account,
        "kind": kind,
        "direction": "out" if stored < 0 else "in",
        "amount": amount,
        "own_amount": amount if own == stored else stored_text(abs(own), currency),
        "currency": currency,
        "booked_on": booked_on,
        "occurred_at": moment(occurred_at),
        "payee": payee,
        "notes": notes,
        "category": None if category is None else sight.shown(from_db_uuid(category)),
        "category_source": source,
        "category_confidence": None if confidence is None else float(confidence),
        "category_reason": reason,
        "lines": (),
        "raw_kind": raw_kind,
        "version": version,
        "is_private": False,
        "withheld_until": until,
    }


def lines_by_transaction(ids: Sequence[UUID], sights: Mapping[UUID, Sight]) -> dict[UUID, list[dict[str, Any]]]:
    """The parts of the split ones among `ids`; one query. `sights` is by transaction."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for line in TransactionLine.objects.filter(transaction__in=ids).order_by("id"):
        found.setdefault(line.transaction_id, []).append(_line_shape(line, sights[line.transaction_id]))
    return found


def _line_shape(line: TransactionLine, sight: Sight) -> dict[str, Any]:
    amount = money_text(abs(line.amount), sight.currency)
    return {"category": sight.shown(line.category_id), "amount": amount, "notes": line.notes}


def whole_transaction_shape(entry: Transaction, sights: Mapping[UUID, Sight]) -> dict[str, Any]:
    """As `transaction_shape`, of an entry the person sees, with its lines; one query when it is split."""
    sight = sights[entry.account_id]
    lines = [_line_shape(line, sight) for line in entry.lines.all()] if entry.is_split else []
    return transaction_shape(entry, sight, lines)


def transfer_shape(pair: Transfer, sights: Mapping[UUID, Sight]) -> dict[str, Any]:
    return {
        "id": pair.pk,
        "outgoing": whole_transaction_shape(pair.outgoing, sights),
        "incoming": whole_transaction_shape(pair.incoming, sights),
    }


def money_account_shape(
    account: MoneyAccount, *, role: str, level: str, balance: Decimal, owner: str = "", bank: Standing | None = None
) -> dict[str, Any]:
    """An account as a person with this grant may see it: below 'total' no figures, below 'full' no bank details.

    `balance` is without what others withhold, `owner` the name of whose it is where it is not the person's, and
    `bank` is given for owners only.
    """
    total, full = level != Level.EXISTS, level == Level.FULL
    return {
        "id": account.pk,
        "name": account.name,
        "type": account.type,
        "subtype": account.subtype,
        "is_liability": account.is_liability,
        "currency": account.currency,
        "institution": account.institution if full else "",
        "number_tail": account.number_tail if full else "",
        "opening_balance": money_text(account.opening_balance, account.currency) if full else None,
        "opened_on": account.opened_on if full else None,
        "balance": money_text(balance, account.currency) if total else None,
        "closed_on": account.closed_on,
        "bank": None if bank is None else bank_shape(bank, account.currency),
        "role": role,
        "level": level,
        "owner_name": owner,
        "created_at": account.created_at,
        "version": account.version,
    }


def bank_shape(standing: Standing, currency: str) -> dict[str, Any]:
    return {
        "on": standing.on,
        "amount": money_text(standing.bank, currency),
        "ours": money_text(standing.ours, currency),
        "agrees": standing.agrees,
        "gap": money_text(standing.gap, currency),
        "gap_since": standing.apart_since,
        "agreed_on": standing.on if standing.agrees else standing.agreed_on,
    }


def category_shape(category: Category, override: CategoryOverride | None, currency: str) -> dict[str, Any]:
    """A category as one person sees it."""
    return {
        "id": category.pk,
        "parent": category.parent_id,
        "slug": category.slug,
        "name": (override and override.name) or category.name,
        "original_name": category.name,
        "description": category.description,
        "icon": (override and override.icon) or category.icon,
        "icon_url": icon_url(category.pk, (override and override.picture_id) or category.picture_id),
        "color": (override and override.color) or category.color,
        "sort_order": category.sort_order if override is None or override.sort_order is None else override.sort_order,
        "kind": category.kind,
        "bucket": category.bucket,
        "necessity_score": category.necessity_score,
        "default_allocation_percent": category.default_allocation_percent,
        "is_system": category.is_system,
        "is_active": category.is_active,
        **override_shape(override, currency),
        "version": category.version,
    }


def override_shape(override: CategoryOverride | None, currency: str) -> dict[str, Any]:
    """What only the person's own view has. `monthly_limit` is in the person's currency."""
    limit = override.monthly_limit if override else None
    return {
        "is_favorite": override.is_favorite if override else False,
        "is_hidden": override.is_hidden if override else False,
        "priority": override.priority if override else None,
        "monthly_limit": None if limit is None else money_text(limit, currency),
    }
