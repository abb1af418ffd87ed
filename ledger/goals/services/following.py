"""Contributions follow their payments: what is in the bin counts for no goal until it is restored, and what was made
smaller gives no more than it has."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from config.kernel.sql import db_uuid, is_any, marks
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.payments import money_counts
from ledger.goals.services.saved import move_saved, settle
from ledger.goals.services.trimming import trim_parts
from ledger.goals.telling import tell_progress

AT_ONCE = 500


def is_followed(ids: Sequence[UUID], account_id: UUID) -> bool:
    """Whether a part of one of these entries is in a goal; of any on the account where too many changed to be named."""
    if ids:
        return is_any(
            f"ledger_goalcontribution WHERE transaction_id IN ({marks(len(ids))})", [db_uuid(each) for each in ids]
        )
    of_account = (
        "ledger_goalcontribution g JOIN ledger_transaction t ON t.id = g.transaction_id WHERE t.account_id = %s"
    )
    return is_any(of_account, [db_uuid(account_id)])


def follow_payments(ids: Sequence[UUID] = (), account_id: UUID | None = None) -> int:
    """Bring contributions up to date with their payments, all where none is named; how many changed. Twice is once."""
    parts = GoalContribution.objects.filter(transaction__isnull=False)
    if account_id is not None:
        parts = parts.filter(transaction__account=account_id)
    if ids:
        parts = parts.filter(transaction__in=list(ids))
    keys = list(parts.order_by("pk").values_list("pk", "transaction", "counts"))
    changed = 0
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        there = money_counts({entry for _key, entry, _counts in some if entry is not None})
        for key, entry, counts in some:
            if entry is not None and there.get(entry, counts) != counts:
                changed += _count(key, not counts)
    return changed + sum(trim_parts(entry) for entry in _too_small(parts))


def _too_small(parts: QuerySet[GoalContribution]) -> list[UUID]:
    """Payments below what some person's goals, or goals of both, took of them; halves and twins are looked at there."""
    taken = (
        parts.filter(goal__currency=F("transaction__account__currency"))
        .order_by()
        .values("transaction", "transaction__amount")
        .annotate(sum=Sum("amount"))
    )
    return [each["transaction"] for each in taken if each["sum"] > abs(each["transaction__amount"])]


@database_transaction.atomic
def _count(key: UUID, counts: bool) -> bool:
    """Where too little is saved to take it out, it goes on counting: the next look tries again."""
    Goal.objects.select_for_update(of=("self",)).filter(contributions=key).first()
    part = GoalContribution.objects.filter(pk=key, counts=not counts).first()
    if part is None or not move_saved(part.goal_id, part.amount if counts else -part.amount, part.kind):
        return False
    GoalContribution.objects.filter(pk=key).update(counts=counts)
    goal, quarters = settle(part.goal_id, timezone.localdate())
    tell_progress(goal, None, quarters)
    return True
