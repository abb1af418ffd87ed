"""What the product knows of a payment that explains it, however large it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from accounts.models import User
from insights.anomalies.lines import Line
from insights.anomalies.models import Usual
from insights.anomalies.scoring import Finding, Kind
from ledger.core.access import Lens
from ledger.core.models import Transaction
from ledger.recurring.models import RecurringDay, RecurringNotice
from partnerships.expenses.models import SharedPayment
from partnerships.statements.models import Contribution, Settlement
from purchases.core.models import Purchase


def explained(person: User, keys: Collection[UUID]) -> set[UUID]:
    """Those of the person's lines that pay for a thing they keep here, meet a day that recurs, bear a shared expense,
    even out the two, or were given back. One query.
    """
    of = {"transaction__in": list(keys)}
    column = "transaction"
    odd = RecurringNotice.objects.filter(**of, kind=RecurringNotice.Kind.PRICE).values(column)
    found = Purchase.objects.owned_by(person).filter(**of).order_by().values_list(column)
    found = found.union(
        RecurringDay.objects.filter(**of).exclude(transaction__in=odd).values_list(column),
        SharedPayment.objects.filter(**of, expense__isnull=False).values_list(column),
        Contribution.objects.filter(**of).values_list(column),
        Settlement.objects.filter(outgoing__in=list(keys)).values_list("outgoing"),
        Transaction.objects.live().filter(refund_of__in=list(keys)).values_list("refund_of"),
    )
    return {key for (key,) in found}


def noticed(keys: Collection[UUID]) -> set[UUID]:
    """Those of which people are told as odd days of what recurs. One query."""
    return set(RecurringNotice.objects.filter(transaction__in=list(keys)).values_list("transaction", flat=True))


def paid_before(lens: Lens, payees: Collection[str], before: date) -> set[str]:
    """Those of `payees` that were paid earlier than what was read. One query by the index of payees."""
    older = Transaction.objects.live().filter(
        account__in=list(lens.lines.sights), payee_key__in=list(payees), booked_on__lt=before, withheld=""
    )
    return set(older.values_list("payee_key", flat=True).distinct())


class Words:
    """All that a person has said is not unusual. One query, asked as often as wanted."""

    def __init__(self, person: User) -> None:
        self._said: Iterable[Usual] = list(Usual.objects.visible_to(person))
        self._keys = {each.transaction_id for each in self._said}

    def explain(self, finding: Finding, line: Line, total: float) -> bool:
        """Whether this or its like was said to be usual; `total` is what all payments of the finding come to."""
        if line.key in self._keys:
            return True
        return any(
            each.kind == finding.kind.value and each.currency == line.currency and _covers(each, finding, line, total)
            for each in self._said
        )


def _covers(said: Usual, finding: Finding, line: Line, total: float) -> bool:
    if finding.kind == Kind.CATEGORY_BURST:
        return said.category_id == line.category_id and total <= float(said.up_to)
    return bool(line.payee_key) and said.payee_key == line.payee_key and line.amount <= said.up_to
