"""Both halves of a settlement: each partner books theirs on an account, or names the row that came with an import."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from config.kernel.events import announce
from config.kernel.live import push
from ledger.core.errors import Conflict
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import halves as ledger
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.statements import errors
from partnerships.statements.events import SettlementChanged
from partnerships.statements.models import Settlement

AROUND = timedelta(days=7)
MOST_CANDIDATES = 20
OUT, IN = "outgoing", "incoming"
BOOKED, RELEASED = "booked", "released"


def side_of(settlement: Settlement, place: int) -> str:
    return OUT if place == settlement.payer else IN


def candidates(*, standing: Standing, payer: int, amount: Decimal, around: date) -> QuerySet[Transaction]:
    """Rows of the person's own ledger that may be their half: of just this amount, within a week, part of nothing
    else. One query, and one for their accounts.
    """
    sign = -1 if standing.place == payer else 1
    found = Transaction.objects.owned_by(standing.person).live().select_related("account")
    free = found.filter(transfer_out=None, transfer_in=None, settlement_out=None, settlement_in=None)
    fitting = free.filter(
        account__currency=standing.partnership.currency,
        amount=sign * amount,
        booked_on__gte=around - AROUND,
        booked_on__lte=around + AROUND,
        shared_payment=None,
        withheld="",
    )
    return fitting.order_by("-booked_on", "-id")[:MOST_CANDIDATES]


@transaction.atomic
def book_half(
    *,
    standing: Standing,
    settlement: Settlement,
    account: MoneyAccount | None = None,
    entry: Transaction | None = None,
) -> Settlement:
    """Bring the person's own half into their ledger. Once both are there they are one transfer.

    The caller has found `account` or `entry` through `owned_by`. Raises FieldError (`one_half`, `other_currency`,
    `account_closed`, `amounts_differ`, `in_use`); Overtaken `already_booked`, as hold_active.
    """
    hold_active(standing)
    if (account is None) == (entry is None):
        raise errors.one_half()
    fresh = Settlement.objects.get(pk=settlement.pk)
    tell(fresh, standing, BOOKED)
    take_half(fresh, standing, account, entry)
    return fresh


@transaction.atomic
def release_half(*, standing: Standing, settlement: Settlement) -> Settlement:
    """Take the row the person named as their half out again: it is filed as before. Who owes whom stays.

    Raises Overtaken: `not_named` where their half is none or was booked for this, as hold_active.
    """
    hold_active(standing)
    fresh = Settlement.objects.select_related("outgoing", "incoming").get(pk=settlement.pk)
    side = side_of(fresh, standing.place)
    half: Transaction | None = getattr(fresh, side)
    kept = fresh.kept.pop(side, None)
    if half is None or kept == BOOKED:
        raise errors.names_no_row()
    tell(fresh, standing, RELEASED)
    outgoing, incoming = fresh.outgoing, fresh.incoming
    setattr(fresh, side, None)
    fresh.version += 1
    fresh.save()
    if outgoing is not None and incoming is not None:
        ledger.part_halves(outgoing=outgoing, incoming=incoming)
    ledger.refile_half(entry=half, filing=kept)
    return fresh


def take_half(
    settlement: Settlement, standing: Standing, account: MoneyAccount | None, entry: Transaction | None
) -> None:
    side = side_of(settlement, standing.place)
    if getattr(settlement, f"{side}_id") is not None:
        raise errors.has_half()
    amount = -settlement.amount if side == OUT else settlement.amount
    if account is not None:
        half = _booked(settlement, standing, account, amount)
        settlement.kept[side] = BOOKED
    else:
        assert entry is not None, "one of the two"
        half = entry
        settlement.kept[side] = _filed(standing, entry, amount)
    setattr(settlement, side, half)
    settlement.version += 1
    settlement.save()
    if settlement.outgoing is not None and settlement.incoming is not None:
        _join(settlement.outgoing, settlement.incoming)


def _booked(settlement: Settlement, standing: Standing, account: MoneyAccount, amount: Decimal) -> Transaction:
    if account.currency != standing.partnership.currency:
        raise errors.other_currency()
    return ledger.record_half(
        account=account,
        recorded_by=standing.person,
        amount=amount,
        booked_on=settlement.settled_on,
        payee=str(standing.other),
    )


def _filed(standing: Standing, entry: Transaction, amount: Decimal) -> object:
    if entry.account.currency != standing.partnership.currency or entry.amount != amount:
        raise errors.not_fitting()
    halves = Settlement.objects.filter(outgoing=entry) | Settlement.objects.filter(incoming=entry)
    if entry.withheld or entry.deleted_at or hasattr(entry, "shared_payment") or halves.exists():
        raise errors.already_filed()
    try:
        return ledger.file_half(entry=entry)
    except Conflict as conflict:
        raise errors.already_filed() from conflict


def _join(outgoing: Transaction, incoming: Transaction) -> None:
    """Two rows of one joint account cannot be a transfer, and stay as they are."""
    if outgoing.account_id != incoming.account_id and not (outgoing.deleted_at or incoming.deleted_at):
        ledger.join_halves(outgoing=outgoing, incoming=incoming)


def tell(settlement: Settlement, standing: Standing, what: str) -> None:
    """Before the ledger is written: people's rows are then locked in one order by everybody."""
    announce(SettlementChanged(settlement.partnership_id, settlement.pk, what, standing.person.pk))
    data = {"settlement_id": str(settlement.pk), "by": str(standing.person.pk)}
    push(standing.people, f"settlement:{what}", data)
