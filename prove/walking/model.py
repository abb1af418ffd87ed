"""What a ledger should hold, kept with dictionaries and additions alone: nothing here knows the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

Part = tuple[UUID | None, Decimal]
CATEGORY_KIND = {"expense": "expense", "refund": "expense", "income": "income", "transfer": "transfer"}


@dataclass(frozen=True, slots=True)
class Filing:
    """What an entry counts as. `chosen`: by a person, which a machine never changes."""

    kind: str
    category: UUID | None = None
    chosen: bool = False
    parts: tuple[Part, ...] = ()
    refund_of: UUID | None = None


@dataclass(slots=True)
class Entry:
    """`other` is the second half of a transfer, `merged_into` the entry it was found to be the same as.

    `stamp` grows with every change of filing or day, so that a link knows whether what it changed still stands.
    """

    account: UUID
    amount: Decimal
    day: date
    filing: Filing
    binned: bool = False
    other: UUID | None = None
    merged_into: UUID | None = None
    stamp: int = 0

    def file(self, filing: Filing) -> None:
        self.filing = filing
        self.stamp += 1


@dataclass(slots=True)
class Account:
    currency: str
    opening: Decimal
    is_closed: bool = False


@dataclass(slots=True)
class Brought:
    """One import that stands: the entries it brought, and by how much it moved the account's opening balance of
    `anchored_on`.
    """

    account: UUID
    entries: set[UUID]
    opening_moved: Decimal
    anchored_on: date | None


@dataclass(slots=True)
class Model:
    """`was` holds, for a link by kind, entry and other one, the filing before it and the stamp after it."""

    accounts: dict[UUID, Account] = field(default_factory=dict)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    categories: dict[UUID, str] = field(default_factory=dict)
    own: set[UUID] = field(default_factory=set)
    was: dict[tuple[str, UUID, UUID], tuple[Filing, date, int]] = field(default_factory=dict)
    imports: dict[UUID, Brought] = field(default_factory=dict)

    def balance(self, account: UUID) -> Decimal:
        moved = (each.amount for each in self.entries.values() if each.account == account and not each.binned)
        return sum(moved, self.accounts[account].opening)

    def sums(self) -> dict[tuple[UUID, date, UUID | None, str], tuple[Decimal, int]]:
        """By account, month, category and kind: the amount and how many lines, those that come to nothing left out."""
        found: dict[tuple[UUID, date, UUID | None, str], list[Decimal]] = defaultdict(list)
        for each in self.entries.values():
            if not each.binned:
                for category, amount in each.filing.parts or ((each.filing.category, each.amount),):
                    found[each.account, each.day.replace(day=1), category, each.filing.kind].append(amount)
        return {cell: (sum(amounts, Decimal(0)), len(amounts)) for cell, amounts in found.items()}

    def fitting(self, kind: str) -> list[UUID]:
        return [key for key, of in self.categories.items() if of == CATEGORY_KIND[kind]]

    def live(self) -> Iterator[tuple[UUID, Entry]]:
        return ((key, each) for key, each in self.entries.items() if not each.binned)

    def move_category(self, old: UUID, new: UUID) -> None:
        """What is filed under one goes to the other; what links remember of it is lost with it."""
        for each in self.entries.values():
            filing = each.filing
            if filing.category == old:
                each.file(replace(filing, category=new))
            elif any(category == old for category, _ in filing.parts):
                each.file(replace(filing, parts=_joined(filing.parts, old, new)))
        del self.categories[old]
        self.own.discard(old)

    def still_known(self, filing: Filing, amount: Decimal) -> Filing:
        """A filing from earlier on, without the categories that are gone since."""
        kind = CATEGORY_KIND[filing.kind]
        parts = tuple(
            (key if self.categories.get(key or UUID(int=0)) == kind else None, of) for key, of in filing.parts
        )
        if len({key for key, _ in parts}) < len(parts) or sum((of for _, of in parts), Decimal(0)) != amount:
            parts = ()
        lost = filing.category is not None and self.categories.get(filing.category) != kind
        purchase = self.entries.get(filing.refund_of) if filing.refund_of else None
        of_purchase = purchase is not None and purchase.filing.kind not in ("income", "refund")
        refund_of = filing.refund_of if of_purchase else None
        category = None if lost else filing.category
        return Filing(filing.kind, category, filing.chosen and not lost, parts, refund_of)

    def release_refunds(self, purchase: UUID) -> None:
        """Refunds of what is no purchase any more are of nothing."""
        for each in self.entries.values():
            if each.filing.refund_of == purchase:
                each.file(replace(each.filing, refund_of=None))
        for link in [link for link in self.was if link[0] == "refund" and link[2] == purchase]:
            del self.was[link]

    def erase(self, keys: set[UUID]) -> None:
        """Entries as if they had never been; what was put together with them is parted by the caller."""
        for key in keys:
            self.entries.pop(key, None)
        for each in self.entries.values():
            if each.filing.refund_of in keys:
                each.file(replace(each.filing, refund_of=None))
            each.other = None if each.other in keys else each.other
            each.merged_into = None if each.merged_into in keys else each.merged_into
        for link in [link for link in self.was if keys & {link[1], link[2]}]:
            del self.was[link]


def _joined(parts: tuple[Part, ...], old: UUID, new: UUID) -> tuple[Part, ...]:
    """Two parts that come to be of one category become one, where the one that was there stands."""
    moved = sum((amount for category, amount in parts if category == old), Decimal(0))
    if any(category == new for category, _ in parts):
        return tuple((key, of + moved if key == new else of) for key, of in parts if key != old)
    return tuple((new if key == old else key, of) for key, of in parts)
