"""A payment that was made smaller gives goals no more than it has."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone

from config.kernel.money import ZERO
from ledger.core.models import Transaction
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.payments import hold_payment
from ledger.goals.services.saved import move_saved, settle
from ledger.goals.telling import tell_progress


@database_transaction.atomic
def trim_parts(entry_id: UUID) -> int:
    """Lower the parts that goals took of one payment until they fit it, the latest first; how many. Twice is once.

    What one person sees is added up: their own goals and those of both. A part in another currency is left, and one of
    which too little is still saved, which the next look tries again. Four queries where all fits.
    """
    part = GoalContribution.objects.filter(transaction=entry_id).select_related("goal").first()
    entry = Transaction.objects.filter(pk=entry_id).first()
    if part is None or entry is None:
        return 0
    payment = hold_payment(entry, person=None, goal=part.goal)
    whole = abs(payment[0].amount)
    currency = payment[0].account.currency
    parts = list(
        GoalContribution.objects.filter(transaction__in=[each.pk for each in payment], goal__currency=currency)
        .select_related("goal")
        .order_by("-pk")
    )
    people = {each.goal.owner_id for each in parts}
    return sum(_trim([each for each in parts if each.goal.owner_id in (None, person)], whole) for person in people)


def _trim(parts: Iterable[GoalContribution], whole: Decimal) -> int:
    """`parts` are changed along, so that what one person's look lowered is lower for the next."""
    seen = list(parts)
    above = sum((each.amount for each in seen), ZERO) - whole
    changed = 0
    for part in seen:
        if above <= 0:
            break
        taken = min(above, part.amount)
        if taken and _lower(part, taken):
            above -= taken
            changed += 1
    return changed


def _lower(part: GoalContribution, by: Decimal) -> bool:
    Goal.objects.select_for_update(of=("self",)).filter(pk=part.goal_id).first()
    if part.counts and not move_saved(part.goal_id, -by, part.kind):
        return False
    part.amount -= by
    row = GoalContribution.objects.filter(pk=part.pk)
    if part.amount:
        row.update(amount=part.amount)
    else:
        row.delete()
    goal, quarters = settle(part.goal_id, timezone.localdate())
    tell_progress(goal, None, quarters)
    return True
