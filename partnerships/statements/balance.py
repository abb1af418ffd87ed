"""Who owes whom: what was paid for both, less what each bears of it, less what was settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from config.kernel.money import ZERO
from partnerships.core.models import Partnership
from partnerships.expenses.models import SharedPayment
from partnerships.statements.models import Settlement


def balance_of(partnership: Partnership, before: date | None = None) -> Decimal:
    """What the other owes member 0, negative for what member 0 owes: of all days, or of those before one.

    Only what was paid counts; what is due and open does not. Two queries, whatever was ever paid.
    """
    payments = SharedPayment.objects.filter(partnership=partnership, counts=True)
    settlements = Settlement.objects.filter(partnership=partnership)
    if before is not None:
        payments, settlements = payments.filter(paid_on__lt=before), settlements.filter(settled_on__lt=before)
    sums = payments.aggregate(paid=Sum("amount", filter=Q(payer=0)), borne=Sum("first_amount"))
    given = settlements.aggregate(out=Sum("amount", filter=Q(payer=0)), back=Sum("amount", filter=Q(payer=1)))
    paid = (sums["paid"] or ZERO) - (sums["borne"] or ZERO)
    return paid + (given["out"] or ZERO) - (given["back"] or ZERO)


def owed_by(place: int, balance: Decimal) -> Decimal:
    """What the member at `place` owes the other, at a balance of member 0; negative for what they get."""
    return -balance if place == 0 else balance


def ower(balance: Decimal) -> int | None:
    """The place of who owes, None where both are even."""
    if not balance:
        return None
    return 1 if balance > 0 else 0
