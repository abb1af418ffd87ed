"""The arithmetic of sharing: amounts brought to a month, and an amount divided between two without losing a cent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from config.kernel.money import decimals_of
from ledger.core.exchange import rounded
from ledger.core.models import Category
from partnerships.agreements.models import WHOLE, Agreement, AgreementException, Method, Reason
from partnerships.agreements.month_shares import month_share
from partnerships.core.models import Partnership

HALF = WHOLE // 2
_PER_MONTH = {"weekly": Fraction(52, 12), "monthly": Fraction(1), "yearly": Fraction(1, 12), "once": Fraction(1)}


@dataclass(frozen=True, slots=True)
class Share:
    """`first` is what member 0 bears, in billionths of the whole; the other bears the rest."""

    first: int
    reason: Reason

    def of(self, place: int) -> int:
        return self.first if place == 0 else WHOLE - self.first

    def percent(self, place: int) -> Decimal:
        """With two decimals, 0 to 100; those of both places add up to 100."""
        first = Decimal(round(Fraction(self.first, WHOLE // 10_000))).scaleb(-2)
        return first if place == 0 else 100 - first


class SplitsItself(Protocol):
    """What may have a split of its own: a shared expense. Without one, `method` is empty."""

    method: str
    first_percent: Decimal | None


def monthly_amount(amount: Decimal, frequency: str, currency: str) -> Decimal:
    """What an expense comes to in a month, rounded to the currency: weekly 52/12 of it, yearly a twelfth, and one that
    is due once the whole of it (in its own month, which the caller knows).
    """
    return rounded(Fraction(amount) * _PER_MONTH[frequency], currency)


def split_amount(amount: Decimal, first_share: int, currency: str, tie_id: UUID) -> tuple[Decimal, Decimal]:
    """What members 0 and 1 bear of `amount`; the two add up to it exactly, whatever its sign.

    Largest remainder: a part differs from its exact share by at most half the currency's smallest unit (of an amount
    finer than that, half of one of its own last digits). Where both are half a unit off, the id of the record decides,
    so that it is not always the same person. The same arguments give the same parts.
    """
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), "money is a finite number"
    decimals = max(decimals_of(currency), -exponent)
    units = int(amount.scaleb(decimals))
    exact = Fraction(abs(units) * first_share, WHOLE)
    whole, rest = divmod(exact, 1)
    more = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and tie_id.int % 2 == 0)
    first = (int(whole) + more) * (1 if units >= 0 else -1)
    return Decimal(first).scaleb(-decimals), Decimal(units - first).scaleb(-decimals)


class Splitting:
    """The agreements of one partnership, read once, for as many lines as there are.

    Two queries; one a month more where it is by income or with a fixed amount (see `month_share`), and one a step up
    the categories where the agreement has exceptions.
    """

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        found = Agreement.objects.filter(partnership=partnership).order_by("starts_on")
        self.agreements: list[Agreement] = list(found.prefetch_related("exceptions"))
        self._months: dict[date, Share] = {}

    def agreement_in(self, month: date) -> Agreement | None:
        """The one in force in the month of a day; before the first began, the first. None where there is none."""
        begun = [each for each in self.agreements if each.starts_on <= month.replace(day=1)]
        return begun[-1] if begun else next(iter(self.agreements), None)

    def share(self, month: date, *, category: Category | None = None, expense: SplitsItself | None = None) -> Share:
        """Who bears what in the month of a day: as the expense says itself, else the exception for its category or
        the nearest above it, else the agreement.
        """
        return self._own(month, category, expense) or self.whole(month)

    def follows(self, month: date, *, category: Category | None = None, expense: SplitsItself | None = None) -> bool:
        """It has no split of its own, so that a fixed amount counts it (see costs.Costs.planned)."""
        return self._own(month, category, expense) is None

    def whole(self, month: date) -> Share:
        """What is split without an exception."""
        month = month.replace(day=1)
        if month not in self._months:
            self._months[month] = self._agreed(month)
        return self._months[month]

    def _agreed(self, month: date) -> Share:
        agreement = self.agreement_in(month)
        if agreement is None or agreement.method == Method.EQUAL:
            return Share(HALF, Reason.EQUAL)
        if agreement.method == Method.PERCENT:
            assert agreement.first_percent is not None, "the database holds it"
            return Share(share_of_percent(agreement.first_percent), Reason.PERCENT)
        first, reason = month_share(self.partnership, agreement, month)
        return Share(first, reason)

    def _own(self, month: date, category: Category | None, expense: SplitsItself | None) -> Share | None:
        if expense is not None and expense.method in (Method.EQUAL, Method.PERCENT):
            return Share(_share_by(expense.method, expense.first_percent), Reason.EXPENSE)
        agreement = self.agreement_in(month)
        exceptions = {each.category_id: each for each in agreement.exceptions.all()} if agreement else {}
        node = category if exceptions else None
        while node is not None:
            found: AgreementException | None = exceptions.get(node.pk)
            if found is not None:
                return Share(_share_by(found.method, found.first_percent), Reason.CATEGORY)
            node = node.parent
        return None


def share_for(
    partnership: Partnership, month: date, category: Category | None = None, expense: SplitsItself | None = None
) -> Share:
    """Who bears what; see Splitting, which is cheaper for more than one."""
    return Splitting(partnership).share(month, category=category, expense=expense)


def share_of_percent(first_percent: Decimal) -> int:
    return int(first_percent * (WHOLE // 100))


def _share_by(method: str, first_percent: Decimal | None) -> int:
    if method == Method.EQUAL or first_percent is None:
        return HALF
    return share_of_percent(first_percent)
