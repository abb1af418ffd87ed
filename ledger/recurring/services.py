"""Every change a person makes to what recurs. What was booked stays as it is, whatever is changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.core import errors as core_errors
from ledger.core import rules
from ledger.core.models import Category, MoneyAccount
from ledger.core.payees import payee_key
from ledger.recurring import errors
from ledger.recurring.models import Recurring, RecurringDay
from ledger.recurring.telling import tell_changed

MOST_OF_ACCOUNT = 500
Kind = Recurring.Kind
Status = Recurring.Status
Day = RecurringDay.Status
_RHYTHM = frozenset(["frequency", "interval", "starts_on", "ends_on"])


class Values(TypedDict, total=False):
    """What a person says of it. `amount` is positive, as people enter it; `kind` says which way the money goes."""

    account: MoneyAccount
    to_account: MoneyAccount | None
    kind: str
    amount: Decimal
    to_amount: Decimal | None
    payee: str
    notes: str
    category: Category | None
    frequency: str
    interval: int
    starts_on: date
    ends_on: date | None
    books: bool


@database_transaction.atomic
def create_recurring(*, recorded_by: User, **values: Unpack[Values]) -> Recurring:
    """Begin one, on accounts found through `owned_by`. Its first day is today or later: what was before it is past.

    Raises:
        FieldError, ValidationError: a closed account, a category of somebody else or of another kind, an amount out of
            bounds, days that do not fit.
    """
    account = MoneyAccount.objects.select_for_update(no_key=True).filter(pk=values["account"].pk).first()
    if account is None:
        raise core_errors.NoLongerThere
    if Recurring.objects.filter(account=account).count() >= MOST_OF_ACCOUNT:
        raise errors.too_many(MOST_OF_ACCOUNT)
    recurring = Recurring(recorded_by=recorded_by)
    _apply(recurring, values, recorded_by)
    recurring.next_on = _first_open(recurring, recorded_by.today)
    if recurring.next_on is None:
        raise errors.nothing_due()
    recurring.save(force_insert=True)
    tell_changed(recurring)
    return recurring


@database_transaction.atomic
def change_recurring(
    *, recurring: Recurring, changed_by: User, version: int | None = None, **changes: Unpack[Values]
) -> Recurring:
    """Change one found through `owned_by`, from its next due day on. Days that were missed meanwhile stay due.

    Whoever chooses a category, which may be their own, has it booked in their name from then on.

    Raises: Conflict where `version` is not the current one; FieldError, ValidationError as `create_recurring`.
    """
    fresh = _locked(recurring, version)
    if "category" in changes or fresh.recorded_by is None:
        fresh.recorded_by = changed_by
    _apply(fresh, changes, fresh.recorded_by)
    if _RHYTHM & changes.keys() and fresh.status != Status.ENDED:
        open_from = min(fresh.next_on or changed_by.today, changed_by.today)
        fresh.next_on = _first_open(fresh, open_from)
        if fresh.next_on is None:
            raise errors.nothing_due()
    return _store(fresh)


@database_transaction.atomic
def pause_recurring(*, recurring: Recurring) -> Recurring:
    """Nothing is booked until it is resumed. One that rests already stays as it is. Raises FieldError: it has ended."""
    fresh = _locked(recurring)
    if fresh.status == Status.ENDED:
        raise errors.has_ended()
    if fresh.status == Status.PAUSED:
        return fresh
    fresh.status, fresh.paused_because = Status.PAUSED, ""
    return _store(fresh)


@database_transaction.atomic
def resume_recurring(*, recurring: Recurring, resumed_by: User) -> Recurring:
    """Go on from today where `resumed_by` lives, whose it is from now on; nothing is booked for the time between.

    Raises FieldError: an account is closed, or no day is left.
    """
    fresh = _locked(recurring)
    if fresh.status == Status.ACTIVE:
        return fresh
    fresh.recorded_by = resumed_by
    _check(fresh, resumed_by)
    fresh.next_on = _first_open(fresh, resumed_by.today)
    if fresh.next_on is None:
        raise errors.nothing_due()
    fresh.status, fresh.paused_because = Status.ACTIVE, ""
    return _store(fresh)


@database_transaction.atomic
def end_recurring(*, recurring: Recurring) -> Recurring:
    """No day is due any more; what was stays, and so does the record of it."""
    fresh = _locked(recurring)
    if fresh.status == Status.ENDED:
        return fresh
    fresh.status, fresh.paused_because, fresh.next_on = Status.ENDED, "", None
    return _store(fresh)


@database_transaction.atomic
def delete_recurring(*, recurring: Recurring, version: int | None = None) -> None:
    """Forget it; the entries it has booked stay. Raises Conflict, NoLongerThere."""
    fresh = _locked(recurring, version)
    tell_changed(fresh)
    fresh.delete()


@database_transaction.atomic
def skip_day(*, recurring: Recurring, due_on: date) -> Recurring:
    """Leave out one due day to come, or one that has not been seen to. Raises FieldError: it is none of those."""
    fresh = _locked(recurring)
    if fresh.next_on is None or due_on < fresh.next_on or fresh.rhythm.first_from(due_on) != due_on:
        raise errors.not_due()
    day, created = RecurringDay.objects.get_or_create(recurring=fresh, due_on=due_on, defaults={"status": Day.SKIPPED})
    if not created and day.status != Day.SKIPPED:
        raise errors.not_due()
    fresh.next_on = _first_open(fresh, fresh.next_on)
    if fresh.next_on is None:
        fresh.status = Status.ENDED
    return _store(fresh)


@database_transaction.atomic
def unskip_day(*, recurring: Recurring, due_on: date, by: User) -> Recurring:
    """A day that was left out is due again, unless it has passed. Raises FieldError: it was not left out, or passed."""
    fresh = _locked(recurring)
    if due_on < by.today:
        raise errors.not_skipped()
    gone, _by_model = RecurringDay.objects.filter(recurring=fresh, due_on=due_on, status=Day.SKIPPED).delete()
    if not gone:
        raise errors.not_skipped()
    if fresh.rhythm.first_from(due_on) == due_on and (fresh.next_on is None or due_on < fresh.next_on):
        fresh.next_on = due_on
        if fresh.status == Status.ENDED:
            fresh.status = Status.ACTIVE
    return _store(fresh)


def _locked(recurring: Recurring, version: int | None = None) -> Recurring:
    fresh = Recurring.objects.select_for_update(of=("self",)).filter(pk=recurring.pk).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise core_errors.Conflict(fresh)
    return fresh


def _store(recurring: Recurring) -> Recurring:
    recurring.version += 1
    recurring.save()
    tell_changed(recurring)
    return recurring


def _first_open(recurring: Recurring, day: date) -> date | None:
    """The first due day on or after `day` that has not been seen to. One query."""
    handled = set(recurring.days.filter(due_on__gte=day).values_list("due_on", flat=True))
    return next((due for due in recurring.rhythm.due_from(day) if due not in handled), None)


def _apply(recurring: Recurring, values: Values, person: User) -> None:
    """Set what is given and check the whole, as it would be from now on."""
    amount = values.get("amount", abs(recurring.amount) if recurring.amount else None)
    for name in Values.__annotations__.keys() - {"amount"}:
        if name in values:
            setattr(recurring, name, values[name])  # type: ignore[literal-required]
    assert amount is not None
    rules.check_amount_by_hand(amount, recurring.account.currency)
    recurring.amount = amount if recurring.kind == Kind.INCOME else -amount
    recurring.payee_key = payee_key(recurring.payee)
    _check(recurring, person)
    recurring.clean_fields(exclude=["account", "to_account", "category", "recorded_by", "next_on"])


def _check(recurring: Recurring, person: User) -> None:
    rules.check_open(recurring.account)
    if recurring.ends_on is not None and recurring.ends_on < recurring.starts_on:
        raise errors.ends_before_it_starts()
    if recurring.kind == Kind.TRANSFER:
        _check_transfer(recurring)
        return
    if recurring.to_account_id is not None:
        raise errors.only_transfers_arrive()
    recurring.to_amount = None
    if not recurring.books and not recurring.payee_key:
        raise errors.payee_missing()
    rules.check_category(recurring.category, person=person, kind=recurring.kind)


def _check_transfer(recurring: Recurring) -> None:
    target = recurring.to_account
    if target is None:
        raise errors.transfer_account_missing()
    if target.pk == recurring.account_id:
        raise core_errors.same_account()
    if not recurring.books:
        raise errors.transfer_is_booked()
    rules.check_open(target)
    recurring.category = None
    if target.currency == recurring.account.currency:
        if recurring.to_amount not in (None, abs(recurring.amount)):
            raise core_errors.to_amount_differs()
        recurring.to_amount = None
    elif recurring.to_amount is None:
        raise core_errors.to_amount_needed(target.currency)
    else:
        rules.check_amount_by_hand(recurring.to_amount, target.currency, field="to_amount")
