"""Bank balances kept and forgotten, lines ticked off, statements finished."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.api.parameters import EARLIEST_DAY, LATEST_DAY
from config.kernel.money import LARGEST, fits_currency
from ledger.core import errors as core_errors
from ledger.core import rules
from ledger.core.audience import tell
from ledger.core.frames import Told
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services import bin_transaction, record_transaction
from ledger.reconciling import errors
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.sheet import Sheet, open_lines, read_sheet

_AT_ONCE = 2_000


@database_transaction.atomic
def keep_balances(*, account: MoneyAccount, origin: UUID, balances: Iterable[tuple[date, Decimal]]) -> None:
    """Keep what one file says the account held at the end of days; of one day the last given counts.

    What the same `origin` said before is replaced, so running it twice changes nothing. Signed, in the account's
    currency; what can be no balance of this account (an amount its currency does not have, a day of no such years) is
    passed over. One DELETE and one insert per 2,000 days.
    """
    by_day = {on: amount for on, amount in balances if _can_be(amount, on, account.currency)}
    StatementBalance.objects.filter(account=account, origin=origin).delete()
    StatementBalance.objects.bulk_create(
        [
            StatementBalance(account=account, on=on, amount=amount, source=StatementBalance.Source.FILE, origin=origin)
            for on, amount in by_day.items()
        ],
        batch_size=_AT_ONCE,
    )


def _can_be(amount: Decimal, on: date, currency: str) -> bool:
    return abs(amount) <= LARGEST and fits_currency(amount, currency) and EARLIEST_DAY <= on <= LATEST_DAY


@database_transaction.atomic
def forget_balances(*, origin: UUID) -> None:
    """Forget what one file said, once its import is taken back. Forgetting twice changes nothing."""
    StatementBalance.objects.filter(origin=origin).delete()


@database_transaction.atomic
def keep_balance_by_hand(*, account: MoneyAccount, kept_by: User, on: date, amount: Decimal) -> StatementBalance:
    """Keep what a person has read off a statement or their bank's page; of one day the last one read counts.

    Raises FieldError: a day still to come; an amount the currency does not have.
    """
    check_statement(account, kept_by, on=on, amount=amount)
    balance, _created = StatementBalance.objects.update_or_create(
        account=account,
        on=on,
        origin=None,
        defaults={"amount": amount, "source": StatementBalance.Source.HAND, "created_at": timezone.now()},
    )
    _tell(account)
    return balance


def check_statement(account: MoneyAccount, person: User, *, on: date, amount: Decimal) -> None:
    """Raises FieldError, as keep_balance_by_hand."""
    if on > person.today:
        raise errors.day_to_come()
    if on < EARLIEST_DAY:
        raise errors.day_out_of_range()
    rules.check_decimals(amount, account.currency)
    if abs(amount) > LARGEST:
        raise core_errors.amount_too_large(LARGEST)


@database_transaction.atomic
def delete_balance(*, balance: StatementBalance) -> None:
    """Take back a statement entered by hand: its lines are open again, its correction goes into the bin.

    Raises FieldError: the balance came with a file.
    """
    if balance.source != StatementBalance.Source.HAND:
        raise errors.balance_from_file()
    # The account's row is what finishing waits on too: the one comes wholly before or after the other.
    account = MoneyAccount.objects.select_for_update(no_key=True).get(pk=balance.account_id)
    fresh = StatementBalance.objects.filter(pk=balance.pk).first()
    if fresh is None:
        raise core_errors.NoLongerThere
    Transaction.objects.filter(account=account, reconciled_on=fresh.on).update(reconciled_on=None)
    if fresh.correction is not None:
        bin_transaction(entry=fresh.correction)
    fresh.delete()
    _tell(account)


@database_transaction.atomic
def tick_lines(*, sheet: Sheet, ticked: bool, ids: Collection[UUID] | None = None) -> int:
    """Tick lines off on a statement, or take the tick away; without `ids` all that are open for it.

    One UPDATE. Returns how many changed: what is in the bin, on another statement or settled before (see Sheet) stays.
    A line's version stays as well, since nothing changed that anybody else edits.
    """
    lines = open_lines(sheet).order_by().filter(reconciled_on__isnull=ticked)
    if ids is not None:
        lines = lines.filter(pk__in=ids)
    return lines.update(reconciled_on=sheet.on if ticked else None)


@database_transaction.atomic
def finish_statement(
    *,
    account: MoneyAccount,
    finished_by: User,
    on: date,
    amount: Decimal,
    ids: Collection[UUID] | None = None,
    tick_all: bool = False,
    correct: bool = False,
) -> StatementBalance:
    """Keep a statement whose lines are ticked off. `ids` names exactly those that are on it, `tick_all` says that every
    line open for it is; otherwise they are those ticked so far.

    `correct` books what is left as one entry 'Balance correction', ticked off too.

    Raises:
        FieldError: the ticked lines do not add up and `correct` is False; a line that is not open for this statement;
            as keep_balance_by_hand and record_transaction.
    """
    account = MoneyAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    check_statement(account, finished_by, on=on, amount=amount)
    sheet = read_sheet(account, on=on, bank=amount)
    if ids is not None:
        sheet = _tick_exactly(sheet, set(ids))
    elif tick_all and sheet.left_count:
        tick_lines(sheet=sheet, ticked=True)
        sheet = read_sheet(account, on=on, bank=amount)
    correction = None
    if sheet.difference:
        if not correct:
            raise errors.does_not_add_up(sheet.difference, account.currency)
        correction = _book_rest(sheet, finished_by)
    open_lines(sheet).order_by().filter(reconciled_on__isnull=False).update(reconciled_on=on)
    balance = keep_balance_by_hand(account=account, kept_by=finished_by, on=on, amount=amount)
    if correction is not None:
        balance.correction = correction
        balance.save(update_fields=["correction"])
    return balance


def _tick_exactly(sheet: Sheet, ids: set[UUID]) -> Sheet:
    if open_lines(sheet).filter(pk__in=ids).count() != len(ids):
        raise errors.line_not_of_statement()
    tick_lines(sheet=sheet, ticked=False)
    tick_lines(sheet=sheet, ticked=True, ids=ids)
    return read_sheet(sheet.account, on=sheet.on, bank=sheet.bank)


def _book_rest(sheet: Sheet, person: User) -> Transaction:
    entry = record_transaction(
        account=sheet.account,
        recorded_by=person,
        amount=sheet.difference,
        booked_on=sheet.on,
        payee=_("Balance correction"),
        category=correction_category(sheet.difference),
    )
    Transaction.objects.filter(pk=entry.pk).update(reconciled_on=sheet.on)
    return entry


def correction_category(difference: Decimal) -> Category | None:
    """Where a correction belongs: what nobody knows better, by its direction."""
    slug = "other-income" if difference > 0 else "other-expense"
    return Category.objects.filter(slug=slug).first()


def _tell(account: MoneyAccount) -> None:
    tell({account.pk: [Told(("money_account:changed", {"id": str(account.pk)}))]}, {}, {})
