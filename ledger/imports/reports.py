"""What an import would do to balances, and what it did: the preview's sums and the report that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from config.kernel.money import ZERO, money_text
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports.batches import first_balance
from ledger.imports.checking import DUPLICATE, NEW, CheckedBatch, check_import
from ledger.imports.models import Import, ImportedLine

REFUSED_KEPT = 200


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


def preview_balance(each: CheckedBatch) -> BalanceCheck:
    """Before a confirmation; at most one query."""
    batch, account = each.batch, each.batch.account
    now = account.balance if account else first_balance(each)
    anchor = account.opened_on if account else None
    earlier = sum((line.amount for line in each.taken if anchor and line.line.booked_on < anchor), ZERO)
    after = now + batch.money_in + batch.money_out - earlier
    on = batch.closing_on or batch.last_on
    ours = None
    if batch.closing_balance is not None and on is not None:
        later = sum((line.amount for line in each.taken if line.line.booked_on > on), ZERO)
        ours = after - later - (_booked_after(account, on) if account else ZERO)
    return BalanceCheck(
        each.currency, now, batch.money_in, batch.money_out, -earlier, after, on, batch.closing_balance, ours
    )


def _booked_after(account: MoneyAccount, day: date) -> Decimal:
    moved = account.transactions.live().filter(booked_on__gt=day).aggregate(sum=Sum("amount"))["sum"]
    return moved if moved is not None else ZERO


def make_report(source: Import) -> dict[str, Any]:
    """Counts of lines, refused ones with their reason (the first 200), and how each account stands with its bank."""
    checked = check_import(source)
    lines = [line for _, line in checked.lines]
    added = ImportedLine.objects.filter(batch__source=source)
    entries = Transaction.objects.filter(pk__in=added.values("transaction"))
    refused = [(each.batch.statement, line) for each in checked.batches for line in each.statement.refused]
    wanted = sum(1 for line in lines if line.taken)
    taken = added.count()
    return {
        "lines": len(lines) + len(refused),
        "taken": taken,
        "duplicate": sum(1 for line in lines if line.verdict == DUPLICATE and not line.taken) + wanted - taken,
        "alike": sum(1 for line in lines if line.alike and not line.taken),
        "skipped": sum(1 for line in lines if line.verdict == NEW and not line.taken),
        "refused": len(refused),
        "rounded": sum(1 for line in lines if line.taken and line.was_rounded),
        "uncategorised": entries.filter(category=None, is_split=False).exclude(kind="transfer").count(),
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
        "batches": [_batch_report(each) for each in checked.batches if each.batch.account_id],
    }


def _batch_report(each: CheckedBatch) -> dict[str, Any]:
    batch = each.batch
    account = MoneyAccount.objects.get(import_batches=batch)
    on = batch.closing_on or batch.last_on
    bank = batch.closing_balance
    ours = account.balance - _booked_after(account, on) if bank is not None and on else None
    sums = ImportedLine.objects.filter(batch=batch, transaction__isnull=False)
    return {
        "statement": batch.statement,
        "money_account": str(account.pk),
        "name": account.name,
        "currency": account.currency,
        "taken": sums.count(),
        "on": on.isoformat() if on else None,
        "bank": None if bank is None else money_text(bank, account.currency),
        "ours": None if ours is None else money_text(ours, account.currency),
    }
