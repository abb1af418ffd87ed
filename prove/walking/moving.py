"""The ledger a life has left, taken along as our own file into another person's empty one: it must be the same."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.services import delete_account
from config.kernel.ids import NIL
from ledger.core.models import Category, MoneyAccount, Transaction, TransactionLine, Transfer
from ledger.exporting.json_export import json_chunks
from ledger.exporting.selection import select
from ledger.imports import services
from ledger.imports.models import Import
from prove.walking.importing import let_jobs_run
from prove.walking.walker import Walker, Wrong

SHOWN = 3


def move(walk: Walker) -> None:
    """Raises Wrong where an entry, a part, a pair or a balance is another one there."""
    other = User.objects.create_user(f"mover-{walk.person.pk.hex}@example.org", "pw", currency="EUR")
    try:
        _bring_into(other, b"".join(json_chunks(select(walk.person))))
        for name, here, there in (
            ("balances", _balances(walk.person), _balances(other)),
            ("entries", _entries(walk.person), _entries(other)),
            ("transfers", _transfers(walk.person), _transfers(other)),
        ):
            if here != there:
                lost, gained = list(here - there)[:SHOWN], list(there - here)[:SHOWN]
                raise Wrong(f"taken along, {name} differ: lost {lost}, gained {gained}")
    finally:
        delete_account(person=other)


def _bring_into(person: User, data: bytes) -> None:
    source = services.start_import(person=person, data=data, filename="ledger.json")
    let_jobs_run(person)
    source.refresh_from_db()
    services.confirm_import(source=source)
    let_jobs_run(person)
    source.refresh_from_db()
    if source.status != Import.Status.DONE:
        raise Wrong(f"our own file is {source.status}")


def _balances(person: User) -> Counter[Any]:
    columns = ("name", "currency", "balance", "closed_on")
    return Counter(MoneyAccount.objects.owned_by(person).values_list(*columns))


def _entries(person: User) -> Counter[Any]:
    """By what a person sees of them: ids are others in another ledger."""
    names = {key: slug or name for key, slug, name in Category.objects.values_list("pk", "slug", "name")}
    live = Transaction.objects.owned_by(person).live()
    parts: dict[Any, list[tuple[str, Decimal]]] = {}
    for key, category, amount in TransactionLine.objects.filter(transaction__in=live).values_list(
        "transaction_id", "category_id", "amount"
    ):
        parts.setdefault(key, []).append((names.get(category, ""), amount))
    found: Counter[Any] = Counter()
    for entry in live.select_related("account", "refund_of"):
        purchase = entry.refund_of
        if purchase is not None and (purchase.deleted_at is not None or purchase.amount > 0):
            # Not taken along: in the bin, or turned into money that came in since.
            purchase = None
        filed, split = names.get(entry.category_id or NIL, ""), tuple(sorted(parts.get(entry.pk, [])))
        if len(split) == 1:
            # All its parts had become of one category: it comes back as an entry of that category.
            filed, split = split[0][0], ()
        found[
            entry.account.name, entry.booked_on, entry.amount, entry.kind, entry.payee, entry.notes, filed, split,
            purchase and (purchase.booked_on, purchase.amount),
        ] += 1  # fmt: skip
    return found


def _transfers(person: User) -> Counter[Any]:
    pairs = Transfer.objects.filter(outgoing__in=Transaction.objects.owned_by(person).live())
    columns = ("outgoing__account__name", "outgoing__booked_on", "outgoing__amount", "incoming__account__name",
               "incoming__booked_on", "incoming__amount")  # fmt: skip
    return Counter(pairs.values_list(*columns))
