"""What each of the two earns a month, to divide by it. It is read here, compared here, and told to nobody.

Nothing of this module is logged, stored or put into an error: what leaves it is one ratio.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, Sum

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.converting import rate_day
from ledger.core.exchange import rates_for
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Rollup, Transaction
from partnerships.agreements.models import WHOLE, Reason

Role = MoneyAccountAccess.Role


def ratio(first: Fraction | None, second: Fraction | None, *, whole_percent: bool = False) -> tuple[int, Reason]:
    """What member 0 bears in billionths, by two incomes; None is missing. Halves where no ratio can be told.

    With `whole_percent` it is a whole percent, halves of one to the even one, so that both round alike.
    """
    if first is None or second is None:
        return WHOLE // 2, Reason.MISSING
    first, second = max(first, Fraction(0)), max(second, Fraction(0))
    if not first + second:
        return WHOLE // 2, Reason.ZERO
    exact = first / (first + second)
    if whole_percent:
        return round(exact * 100) * (WHOLE // 100), Reason.INCOMES
    return round(exact * WHOLE), Reason.INCOMES


def income_of(person: User, month: date, months: int, currency: str) -> Fraction | None:
    """A person's monthly income in `currency`, for the split of `month`: the profile's, or with `months` the average
    of that many whole months before it in their ledger. None where it is missing, or no rate leads to `currency`.

    One query, six for a ledger; two more for another currency.
    """
    if months:
        return _from_ledger(person, month, months, currency)
    income: Decimal | None = User.objects.only("monthly_income").get(pk=person.pk).monthly_income
    return None if income is None else _worth(person, {person.currency: income}, currency, month)


def _worth(person: User, sums: dict[str, Decimal], currency: str, month: date) -> Fraction | None:
    """Exact, and unrounded, so that the ratio is."""
    day = rate_day(month, person.today)
    moved = {each: amount for each, amount in sums.items() if amount}
    if set(moved) <= {currency}:
        return Fraction(moved.get(currency, ZERO))
    book = rates_for(person, (*moved, currency), [day])
    worth = Fraction(0)
    for each, amount in moved.items():
        rate = book.rate(each, currency, day)
        if rate is None:
            return None
        worth += Fraction(amount) * rate.value
    return worth


def _from_ledger(person: User, month: date, months: int, currency: str) -> Fraction | None:
    """The average of those whole months in which anything was booked on accounts that are the person's alone.

    Joint accounts count for nobody: what comes in there is divided by the very split that is asked for. What the
    person withholds is left out too, so that a percent never tells of it.
    """
    accounts = _own_accounts(person)
    first = _months_before(month, months)
    cells = (
        Rollup.objects.filter(
            account__in=list(accounts), span=Rollup.Span.FLOW, starts_on__gte=first, starts_on__lt=month
        )
        .values_list("account_id", "starts_on", "kind", "withheld")
        .annotate(moved=Sum("amount"), lines=Sum("line_count"))
    )
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    booked = set()
    for account_id, starts_on, kind, withheld, moved, lines in cells:
        if withheld or not lines:
            continue
        booked.add(starts_on)
        if kind == Transaction.Kind.INCOME:
            sums[accounts[account_id]] += moved
    if not booked:
        return None
    worth = _worth(person, sums, currency, month - timedelta(days=1))
    return None if worth is None else worth / len(booked)


def _own_accounts(person: User) -> dict[object, str]:
    joint = MoneyAccountAccess.objects.filter(account=OuterRef("pk"), role=Role.CO_OWNER)
    own = Q(grants__person=person, grants__role=Role.OWNER)
    found = MoneyAccount.objects.filter(own, ~Exists(joint))
    return dict(found.values_list("pk", "currency"))


def _months_before(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
