"""The database beside the model: every entry, part, pair, balance and monthly sum, to the last unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.ids import NIL
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Rollup, Transaction, TransactionLine, Transfer
from prove.walking.model import CATEGORY_KIND, Entry, Model

_COLUMNS = (
    "pk", "account_id", "amount", "own_amount", "booked_on", "kind", "category_id", "refund_of_id", "is_split",
    "deleted_at",
)  # fmt: skip


def differences(model: Model) -> Iterator[str]:
    yield from _accounts(model)
    yield from _entries(model)
    yield from _transfers(model)
    yield from _sums(model)
    yield from _misfiled(model)


def ledger_differences(model: Model) -> Iterator[str]:
    """What the ledger's own check finds, span by span."""
    for account in MoneyAccount.objects.filter(pk__in=model.accounts):
        yield from map(str, check_account(account))


def _accounts(model: Model) -> Iterator[str]:
    kept = dict(MoneyAccount.objects.values_list("pk", "balance"))
    if kept.keys() != model.accounts.keys():
        yield f"accounts: {len(kept)} kept, {len(model.accounts)} expected"
    for key in kept.keys() & model.accounts.keys():
        if kept[key] != model.balance(key):
            yield f"balance of {key}: {kept[key]} kept, {model.balance(key)} expected"


def _entries(model: Model) -> Iterator[str]:
    parts: dict[UUID, list[tuple[UUID | None, Decimal]]] = defaultdict(list)
    for key, category, amount in TransactionLine.objects.order_by("id").values_list(
        "transaction_id", "category_id", "amount"
    ):
        parts[key].append((category, amount))
    kept: dict[UUID, tuple[Any, ...]] = {}
    for key, account, amount, own, day, kind, category, purchase, is_split, deleted in Transaction.objects.values_list(
        *_COLUMNS
    ):
        kept[key] = (account, amount, own, day, kind, category, purchase, is_split, deleted is not None, parts[key])
    for key in kept.keys() | model.entries.keys():
        each = model.entries.get(key)
        should = None if each is None else _expected(each)
        if kept.get(key) != should:
            yield f"entry {key}: {_told(kept.get(key))} kept, {_told(should)} expected"


def _expected(each: Entry) -> tuple[Any, ...]:
    filing = each.filing
    category = None if filing.parts else filing.category
    return (
        each.account, each.amount, each.amount, each.day, filing.kind, category, filing.refund_of, bool(filing.parts),
        each.binned, list(filing.parts),
    )  # fmt: skip


def _transfers(model: Model) -> Iterator[str]:
    kept = {frozenset(pair) for pair in Transfer.objects.values_list("outgoing_id", "incoming_id")}
    should = {frozenset((key, each.other)) for key, each in model.entries.items() if each.other is not None}
    if kept != should:
        yield f"transfers: {len(kept - should)} too many, {len(should - kept)} missing"


def _sums(model: Model) -> Iterator[str]:
    kept = {
        (each.account_id, each.starts_on, None if each.category_key == NIL else each.category_key, each.kind): (
            each.amount,
            each.line_count,
        )
        for each in Rollup.objects.filter(span=Rollup.Span.MONTH)
        if each.line_count or each.amount
    }
    should = model.sums()
    for cell in kept.keys() | should.keys():
        if kept.get(cell) != should.get(cell):
            yield f"sum of {cell[1]:%Y-%m} {cell[3]} {cell[2]}: {kept.get(cell)} kept, {should.get(cell)} expected"


def _misfiled(model: Model) -> Iterator[str]:
    """A category of another kind than its entry: reports by kind and by category would tell two stories."""
    for key, each in model.entries.items():
        for category, _ in each.filing.parts or ((each.filing.category, each.amount),):
            if category is not None and model.categories[category] != CATEGORY_KIND[each.filing.kind]:
                yield f"entry {key} is {each.filing.kind}, its category {model.categories[category]}"


def _told(values: tuple[Any, ...] | None) -> str:
    return "nothing" if values is None else ", ".join(str(each) for each in values[1:])
