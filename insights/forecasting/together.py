"""What the two of a couple have to pay together, as known moves of the accounts one of them sees.

Everything here is asked as the person: which account a shared expense is paid from is told by payments they may see, so
that what is hidden from them moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from accounts.models import User
from insights.forecasting.spendable import is_spendable
from ledger.core.access import Lens
from ledger.core.models import MoneyAccount, Transaction
from ledger.recurring.models import Recurring
from ledger.recurring.upcoming import Due
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.splits import active_expenses

# A bill that recurs in one of the accounts as well stands there already: within so many days, and a tenth of it.
SAME_WITHIN: Final = timedelta(days=3)
SAME_AMOUNT: Final = 10


@dataclass(frozen=True, slots=True)
class SharedBill:
    """A shared expense as if it recurred on an account; `entry` is never saved."""

    expense: SharedExpense
    entry: Recurring


def partner_of(person: User) -> Standing | None:
    """Where the person has a partner now. One query."""
    standing = current_standing(person)
    return standing if standing is not None and standing.partner is not None else None


def shared_bills(person: User, lens: Lens, accounts: Sequence[MoneyAccount]) -> list[SharedBill]:
    """Each active shared expense on the account it was last paid from, else on a joint one, else on one of who pays it.

    What has no such account among `accounts` is left out, as what is not in the partnership's currency. Four queries.
    """
    standing = partner_of(person)
    if standing is None or standing.partnership.status != Partnership.Status.ACTIVE:
        return []
    expenses = active_expenses(standing.partnership)
    own = [each for each in accounts if each.currency == standing.partnership.currency and not each.is_liability]
    last_paid = _last_paid_from(person, expenses, own)
    found = []
    for expense in expenses:
        account = last_paid.get(expense.pk) or _likely(expense, own, lens, standing.place)
        if account is not None:
            found.append(SharedBill(expense, _as_recurring(expense, account)))
    return found


def _last_paid_from(
    person: User, expenses: Iterable[SharedExpense], accounts: Sequence[MoneyAccount]
) -> dict[UUID, MoneyAccount]:
    by_key = {each.pk: each for each in accounts}
    seen = Transaction.objects.visible_to(person).live().filter(account__in=by_key)
    paid = SharedPayment.objects.filter(expense__in=[each.pk for each in expenses], transaction__in=seen)
    rows = paid.order_by("paid_on", "pk").values_list("expense", "transaction__account")
    return {expense: by_key[account] for expense, account in rows}


def _likely(expense: SharedExpense, accounts: Sequence[MoneyAccount], lens: Lens, place: int) -> MoneyAccount | None:
    """A joint account; else a spending account of who usually pays, of the person where nobody is named."""
    spending = [each for each in accounts if is_spendable(each)]
    joint = [each for each in spending if lens.sights[each.pk].is_mine and lens.sights[each.pk].is_joint]
    pays = expense.payer is None or expense.payer == place
    theirs = [each for each in spending if lens.sights[each.pk].is_mine == pays]
    return next(iter([*joint, *theirs]), None)


def _as_recurring(expense: SharedExpense, account: MoneyAccount) -> Recurring:
    once = expense.frequency == SharedExpense.Frequency.ONCE
    return Recurring(
        account=account,
        kind=Recurring.Kind.EXPENSE,
        amount=-expense.amount,
        payee=expense.name,
        category_id=expense.category_id,
        frequency=Recurring.Frequency.MONTHLY if once else expense.frequency,
        starts_on=expense.starts_on,
        ends_on=expense.starts_on if once else expense.ends_on,
        books=False,
    )


def due_bills(
    bills: Sequence[SharedBill], known: Iterable[Due], today: date, last: date
) -> list[tuple[Due, SharedExpense]]:
    """Their due days from tomorrow to `last` that nobody has paid yet and that do not recur in an account as well. One
    query, none without a bill.
    """
    if not bills:
        return []
    keys = [each.expense.pk for each in bills]
    paid = SharedPayment.objects.filter(expense__in=keys, due_on__range=(today, last))
    settled = set(paid.values_list("expense", "due_on"))
    days: Mapping[UUID, list[date]] = {
        each.expense.pk: list(each.entry.rhythm.between(max(today, each.expense.starts_on), last)) for each in bills
    }
    stands = list(known)
    return [
        (Due(each.entry, day), each.expense)
        for each in bills
        for day in days[each.expense.pk]
        if day > today and (each.expense.pk, day) not in settled and not _recurs(stands, each.entry, day)
    ]


def _recurs(known: Iterable[Due], entry: Recurring, day: date) -> bool:
    return any(
        abs(each.due_on - day) <= SAME_WITHIN
        and abs(each.amount - entry.amount) * SAME_AMOUNT <= abs(entry.amount)
        and each.currency == entry.account.currency
        for each in known
    )


def only_new(bills: Sequence[SharedBill], recurring: Iterable[Recurring]) -> list[Recurring]:
    """Of `bills` those to be taken off the months behind: what recurs in an account as well is taken off with that."""
    stands = list(recurring)
    return [
        each.entry
        for each in bills
        if not any(
            one.account_id == each.entry.account_id
            and one.frequency == each.entry.frequency
            and abs(one.amount - each.entry.amount) * SAME_AMOUNT <= abs(each.entry.amount)
            for one in stands
        )
    ]
