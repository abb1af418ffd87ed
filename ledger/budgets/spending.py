"""What a purse spent, what is still due, and what went to goals: from roll-ups and due days, never from the history.

Amounts are positive spending in the purse's currency; refunds lower it. By category as it is on the line, None for no
category; own categories of others under what is shown instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from config.kernel.ids import NIL
from config.kernel.money import ZERO, from_stored, to_stored
from ledger.budgets import joint_money
from ledger.budgets.months import month_end
from ledger.budgets.purses import Purse
from ledger.core import sums
from ledger.core.access import Sight, own_part
from ledger.core.models import Transaction
from ledger.core.shares import Payment, own_amounts
from ledger.goals.models import GoalContribution
from ledger.recurring.models import Recurring, RecurringDay, RecurringQuerySet
from ledger.recurring.upcoming import due_between

Kind = Transaction.Kind
ByCategory = dict[UUID | None, Decimal]
SPENDING = (Kind.EXPENSE, Kind.REFUND)
MOVED_AT_MOST = timedelta(days=92)


@dataclass(frozen=True)
class Spending:
    """`apart` is what was spent in other currencies, which are not added; `fixed` the part of what was paid for both
    from other accounts that comes back by itself. `payments` counts lines, of what was paid for both without that part.
    """

    by_category: Mapping[UUID | None, Decimal]
    fixed: Mapping[UUID | None, Decimal] = field(default_factory=dict)
    payments: Mapping[UUID | None, int] = field(default_factory=dict)
    apart: Mapping[str, Decimal] = field(default_factory=dict)


def spending_of(purse: Purse, month: date) -> Spending:
    """Of the whole month, days to come included, as the overview counts it. One query; those of JointMoney.spent."""
    own: ByCategory = defaultdict(lambda: ZERO)
    fixed: ByCategory = defaultdict(lambda: ZERO)
    payments: dict[UUID | None, int] = defaultdict(int)
    apart: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in sums.sums_by(sums.ACCOUNT, sums.CATEGORY, lens=purse.lens, first=month, last=month_end(month)):
        if each.kind not in SPENDING:
            continue
        currency = purse.lens.sights[each.account_id].currency
        amount = -from_stored(each.own)
        if currency == purse.currency:
            own[_category(each.category)] += amount
            payments[_category(each.category)] += each.lines
        else:
            apart[currency] += amount
    for part in _paid_for_both(purse, month, month):
        own[part.category_id] += part.amount
        fixed[part.category_id] += part.fixed
        payments[part.category_id] += part.payments
    return Spending(
        dict(own), dict(fixed), payments, {currency: amount for currency, amount in apart.items() if amount}
    )


def history_of(purse: Purse, first: date, last: date) -> dict[date, ByCategory]:
    """By month, from the month `first` to the month `last`; months without any spending are not there. As many queries
    as `spending_of`.
    """
    found: dict[date, ByCategory] = defaultdict(lambda: defaultdict(lambda: ZERO))
    cells = sums.sums_by(sums.STARTS_ON, sums.CATEGORY, lens=purse.counted, first=first, last=month_end(last))
    for each in cells:
        if each.kind in SPENDING:
            found[each.starts_on][_category(each.category)] -= from_stored(each.own)
    for part in _paid_for_both(purse, first, last):
        found[part.month][part.category_id] += part.amount
    return {month: dict(spent) for month, spent in found.items()}


def income_of(purse: Purse, first: date, last: date) -> dict[date, Decimal]:
    """What came in, by month. One query."""
    found: dict[date, Decimal] = defaultdict(lambda: ZERO)
    cells = sums.sums_by(
        sums.STARTS_ON,
        lens=purse.counted,
        first=first,
        last=month_end(last),
        of_months=sums.Span.FLOW.value,
    )
    for each in cells:
        if each.kind == Kind.INCOME:
            found[each.starts_on] += from_stored(each.own)
    return dict(found)


def _paid_for_both(purse: Purse, first: date, last: date) -> Iterable[joint_money.JointSum]:
    if purse.household_id is None:
        return []
    besides = frozenset(purse.lens.sights)
    return joint_money.current().spent(purse.household_id, first, month_end(last), besides)


def still_due(purse: Purse, month: date) -> ByCategory:
    """What recurs and is due in the month, and was neither booked nor seen yet; nothing once the month is over.

    Two queries, those of the joint accounts' shares, and of JointMoney.due.
    """
    last = month_end(month)
    if last < purse.today:
        return {}
    due = due_between(_recurring(purse), month, last)
    found = _by_category(purse, [(each.recurring, each.due_on) for each in due])
    if purse.household_id is not None:
        for part in joint_money.current().due(purse.household_id, month, last):
            found[part.category_id] = found.get(part.category_id, ZERO) + part.amount
    return found


def takes_in(purse: Purse, month: date) -> ByCategory:
    """What recurs in the month, booked or not, days that are left out excepted. As many queries as `still_due`."""
    last = month_end(month)
    recurring = list(_recurring(purse).filter(status=Recurring.Status.ACTIVE).select_related("account"))
    skipped = RecurringDay.objects.filter(
        recurring__in=recurring, due_on__range=(month, last), status=RecurringDay.Status.SKIPPED
    )
    left_out = set(skipped.values_list("recurring_id", "due_on"))
    days = [(each, day) for each in recurring for day in each.rhythm.between(month, last)]
    found = _by_category(purse, [(each, day) for each, day in days if (each.pk, day) not in left_out])
    if purse.household_id is not None:
        for part in joint_money.current().costs(purse.household_id, month):
            found[part.category_id] = found.get(part.category_id, ZERO) + part.amount
    return found


def fixed_of(purse: Purse, month: date, spent: Spending) -> tuple[ByCategory, dict[UUID | None, int]]:
    """What of the month's spending recurs, so that it is not projected, and how many payments do not. One query.

    What is withheld is taken for what does not recur, as is what was moved more than three months from its due day.
    """
    counted = purse.counted
    last = month_end(month)
    # By its due days, which are few, and not by the month's lines.
    days = RecurringDay.objects.filter(
        recurring__account__in=list(counted.sights),
        due_on__range=(month - MOVED_AT_MOST, last + MOVED_AT_MOST),
        transaction__account__in=list(counted.sights),
        transaction__booked_on__range=(month, last),
        transaction__deleted_at=None,
        transaction__kind=Kind.EXPENSE,
        transaction__withheld="",
    )
    found: ByCategory = defaultdict(lambda: ZERO, spent.fixed)
    payments: dict[UUID | None, int] = defaultdict(int, spent.payments)
    for account_id, category_id, amount, own in days.values_list(
        "transaction__account_id", "transaction__category_id", "transaction__amount", "transaction__own_amount"
    ):
        sight = counted.sights[account_id]
        part = amount if purse.is_joint else from_stored(own_part(sight, to_stored(amount), to_stored(own)))
        found[sight.shown(category_id)] -= part
        payments[sight.shown(category_id)] -= 1
    return dict(found), dict(payments)


@dataclass(frozen=True, slots=True)
class PutIn:
    """What went to a goal in a month less what was taken out; `spent` is the part that the purse counts as spending."""

    amount: Decimal = ZERO
    spent: Decimal = ZERO


def put_in(purse: Purse, goals: Sequence[UUID], month: date) -> dict[UUID, PutIn]:
    """By goal, without yields. One query, none for no goal."""
    if not goals:
        return {}
    moved = GoalContribution.objects.filter(goal__in=goals, on__range=(month, month_end(month)), counts=True).exclude(
        kind=GoalContribution.Kind.YIELD
    )
    spent = Q(transaction__kind=Kind.EXPENSE, transaction__account__in=list(purse.counted.sights))
    rows = moved.values("goal").annotate(all=Sum("amount"), spent=Sum("amount", filter=spent))
    return {each["goal"]: PutIn(each["all"] or ZERO, each["spent"] or ZERO) for each in rows}


def _recurring(purse: Purse) -> RecurringQuerySet:
    return Recurring.objects.filter(account__in=list(purse.counted.sights), kind=Recurring.Kind.EXPENSE)


def _by_category(purse: Purse, due: Sequence[tuple[Recurring, date]]) -> ByCategory:
    """The purse's part of each: of a joint account whatever the two bear of such a payment."""
    found: ByCategory = defaultdict(lambda: ZERO)
    by_account: dict[UUID, list[tuple[Recurring, date]]] = defaultdict(list)
    for each, day in due:
        by_account[each.account_id].append((each, day))
    for account_id, some in by_account.items():
        sight = purse.counted.sights[account_id]
        for (each, _day), part in zip(some, _parts(purse, sight, some), strict=True):
            found[sight.shown(each.category_id)] -= part
    return dict(found)


def _parts(purse: Purse, sight: Sight, due: Sequence[tuple[Recurring, date]]) -> list[Decimal]:
    if purse.is_joint or not (sight.is_joint or sight.is_turned):
        return [each.amount for each, _day in due]
    payments = [Payment(each.pk, to_stored(each.amount), day, each.category_id) for each, day in due]
    own = own_amounts(due[0][0].account, payments)
    return [from_stored(own_part(sight, payment.amount, part)) for payment, part in zip(payments, own, strict=True)]


def _category(key: UUID) -> UUID | None:
    return None if key == NIL else key
