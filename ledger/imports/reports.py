"""What an import would do to balances, and what it did: the preview's sums and the report that is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from config.kernel.money import ZERO, money_text
from ledger.core.access import hidden_from
from ledger.core.models import MoneyAccount
from ledger.imports.batches import first_balance
from ledger.imports.checked import CheckedBatch, CheckedImport
from ledger.imports.models import Import

REFUSED_KEPT = 200
_COUNTS = ("taken", "merged", "duplicate", "alike", "pending", "skipped", "rounded", "uncategorised")


@dataclass(frozen=True, slots=True)
class BalanceCheck:
    """An account around an import, in `currency`. `money_out` is negative; `earlier` is what lines older than the
    opening balance take out of it. `bank` is the bank's balance of `on`, `ours` what we have for that day after it.
    """

    currency: str
    now: Decimal
    money_in: Decimal
    money_out: Decimal
    earlier: Decimal
    after: Decimal
    on: date | None
    bank: Decimal | None
    ours: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.bank is None or self.ours is None else self.bank - self.ours

    @property
    def gap_size(self) -> Decimal | None:
        return None if self.gap is None else abs(self.gap)


@dataclass(slots=True)
class Progress:
    """How far a run has come, kept with each piece: it goes on at line `place` of `statement`.

    `counts` are of lines, `taken` of those per statement; what happened is counted once, when it happens.
    """

    statement: int = 0
    place: int = 0
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, source: Import) -> Progress:
        kept = source.report.get("progress")
        if not kept:
            return cls()
        return cls(kept["statement"], kept["place"], kept["done"], Counter(kept["counts"]), Counter(kept["taken"]))

    def is_past(self, statement: int, place: int) -> bool:
        return (statement, place) < (self.statement, self.place)

    def kept(self) -> dict[str, Any]:
        return {
            "progress": {
                "statement": self.statement,
                "place": self.place,
                "done": self.done,
                "counts": dict(self.counts),
                "taken": dict(self.taken),
            }
        }


def preview_balance(each: CheckedBatch) -> BalanceCheck:
    """Before a confirmation, as the person may see it (see `hidden_from`); at most four queries."""
    batch, account, sums = each.batch, each.batch.account, each.sums
    hidden = hidden_from(batch.source.person_id, account.pk) if account else None
    now = account.balance - (hidden or ZERO) if account else first_balance(each)
    anchor = account.opened_on if account else None
    earlier = sums.taken_before(anchor.toordinal()) if anchor else ZERO
    after = now + batch.money_in + batch.money_out - earlier
    on = batch.closing_on or batch.last_on
    ours = None
    bank = None if hidden is not None else batch.closing_balance
    if bank is not None and on is not None:
        ours = after - sums.taken_after(on.toordinal()) - (_booked_after(account, on) if account else ZERO)
    return BalanceCheck(each.currency, now, batch.money_in, batch.money_out, -earlier, after, on, bank, ours)


def _booked_after(account: MoneyAccount, day: date) -> Decimal:
    moved = account.transactions.live().filter(booked_on__gt=day).aggregate(sum=Sum("amount"))["sum"]
    return moved if moved is not None else ZERO


def make_report(checked: CheckedImport, progress: Progress) -> dict[str, Any]:
    """Counts of lines, refused ones with their reason (the first 200), and how each account stands with its bank."""
    refused = [(each.place, line) for each in checked.batches for line in each.statement.refused]
    read = sum(len(each.statement.lines) + len(each.statement.pending) for each in checked.batches)
    return {
        "lines": read + len(refused),
        **{name: progress.counts[name] for name in _COUNTS},
        "refused": len(refused),
        "refused_lines": [
            {
                "statement": place,
                "line_no": line.line_no,
                "text": line.text,
                "code": line.code,
                "params": dict(line.params),
            }
            for place, line in refused[:REFUSED_KEPT]
        ],
        "batches": [
            _batch_report(each, progress.taken[str(each.place)]) for each in checked.batches if each.batch.account_id
        ],
    }


def _batch_report(each: CheckedBatch, taken: int) -> dict[str, Any]:
    batch = each.batch
    account = MoneyAccount.objects.get(import_batches=batch)
    on = batch.closing_on or batch.last_on
    hidden = hidden_from(batch.source.person_id, account.pk)
    bank = None if hidden is not None else batch.closing_balance
    ours = account.balance - _booked_after(account, on) if bank is not None and on else None
    return {
        "statement": batch.statement,
        "money_account": str(account.pk),
        "name": account.name,
        "currency": account.currency,
        "taken": taken,
        "first": batch.first_on.isoformat() if batch.first_on else None,
        "last": batch.last_on.isoformat() if batch.last_on else None,
        "money_in": money_text(batch.money_in, account.currency),
        "money_out": money_text(-batch.money_out, account.currency),
        "on": on.isoformat() if on else None,
        "bank": None if bank is None else money_text(bank, account.currency),
        "ours": None if ours is None else money_text(ours, account.currency),
    }
