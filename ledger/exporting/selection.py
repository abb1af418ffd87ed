"""What of a ledger is exported, and its entries as plain rows, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.access import Sight, lens_of, seen_balances, withheld_from
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction, TransactionLine
from ledger.exporting import annexes
from ledger.exporting.own_format import SYSTEM
from ledger.exporting.paths import join_path

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Accounts the person owns, by name, and the days the lines lie in, both included (None: without a bound).

    `sights` say which lines: what the other owner withholds is in no export, nor in its balances.
    """

    person: User
    accounts: tuple[MoneyAccount, ...]
    sights: Mapping[UUID, Sight]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    category_id: UUID | None
    amount: Decimal
    notes: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands. `paired_with` and `refund_of` name only entries of the person's own accounts."""

    id: UUID
    kind: str
    raw_kind: str
    amount: Decimal
    booked_on: date
    occurred_at: datetime | None
    payee: str
    notes: str
    category_id: UUID | None
    category_by: str
    is_pending: bool
    reconciled_on: date | None
    paired_with: UUID | None
    other_account: str
    refund_of: UUID | None
    parts: tuple[Part, ...]
    fingerprint: str


def select(
    person: User, *, account_ids: Sequence[UUID] = (), first: date | None = None, last: date | None = None
) -> Selection:
    """Everything of one's own, closed accounts too, or the named accounts of it. Two queries."""
    lens = lens_of(person).only(account_ids)
    mine = MoneyAccount.objects.filter(pk__in=list(lens.sights)).order_by("name", "id")
    return Selection(person, tuple(mine), lens.sights, first, last)


def numbers_of(selection: Selection) -> dict[UUID, str]:
    """The full numbers of those accounts the person alone has opened; a co-owner's export leaves them out."""
    grants = MoneyAccountAccess.objects.granted_to(selection.person).filter(role=MoneyAccountAccess.Role.OWNER)
    owned = set(grants.values_list("account_id", flat=True))
    return {each.pk: each.number for each in selection.accounts if each.pk in owned}


def opening_of(selection: Selection, account: MoneyAccount) -> Decimal:
    """What the account held before the first day that is exported."""
    opening: Decimal = account.opening_balance
    if selection.first is None:
        return opening
    return opening + _sum(_live(selection, account).filter(booked_on__lt=selection.first))


def balance_of(selection: Selection, account: MoneyAccount) -> Decimal:
    """What it held after the last one."""
    balance = seen_balances([account], selection.sights)[account.pk]
    if selection.last is None:
        return balance
    return balance - _sum(_live(selection, account).filter(booked_on__gt=selection.last))


def tells_bank(selection: Selection, account: MoneyAccount) -> bool:
    """Whether the bank's balances go with it: beside what the other owner withholds they would tell its amount."""
    return not withheld_from([selection.sights[account.pk]])


def _sum(lines: QuerySet[Transaction]) -> Decimal:
    found: Decimal | None = lines.aggregate(sum=Sum("amount"))["sum"]
    return ZERO if found is None else found


def _live(selection: Selection, account: MoneyAccount) -> QuerySet[Transaction]:
    seen = ["", selection.sights[account.pk].role]
    return Transaction.objects.live().filter(account=account, withheld__in=seen)


def pages(selection: Selection, account: MoneyAccount) -> Iterator[list[Line]]:
    """The account's lines, oldest first, 2,000 at a time with three or four queries each; the memory stays the same.

    Each page begins behind the last line of the one before, so that no cursor stays open while a client reads slowly.
    """
    lines = _live(selection, account)
    if selection.first is not None:
        lines = lines.filter(booked_on__gte=selection.first)
    if selection.last is not None:
        lines = lines.filter(booked_on__lte=selection.last)
    names = {each.pk: each.name for each in MoneyAccount.objects.owned_by(selection.person)}
    behind: tuple[date, UUID] | None = None
    while True:
        page = lines.order_by("booked_on", "id")
        if behind is not None:
            page = page.filter(booked_on__gte=behind[0]).exclude(booked_on=behind[0], id__lte=behind[1])
        rows = list(page.values(*_FIELDS)[:PAGE])
        if rows:
            yield _lines(rows, names, selection.sights[account.pk])
        if len(rows) < PAGE:
            return
        behind = (rows[-1]["booked_on"], rows[-1]["id"])


_PAIRS = (
    ("transfer_out__incoming", "transfer_out__incoming__account"),
    ("transfer_in__outgoing", "transfer_in__outgoing__account"),
)
_PLAIN = (
    "id", "kind", "raw_kind", "amount", "booked_on", "occurred_at", "payee", "notes", "is_pending", "reconciled_on",
)  # fmt: skip
_FIELDS = (
    *_PLAIN,
    "category_id",
    "category_source",
    "is_split",
    "refund_of",
    "refund_of__account",
    *_PAIRS[0],
    *_PAIRS[1],
)


def _lines(rows: Sequence[dict[str, Any]], names: dict[UUID, str], sight: Sight) -> list[Line]:
    parts = _parts([row["id"] for row in rows if row["is_split"]], sight)
    marks = annexes.current().fingerprints([row["id"] for row in rows])
    found = []
    for row in rows:
        pairs = ((row[key], row[account]) for key, account in _PAIRS)
        other, other_account = next((pair for pair in pairs if pair[0]), (None, None))
        found.append(
            Line(
                **{name: row[name] for name in _PLAIN},
                category_id=sight.shown(row["category_id"]),
                category_by=row["category_source"],
                paired_with=other if other_account in names else None,
                other_account=names.get(other_account) or "" if other_account else "",
                refund_of=row["refund_of"] if row["refund_of__account"] in names else None,
                parts=tuple(parts.get(row["id"], ())),
                fingerprint=marks.get(row["id"], ""),
            )
        )
    return found


def _parts(ids: Sequence[UUID], sight: Sight) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = {}
    if ids:
        lines = TransactionLine.objects.filter(transaction__in=ids).order_by("id")
        for key, category, amount, notes in lines.values_list("transaction", "category", "amount", "notes"):
            found.setdefault(key, []).append(Part(sight.shown(category), amount, notes))
    return found


def category_keys(person: User) -> dict[UUID, str]:
    """The key of every category the person sees (see `own_format`). One query."""
    rows = Category.objects.visible_to(person).values_list("id", "parent", "slug", "name")
    nodes = {key: (parent, slug, name) for key, parent, slug, name in rows}

    def names(key: UUID | None) -> list[str]:
        if key not in nodes:
            return []
        parent, slug, name = nodes[key]
        return [slug] if slug else [*names(parent), name]

    def starts_with_system(key: UUID | None) -> bool:
        while key in nodes:
            key, slug, _ = nodes[key]
            if slug:
                return True
        return False

    return {key: (SYSTEM if starts_with_system(key) else "") + join_path(names(key)) for key in nodes}
