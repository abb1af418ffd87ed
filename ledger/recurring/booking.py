"""Writing down what is due: each day once, on its own date, however late, whoever else tries."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from config.kernel import killing
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services import record_transaction, record_transfer
from ledger.recurring.models import Recurring, RecurringDay, RecurringNotice, RecurringQuerySet
from ledger.recurring.noticing import DAYS, line_for, look_for_late, look_for_twice, meet, note
from ledger.recurring.telling import tell_changed

log = logging.getLogger(__name__)
# The day begins first at UTC+14.
FIRST_ZONE = timedelta(hours=14)
# How long after its day a line of the bank may still come before the day counts as missed: weekends and holidays.
PATIENCE = timedelta(days=6)
Pause = Recurring.Pause
Status = Recurring.Status
Day = RecurringDay.Status


def book_due(*, now: datetime | None = None, rest: Callable[[], None] = lambda: None) -> int:
    """Book every day that has come where its owner lives, the missed ones too. How many were booked.

    Each day is a transaction of its own, so that it may be run twice, at once, and be killed. What is only expected is
    met by the bank's line, or noted as missed. `rest` is called between two days.
    """
    moment = now or timezone.now()
    latest = (moment + FIRST_ZONE).date()
    soon = Q(next_on__lte=latest) | Q(next_on__lte=latest + DAYS, books=False)
    booked = 0
    for key in list(_active().filter(soon).order_by("next_on", "pk").values_list("pk", flat=True)):
        while True:
            rest()
            outcome = _handle_next(key, moment)
            booked += outcome == Day.BOOKED
            if outcome is None:
                break
    return booked


def look_at_bank(account_id: UUID, *, now: datetime | None = None) -> None:
    """Hold what is expected on one account against the lines that are there: met, late, dearer, twice."""
    moment = now or timezone.now()
    for recurring in _active().filter(account=account_id).exclude(payee_key=""):
        while not recurring.books and _handle_next(recurring.pk, moment):
            pass
        with database_transaction.atomic():
            if _active().select_for_update(of=("self",)).filter(pk=recurring.pk).exists():
                today = _today(recurring.recorded_by, moment)
                look_for_late(recurring, today)
                look_for_twice(recurring, today)


def _active() -> RecurringQuerySet:
    return Recurring.objects.filter(status=Status.ACTIVE)


def _today(person: User | None, now: datetime) -> date:
    return timezone.localdate(now, timezone=person.zone if person else ZoneInfo("UTC"))


def _handle_next(key: UUID, now: datetime) -> str | None:
    """See to the next day of one. What became of it; None when nothing is left to do now."""
    try:
        with database_transaction.atomic():
            return _in_lock(key, now)
    except ValidationError as refused:
        log.warning("Recurring %s is paused: its entry was refused", key)
        code = refused.stable_code if isinstance(refused, FieldError) else ""
        _pause(key, Pause.ACCOUNT_CLOSED if code == "account_closed" else Pause.REFUSED)
    except Exception:
        log.exception("Recurring %s could not be booked", key)
    return None


def _in_lock(key: UUID, now: datetime) -> str | None:
    recurring = Recurring.objects.select_for_update(of=("self",)).filter(pk=key, status=Status.ACTIVE).first()
    if recurring is None or recurring.next_on is None:
        return None
    due, person = recurring.next_on, recurring.recorded_by
    today = _today(person, now)
    if due > today + (timedelta() if recurring.books else DAYS):
        return None
    why = _cannot(recurring, person)
    if why or person is None:
        _let_rest(recurring, why or Pause.ACCOUNT_LEFT)
        return None
    line = None if recurring.books else line_for(recurring, due)
    if not recurring.books and line is None and due + PATIENCE >= today:
        return None
    if not _move_on(recurring, due):
        return None
    killing.point("recurring:moved")
    day, is_new = RecurringDay.objects.get_or_create(
        recurring=recurring, due_on=due, defaults={"status": Day.BOOKED if recurring.books else Day.MISSED}
    )
    if is_new:
        _settle(recurring, day, person, line)
    tell_changed(recurring)
    return str(day.status) if is_new else Day.SKIPPED.value


def _settle(recurring: Recurring, day: RecurringDay, person: User, line: Transaction | None) -> None:
    if line is not None:
        meet(recurring, day, line)
    elif recurring.books:
        day.transaction = _book(recurring, person, day.due_on)
        killing.point("recurring:booked")
        day.save(update_fields=["transaction"])
    else:
        note(recurring, RecurringNotice.Kind.MISSED, day.due_on)


def _cannot(recurring: Recurring, person: User | None) -> Pause | None:
    """Why nothing can be booked any more. Two queries, three for a transfer."""
    accounts = [each for each in (recurring.account, recurring.to_account) if each is not None]
    if any(each.closed_on is not None for each in accounts):
        return Pause.ACCOUNT_CLOSED
    owned = MoneyAccount.objects.owned_by(person).filter(pk__in=[each.pk for each in accounts]) if person else ()
    return None if len(owned) == len(accounts) else Pause.ACCOUNT_LEFT


def _move_on(recurring: Recurring, due: date) -> bool:
    """Decide that `due` is ours; False when somebody else has seen to it. One UPDATE."""
    following = recurring.rhythm.first_from(due + timedelta(days=1))
    status = Status.ENDED if following is None else Status.ACTIVE
    still = Recurring.objects.filter(pk=recurring.pk, next_on=due, status=Status.ACTIVE)
    return bool(still.update(next_on=following, status=status))


def _book(recurring: Recurring, person: User, due: date) -> Transaction:
    if recurring.to_account is not None:
        pair = record_transfer(
            from_account=recurring.account,
            to_account=recurring.to_account,
            recorded_by=person,
            amount=-recurring.amount,
            to_amount=recurring.to_amount,
            booked_on=due,
            notes=recurring.notes,
        )
        return pair.outgoing
    return record_transaction(
        account=recurring.account,
        recorded_by=person,
        amount=recurring.amount,
        booked_on=due,
        payee=recurring.payee,
        notes=recurring.notes,
        category=recurring.category,
    )


def _let_rest(recurring: Recurring, why: str) -> None:
    """Pause it; one between two accounts that nobody owns both of any more is nobody's to resume or delete: it goes."""
    if recurring.to_account_id is not None and why == Pause.ACCOUNT_LEFT:
        owners = MoneyAccountAccess.objects.exclude(role=MoneyAccountAccess.Role.VIEWER)
        here = owners.filter(account=recurring.account_id).values("person")
        if not owners.filter(account=recurring.to_account_id, person__in=here).exists():
            tell_changed(recurring)
            recurring.delete()
            return
    _pause(recurring.pk, why)


@database_transaction.atomic
def _pause(key: UUID, why: str) -> None:
    paused = {"status": Status.PAUSED, "paused_because": why}
    if Recurring.objects.filter(pk=key, status=Status.ACTIVE).update(**paused):
        tell_changed(Recurring.objects.get(pk=key))
