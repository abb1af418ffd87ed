"""One statement beside the ledger: what was there before it, what is ticked off, and what still differs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from config.kernel.money import ZERO
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.models.transactions import TransactionQuerySet
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.movements import held_at
from ledger.reconciling.standing import Anchor, beginnings


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement of an account that ends on day `on` with `bank`, in the account's currency.

    `since` is the last day before it on which bank and ledger were equal: lines until then are settled and not looked
    at again (None: there is no such day, and everything since the account's opening is). `opening` is what was
    reconciled before: the balance of `since` and the lines ticked off on earlier statements since then, which ended on
    the days `settled`; later ones are among these too. `ours` is the balance of all lines until `on`.
    """

    account: MoneyAccount
    on: date
    bank: Decimal
    ours: Decimal
    since: date | None
    settled: tuple[date, ...]
    opening: Decimal
    ticked: Decimal
    ticked_count: int
    open_count: int

    @property
    def difference(self) -> Decimal:
        """What is still missing: the bank's balance less opening and ticked lines."""
        return self.bank - self.opening - self.ticked

    @property
    def left_count(self) -> int:
        return self.open_count - self.ticked_count


def read_sheet(account: MoneyAccount, *, on: date, bank: Decimal) -> Sheet:
    """At most eighteen queries; the lines read are those since the last day on which bank and ledger agreed."""
    ours = held_at([account], {account.pk: on})[account.pk]
    since = beginnings({account.pk: Anchor(on, ours)})[account.pk].agreed_on
    before = account.opening_balance if since is None else held_at([account], {account.pk: since})[account.pk]
    lines = _lines_between(account, since=since, on=on)
    statements = StatementBalance.objects.filter(account=account, source=StatementBalance.Source.HAND).exclude(on=on)
    settled = tuple(statements.values_list("on", flat=True))
    earlier = lines.filter(reconciled_on__in=[each for each in settled if each < on])
    open_ones = _open(lines, settled)
    ticked = open_ones.filter(reconciled_on__isnull=False).aggregate(sum=Sum("amount"), count=Count("pk"))
    return Sheet(
        account=account,
        on=on,
        bank=bank,
        ours=ours,
        since=since,
        settled=settled,
        opening=before + (earlier.aggregate(sum=Sum("amount"))["sum"] or ZERO),
        ticked=ticked["sum"] or ZERO,
        ticked_count=ticked["count"],
        open_count=open_ones.count(),
    )


def open_lines(sheet: Sheet) -> TransactionQuerySet:
    """Lines that are on no other statement, newest first: they can be ticked off on this one, or are already.

    A tick of a statement that was begun under another day and never finished is one of this statement.
    """
    lines = _lines_between(sheet.account, since=sheet.since, on=sheet.on)
    return _open(lines, sheet.settled).order_by("-booked_on", "-id")


def _lines_between(account: MoneyAccount, *, since: date | None, on: date) -> TransactionQuerySet:
    """Lines the bank has booked after `since` and until `on`."""
    lines = Transaction.objects.live().filter(account=account, is_pending=False, booked_on__lte=on)
    return lines if since is None else lines.filter(booked_on__gt=since)


def _open(lines: TransactionQuerySet, settled: Collection[date]) -> TransactionQuerySet:
    return lines.filter(Q(reconciled_on__isnull=True) | ~Q(reconciled_on__in=settled))
