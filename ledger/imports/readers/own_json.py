"""Our own JSON, read back: accounts, categories, entries. What a bank's file has no word for is read by `restoring`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from config.kernel.money import known_currencies
from ledger.exporting.own_format import SYSTEM, VERSION, uuid_in
from ledger.imports.readers.own_entries import Entry, amount_in, day_in, is_unread_split, split_lines, text_in
from ledger.imports.readers.types import (
    REFUSED_TEXT_LENGTH,
    FileRefused,
    ReadCategory,
    ReadFile,
    RefusedLine,
    Statement,
)

_MOST_BALANCES = 50_000
PATH_LENGTH = 450


def read_own_json(document: Mapping[str, Any], encoding: str) -> ReadFile:
    """One statement per account. A line's number is the entry's place among all of them, from 1.

    Raises:
        FileRefused: a later version of the format, or no account in it.
    """
    if document.get("version") != VERSION:
        raise FileRefused("later_version", version=str(document.get("version"))[:20])
    entries: dict[str, list[tuple[int, Entry]]] = {}
    for number, entry in enumerate(objects(document, "transactions"), start=1):
        entries.setdefault(text_in(entry, "account", 36), []).append((number, entry))
    accounts = {text_in(each, "id", 36): each for each in objects(document, "accounts")}
    named = [*accounts, *(key for key in entries if key not in accounts)]
    statements = tuple(_statement(accounts.get(key, {}), entries.get(key, ())) for key in named)
    if not statements:
        raise FileRefused("no_transactions")
    return ReadFile(
        format="json",
        encoding=encoding,
        delimiter="",
        statements=statements,
        mapping={"version": 1, "format": "json", "signature": "json:tuppence"},
        product="tuppence",
        categories=tuple(_categories(document)),
    )


def objects(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list; what is none is passed over."""
    given = document.get(name)
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _statement(account: Mapping[str, Any], entries: Iterable[tuple[int, Entry]]) -> Statement:
    currency = text_in(account, "currency", 3).upper()
    if currency and currency not in known_currencies():
        return _unknown(account, currency, entries)
    lines, refused = split_lines(entries)
    opened_on = day_in(account.get("opened_on"))
    opening = amount_in(account.get("opening_balance")) or Decimal(0)
    closing = amount_in(account.get("balance"))
    last = max((line.booked_on for line in lines), default=opened_on)
    return Statement(
        account_number=text_in(account, "number", 64),
        account_name=text_in(account, "name", 100),
        currency=currency,
        institution=text_in(account, "institution", 100),
        lines=tuple(lines),
        refused=tuple(refused),
        opening_balance=opening,
        opening_on=opened_on,
        closing_balance=opening if closing is None and not lines else closing,
        closing_on=last,
        balances=tuple(sorted(_balances(account))),
        subtype=text_in(account, "subtype", 10),
        opened_on=opened_on,
    )


def unread_parts(document: Mapping[str, Any]) -> dict[str, int]:
    """How many balances of the bank and splits of entries cannot be read; their records come without."""
    accounts, entries = objects(document, "accounts"), objects(document, "transactions")
    named = [each.get("bank_balances") for each in accounts]
    balances = sum(len(each) for each in named if isinstance(each, list))
    return {
        "bank_balances": balances - sum(len(list(_balances(each))) for each in accounts),
        "splits": sum(bool(each.get("lines")) and is_unread_split(each) for each in entries),
    }


def _unknown(account: Mapping[str, Any], currency: str, entries: Iterable[tuple[int, Entry]]) -> Statement:
    """No account is made of it: all its lines are refused."""
    refused = (
        RefusedLine(number, text_in(entry, "payee", REFUSED_TEXT_LENGTH), "unknown_currency", {"currency": currency})
        for number, entry in entries
    )
    return Statement(account_name=text_in(account, "name", 100), refused=tuple(refused))


def _balances(account: Mapping[str, Any]) -> Iterator[tuple[Any, Decimal]]:
    for each in objects(account, "bank_balances")[:_MOST_BALANCES]:
        day, amount = day_in(each.get("on")), amount_in(each.get("amount"))
        if day is not None and amount is not None:
            yield day, amount


def _categories(document: Mapping[str, Any]) -> Iterator[ReadCategory]:
    for each in objects(document, "categories"):
        key = text_in(each, "key", PATH_LENGTH)
        if key and uuid_in(each.get("id")) and not (key.startswith(SYSTEM) and key.count(":") == 1):
            yield ReadCategory(key, text_in(each, "kind", 8), text_in(each, "icon", 50), text_in(each, "color", 7))
