"""A payment as goals take parts of it: the entry, the other half of its transfer, and what was merged with it.

They are one sum of money, so parts of any of them count against all.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.models import Link, Transaction
from ledger.core.services import transfers_of
from ledger.goals import errors
from ledger.goals.models import Goal, GoalContribution


def hold_payment(entry: Transaction, *, person: User | None, goal: Goal) -> list[Transaction]:
    """The entries of one payment, `entry` first, locked until commit: whoever takes parts of it comes one by one.

    With `person`, whose payment it must be, and fit to be put into `goal` anew. Raises FieldError. Four queries.
    """
    keys = same_money(entry.pk)
    locked = Transaction.objects.select_for_update(of=("self",)).select_related("account").order_by("pk")
    found = {each.pk: each for each in locked.filter(pk__in=keys)}
    if entry.pk not in found:
        raise errors.payment_not_usable()
    first = found.pop(entry.pk)
    if person is not None:
        _check_usable(first, person, goal)
    return [first, *found.values()]


def same_money(key: UUID) -> set[UUID]:
    """Ids of the entry, the halves of its transfer and what was merged with either."""
    keys = {key}
    for _step in range(2):
        for pair in transfers_of(keys):
            keys |= {pair.outgoing_id, pair.incoming_id}
        merged = Link.objects.filter(Q(entry__in=keys) | Q(other__in=keys), kind=Link.Kind.MERGE)
        for kept, gone in merged.values_list("entry", "other"):
            keys |= {kept, gone}
    return keys


def _check_usable(entry: Transaction, person: User, goal: Goal) -> None:
    if not Transaction.objects.owned_by(person).live().filter(pk=entry.pk).exists():
        raise errors.payment_not_usable()
    if entry.is_pending:
        raise errors.payment_not_booked()
    if entry.account.currency != goal.currency:
        raise errors.payment_of_other_currency(goal.currency)
    if goal.household_id is not None and entry.withheld:
        raise errors.payment_withheld()


def parts_seen_by(person: User) -> QuerySet[GoalContribution]:
    return GoalContribution.objects.filter(goal__in=Goal.objects.visible_to(person))


def rest_of(payment: list[Transaction], person: User, *, without: GoalContribution | None = None) -> Decimal:
    """What of a held payment is in no goal yet that `person` sees: a refusal for what is in a partner's own goal would
    tell of it. Parts that do not count at the moment come back, so they count here.

    A part of the other half in another currency takes all of it: the two cannot be set against each other.
    """
    first = payment[0]
    parts = parts_seen_by(person).filter(transaction__in=[each.pk for each in payment])
    if without is not None:
        parts = parts.exclude(pk=without.pk)
    taken = ZERO
    for currency, amount in parts.values_list("goal__currency").annotate(sum=Sum("amount")):
        if currency != first.account.currency:
            return ZERO
        taken += amount
    whole: Decimal = abs(first.amount)
    return whole - taken


def money_counts(ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Whether each entry's money is there: it is not in the bin, or was merged into one that is not. Two queries."""
    entries = dict(Transaction.objects.filter(pk__in=list(ids)).values_list("pk", "deleted_at"))
    merged = Link.objects.filter(other__in=entries, kind=Link.Kind.MERGE, entry__deleted_at__isnull=True)
    kept = set(merged.values_list("other", flat=True))
    return {key: deleted_at is None or key in kept for key, deleted_at in entries.items()}
