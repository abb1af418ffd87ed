"""Doing what an explanation of a gap proposes, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.core import errors as core_errors
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import bin_transaction, restore_transaction, update_money_account, update_transaction
from ledger.core.standings import Standing
from ledger.reconciling.explaining import Act, Explanation


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a mending back: `act` on the entry, with the day or the opening balance it had."""

    act: Act
    entry_id: UUID | None = None
    day: date | None = None
    amount: Decimal | None = None


@database_transaction.atomic
def mend(*, account: MoneyAccount, mended_by: User, standing: Standing, explanation: Explanation) -> Undo:
    """Do what `explanation` of this account's gap proposes. Raises as the service it calls: Conflict, FieldError."""
    if explanation.act == Act.OPENING:
        before = account.opening_balance
        opening = before + standing.first_gap
        update_money_account(account=account, changed_by=mended_by, version=account.version, opening_balance=opening)
        return Undo(Act.OPENING, amount=before)
    entry = explanation.entry
    if entry is None:
        raise core_errors.NoLongerThere
    before_day = entry.booked_on
    if explanation.act == Act.RESTORE:
        restore_transaction(entry=entry)
        return Undo(Act.BIN, entry.pk)
    if explanation.act == Act.BIN:
        bin_transaction(entry=entry, version=entry.version)
        return Undo(Act.RESTORE, entry.pk)
    if explanation.act != Act.MOVE or explanation.day is None:
        raise core_errors.NoLongerThere
    update_transaction(entry=entry, changed_by=mended_by, version=entry.version, booked_on=explanation.day)
    return Undo(Act.MOVE, entry.pk, day=before_day)


@database_transaction.atomic
def take_back(*, account: MoneyAccount, person: User, undo: Undo) -> None:
    """Raises NoLongerThere: the entry is not of this account any more; FieldError as the service it calls."""
    if undo.act == Act.OPENING and undo.amount is not None:
        update_money_account(account=account, changed_by=person, opening_balance=undo.amount)
        return
    entry = Transaction.objects.filter(account=account, pk=undo.entry_id).first() if undo.entry_id else None
    if entry is None:
        raise core_errors.NoLongerThere
    if undo.act == Act.BIN:
        bin_transaction(entry=entry)
    elif undo.act == Act.RESTORE:
        restore_transaction(entry=entry)
    elif undo.act == Act.MOVE and undo.day is not None:
        update_transaction(entry=entry, changed_by=person, booked_on=undo.day)
    else:
        raise core_errors.NoLongerThere
