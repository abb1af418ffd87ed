"""The creating requests that take an Idempotency-Key, and how to find afterwards what each of them made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils import timezone

from accounts.keys.services import create_key
from accounts.models import User
from ledger.categorising.models import Rule
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction, Transfer
from ledger.imports import services as imports
from ledger.imports.models import Import
from prove.repeating.callers import Asked, Body

ROWS = 3
DAY = "2026-11-20"
Found = dict[str, list[str]]


class Caller:
    """A person, two accounts of theirs, and a key to the API that does not end during the proof."""

    def __init__(self, name: str) -> None:
        self.person = User.objects.create_user(f"{name}@example.org", "pw", currency="EUR")
        self.account = services.create_money_account(owner=self.person, currency="EUR", name="Main")
        self.savings = services.create_money_account(owner=self.person, currency="EUR", name="Savings")
        self.statement = services.create_money_account(owner=self.person, currency="EUR", name="Of the files")
        scopes = ["ledger:read", "ledger:write", "imports"]
        _, self.secret = create_key(person=self.person, name="proof", scopes=scopes, expires_at=None)

    def accounts(self) -> list[MoneyAccount]:
        return list(MoneyAccount.objects.owned_by(self.person))

    def asks(self, path: str, key: str, body: Body, other: Body | None) -> Asked:
        return Asked(f"/api/v1/{path}", self.secret, key, body, other)


@dataclass(frozen=True, slots=True)
class Kind:
    """`ask` makes the request of a mark, which is its key too; `found` has the ids of what is there, by mark."""

    name: str
    status: int
    ask: Callable[[Caller, str], Asked]
    found: Callable[[Caller], Found]


def _ask_transaction(caller: Caller, mark: str) -> Asked:
    body = {"money_account": caller.account.pk, "kind": "expense", "booked_on": DAY, "payee": mark}
    cents = int(mark.rpartition("-")[2]) % 90 + 10
    return caller.asks("transactions/", mark, _json(body, amount=f"4.{cents}"), _json(body, amount="7.00"))


def _found_transactions(caller: Caller) -> Found:
    return _by_mark(Transaction.objects.filter(account=caller.account).values_list("payee", "pk"))


def _ask_account(caller: Caller, mark: str) -> Asked:
    body = {"name": mark, "currency": "EUR"}
    return caller.asks("money-accounts/", mark, _json(body), _json(body, opening_balance="5.00"))


def _found_accounts(caller: Caller) -> Found:
    return _by_mark(MoneyAccount.objects.owned_by(caller.person).values_list("name", "pk"))


def _ask_category(caller: Caller, mark: str) -> Asked:
    return caller.asks("categories/", mark, _json({"name": mark}), _json({"name": f"{mark} other"}))


def _found_categories(caller: Caller) -> Found:
    return _by_mark(Category.objects.filter(owner=caller.person).values_list("name", "pk"))


def _ask_rule(caller: Caller, mark: str) -> Asked:
    body = {"payee": mark, "new_notes": "by rule"}
    return caller.asks("rules/", mark, _json(body), _json(body, new_notes="by another rule"))


def _found_rules(caller: Caller) -> Found:
    return _by_mark(Rule.objects.visible_to(caller.person).values_list("payee", "pk"))


def _ask_transfer(caller: Caller, mark: str) -> Asked:
    body = {"from_account": caller.savings.pk, "to_account": caller.statement.pk, "booked_on": DAY, "notes": mark}
    return caller.asks("transfers/", mark, _json(body, amount="3.00"), _json(body, amount="4.00"))


def _found_transfers(caller: Caller) -> Found:
    return _by_mark(Transfer.objects.filter(outgoing__account=caller.savings).values_list("outgoing__notes", "pk"))


def _ask_import(caller: Caller, mark: str) -> Asked:
    name = f"{mark}.csv"
    return caller.asks("imports/", mark, Body(_file(mark), name), Body(_file(f"{mark} other"), name))


def _found_imports(caller: Caller) -> Found:
    return _by_mark((name.removesuffix(".csv"), pk) for name, pk in _imports(caller) if name.endswith(".csv"))


def _ask_confirmation(caller: Caller, mark: str) -> Asked:
    """Of an import that is made here."""
    kept = imports.start_import(
        person=caller.person, data=_file(mark), filename=f"{mark}.tsv", account=caller.statement
    )
    return caller.asks(f"imports/{kept.pk}/confirmation/", mark, _json({}), None)


def _found_confirmed(caller: Caller) -> Found:
    """The import, once for each time each of its rows is here."""
    payees = Counter(Transaction.objects.filter(account=caller.statement).values_list("payee", flat=True))
    found: Found = {}
    for name, key in _imports(caller):
        mark = name.removesuffix(".tsv")
        times = {payees[f"{mark} row {row}"] for row in range(ROWS)}
        if mark != name and times != {0}:
            found[mark] = [str(key)] * max(times) if len(times) == 1 else ["a part of it"]
    return found


KINDS = (
    Kind("transactions", 201, _ask_transaction, _found_transactions),
    Kind("accounts", 201, _ask_account, _found_accounts),
    Kind("categories", 201, _ask_category, _found_categories),
    Kind("rules", 201, _ask_rule, _found_rules),
    Kind("transfers", 201, _ask_transfer, _found_transfers),
    Kind("imports", 201, _ask_import, _found_imports),
    Kind("confirmations", 202, _ask_confirmation, _found_confirmed),
)


def _imports(caller: Caller) -> Iterable[tuple[str, Any]]:
    return Import.objects.visible_to(caller.person).values_list("filename", "pk")


def _json(body: dict[str, Any], **more: str) -> Body:
    return Body(orjson.dumps({**body, **more}))


def _file(mark: str) -> bytes:
    day = timezone.localdate()
    lines = [f"{day};{mark} row {row};-1.00;EUR" for row in range(ROWS)]
    return "\n".join(["Booking date;Payee;Amount;Currency", *lines, ""]).encode()


def _by_mark(rows: Iterable[tuple[str, Any]]) -> Found:
    """The ids of rows whose name is a mark, or begins with one."""
    found: Found = {}
    for name, key in rows:
        mark = name.partition(" ")[0]
        if mark.startswith("once-"):
            found.setdefault(mark, []).append(str(key))
    return found
