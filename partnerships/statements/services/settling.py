"""Settling up: what one owes the other is given back, once, whoever says so at the same moment."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from config.kernel.audit import record
from ledger.core.errors import NoLongerThere
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import bin_transaction
from ledger.core.services import halves as ledger
from partnerships.agreements.month_shares import KEPT, keep_month, this_month
from partnerships.agreements.splitting import Splitting
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.errors import day_too_early
from partnerships.expenses.services.payments import checked_day
from partnerships.statements import errors
from partnerships.statements.balance import balance_of, ower
from partnerships.statements.models import Settlement
from partnerships.statements.services.halves import BOOKED, IN, OUT, take_half, tell
from partnerships.statements.shapes import balance_shape

CAN_BE_UNDONE = timedelta(days=1)


@transaction.atomic
def settle(
    *,
    standing: Standing,
    expected_amount: Decimal,
    expected_payer: int | None = None,
    settled_on: date | None = None,
    account: MoneyAccount | None = None,
    entry: Transaction | None = None,
    note: str = "",
) -> Settlement:
    """Say that what is owed was given; both are even then. Either of them says so, and has their half booked on
    `account` or found in `entry` (both through `owned_by`); the other one adds theirs later (book_half).

    The months so far keep their split.

    Raises:
        FieldError: `nothing_to_settle`, `day_to_come`, `out_of_range`, and as book_half.
        Overtaken: `balance_changed`, with how it stands, where it is not what was expected; as hold_active.
    """
    partnership = hold_active(standing)
    if account is not None and entry is not None:
        raise errors.one_half()
    settled_on = checked_day(standing.person, settled_on, "settled_on")
    if settled_on < partnership.started_on:
        raise day_too_early("settled_on")
    payer, balance = _agreed_payer(partnership, expected_amount, expected_payer)
    counted = Partnership.objects.filter(pk=partnership.pk, settled_count=partnership.settled_count)
    if not counted.update(settled_count=F("settled_count") + 1):
        raise errors.balance_changed(balance_shape(balance_of(partnership), partnership.currency))
    settlement = Settlement.objects.create(
        partnership=partnership,
        number=partnership.settled_count + 1,
        payer=payer,
        amount=abs(balance),
        settled_on=settled_on,
        note=note,
        made_by=standing.person,
    )
    _keep_split(partnership)
    _record("settlement_made", settlement, standing)
    tell(settlement, standing, "made")
    if account is not None or entry is not None:
        take_half(settlement, standing, account, entry)
    return settlement


def _agreed_payer(partnership: Partnership, expected: Decimal, expected_payer: int | None) -> tuple[int, Decimal]:
    balance = balance_of(partnership)
    payer = ower(balance)
    if payer is None and not expected:
        raise errors.nothing_to_settle()
    if payer is None or abs(balance) != expected or expected_payer not in (None, payer):
        raise errors.balance_changed(balance_shape(balance, partnership.currency))
    return payer, balance


def _keep_split(partnership: Partnership) -> None:
    """What is settled stays split as it was, though incomes change."""
    agreement = Splitting(partnership).agreement_in(this_month())
    if agreement is not None and agreement.method in KEPT:
        keep_month(partnership, agreement, this_month())


def _record(action: str, settlement: Settlement, standing: Standing) -> None:
    record(
        action,
        person=standing.person,
        settlement=str(settlement.pk),
        partnership=str(settlement.partnership_id),
    )


@transaction.atomic
def undo_settlement(*, standing: Standing, settlement: Settlement) -> None:
    """Take the latest settlement back, within a day, by its maker. What it booked goes into the bin, and rows it found
    are filed as before.

    Raises FieldError (`not_made_by_you`, `too_late`), Overtaken (`settled_since`, as hold_active), NoLongerThere.
    """
    partnership = hold_active(standing)
    fresh = Settlement.objects.filter(pk=settlement.pk).first()
    if fresh is None:
        raise NoLongerThere
    if fresh.made_by_id != standing.person.pk:
        raise errors.not_made_by_you()
    if fresh.created_at < timezone.now() - CAN_BE_UNDONE:
        raise errors.too_late()
    counted = Partnership.objects.filter(pk=partnership.pk, settled_count=fresh.number)
    if not counted.update(settled_count=F("settled_count") - 1):
        raise errors.settled_since()
    _record("settlement_undone", fresh, standing)
    tell(fresh, standing, "undone")
    outgoing, incoming, kept = fresh.outgoing, fresh.incoming, fresh.kept
    fresh.delete()
    if outgoing is not None and incoming is not None:
        ledger.part_halves(outgoing=outgoing, incoming=incoming)
    for side, half in ((OUT, outgoing), (IN, incoming)):
        if half is not None:
            _give_back(half, kept.get(side))


def _give_back(half: Transaction, kept: Any) -> None:
    if kept == BOOKED:
        bin_transaction(entry=half)
    elif kept:
        ledger.refile_half(entry=half, filing=kept)
