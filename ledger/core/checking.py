"""The ledger checked against itself: every balance and roll-up recomputed from the lines, every difference named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Sum

from config.kernel.money import ZERO, from_stored, to_stored
from ledger.core.models import Link, MoneyAccount, Rollup, Transaction, TransactionLine, Transfer
from ledger.core.posting import Cell, cells_of, postings_of


@dataclass(frozen=True, slots=True)
class Difference:
    """`kept` is what the database says, `counted` what the lines add up to."""

    account_id: UUID
    what: str
    kept: str
    counted: str

    def __str__(self) -> str:
        return f"account {self.account_id}: {self.what} is {self.kept}, the lines say {self.counted}"


Check = Callable[[MoneyAccount], Iterable[Difference]]
_further: list[Check] = []


def checks_accounts(check: Check) -> Check:
    """Register what a part above core holds against itself, account by account."""
    if check not in _further:
        _further.append(check)
    return check


def check_account(account: MoneyAccount) -> list[Difference]:
    """Recompute one account from its lines; reads its whole history once, in one snapshot."""
    with database_transaction.atomic():
        account = MoneyAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
        checks = (_check_balance, _check_splits, _check_rollups, _check_transfers, _check_links, _check_withheld)
        return [difference for check in (*checks, *_further) for difference in check(account)]


def _check_balance(account: MoneyAccount) -> Iterator[Difference]:
    moved = account.transactions.filter(deleted_at__isnull=True).aggregate(sum=Sum("amount"))["sum"] or ZERO
    counted = account.opening_balance + moved
    if counted != account.balance:
        yield Difference(account.pk, "balance", str(account.balance), str(counted))


def _check_splits(account: MoneyAccount) -> Iterator[Difference]:
    sums: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for key, amount in TransactionLine.objects.filter(transaction__account=account).values_list(
        "transaction_id", "amount"
    ):
        sums[key] += amount
    for key, amount, is_split in account.transactions.values_list("pk", "amount", "is_split"):
        if is_split and sums[key] != amount:
            yield Difference(account.pk, f"split {key}", str(amount), str(sums[key]))
        if not is_split and key in sums:
            yield Difference(account.pk, f"lines of the unsplit {key}", "none", str(sums[key]))


def _check_rollups(account: MoneyAccount) -> Iterator[Difference]:
    counted = counted_cells(account)
    kept: dict[Cell, list[int]] = {}
    for cell in Rollup.objects.filter(account=account).iterator():
        key = (account.pk, cell.span, cell.starts_on, cell.category_key, cell.kind, cell.withheld)
        kept[key] = [to_stored(cell.amount), to_stored(cell.own_amount), cell.transaction_count, cell.line_count]
    for key in sorted(counted.keys() | kept.keys()):
        have, should = kept.get(key, [0, 0, 0, 0]), counted.get(key, [0, 0, 0, 0])
        if have != should:
            _, span, starts_on, category_key, kind, withheld = key
            what = f"roll-up {span} {starts_on} {kind} {category_key} {withheld}".rstrip()
            yield Difference(account.pk, what, _told(have), _told(should))


def counted_cells(account: MoneyAccount) -> dict[Cell, list[int]]:
    """Every roll-up cell as the lines say it should be; stored units."""
    cells: dict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    lines: dict[UUID, list[TransactionLine]] = defaultdict(list)
    for line in TransactionLine.objects.filter(transaction__account=account).order_by("id"):
        lines[line.transaction_id].append(line)
    entries = Transaction.objects.filter(account=account, deleted_at__isnull=True)
    for entry in entries.iterator(chunk_size=5_000):
        for posting in postings_of(entry, lines[entry.pk] if entry.is_split else ()):
            for cell in cells_of(posting):
                sums = cells[cell]
                sums[0] += posting.amount
                sums[1] += posting.own_amount
                sums[2] += posting.transactions
                sums[3] += 1
    return cells


def _check_transfers(account: MoneyAccount) -> Iterator[Difference]:
    pairs = Transfer.objects.filter(outgoing__account=account)
    for pair in pairs.select_related("outgoing__account", "incoming__account").iterator():
        for kept, counted in _wrong_about(pair):
            yield Difference(account.pk, f"transfer {pair.pk}", kept, counted)


def _wrong_about(pair: Transfer) -> Iterator[tuple[str, str]]:
    half, other = pair.outgoing, pair.incoming
    if (half.deleted_at is None) != (other.deleted_at is None):
        yield "one half in the bin", "both or none"
    if {half.kind, other.kind} != {Transaction.Kind.TRANSFER}:
        yield f"{half.kind} and {other.kind}", "transfer"
    if half.account_id == other.account_id:
        yield "within one account", "between two"
    if half.account.currency == other.account.currency and half.amount != -other.amount:
        yield f"{half.amount} and {other.amount}", "opposite"


def _check_links(account: MoneyAccount) -> Iterator[Difference]:
    """What was merged into another is in the bin; what is a refund of a purchase is a refund."""
    links = Link.objects.filter(entry__account=account, kind=Link.Kind.MERGE, other__deleted_at__isnull=True)
    for link in links:
        yield Difference(account.pk, f"merged entry {link.other_id}", "counted", "in the bin")
    refunds = account.transactions.filter(refund_of__isnull=False).exclude(kind=Transaction.Kind.REFUND)
    for key, kind in refunds.values_list("pk", "kind"):
        yield Difference(account.pk, f"refund {key}", kind, "refund")


def _check_withheld(account: MoneyAccount) -> Iterator[Difference]:
    """Who withholds a line owns the account: of anybody else's embargo nobody would see the end."""
    roles = set(account.grants.values_list("role", flat=True))
    entries = account.transactions.exclude(withheld="").exclude(withheld__in=roles)
    for key, withheld in entries.values_list("pk", "withheld"):
        yield Difference(account.pk, f"withheld {key}", withheld, "one of its owners")


def _told(sums: list[int]) -> str:
    return f"{from_stored(sums[0])} (own {from_stored(sums[1])}, {sums[2]} entries, {sums[3]} lines)"
