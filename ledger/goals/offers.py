"""Payments that may be put towards a goal: what lately moved between accounts or came in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.models import Transaction
from ledger.core.services import transfers_of
from ledger.goals.models import Goal
from ledger.goals.services.payments import parts_seen_by

DAYS = timedelta(days=92)
LOOKED_AT, OFFERED = 60, 24
Kind = Transaction.Kind


@dataclass(frozen=True, slots=True)
class Offer:
    """`rest` is what of it is in no goal yet."""

    entry: Transaction
    rest: Decimal


def payments_for(goal: Goal, person: User, also: UUID | None = None) -> list[Offer]:
    """The latest first, of the last three months; of a debt what was paid as well. `also` is offered whatever it is.

    Of a transfer the half that came is offered. Five queries.
    """
    wanted = Q(kind__in=[Kind.TRANSFER, Kind.INCOME])
    if goal.goal_type == Goal.Type.DEBT:
        wanted |= Q(kind=Kind.EXPENSE)
    wanted &= Q(booked_on__gte=person.today - DAYS, booked_on__lte=person.today)
    lines = Transaction.objects.owned_by(person).live().filter(account__currency=goal.currency, is_pending=False)
    if goal.household_id is not None:
        lines = lines.filter(withheld="")
    found = list(lines.filter(wanted | Q(pk=also)).select_related("account").order_by("-booked_on", "-pk")[:LOOKED_AT])
    if also is not None and all(each.pk != also for each in found):
        found += list(lines.filter(pk=also).select_related("account"))
    pairs = {pair.outgoing_id: pair.incoming_id for pair in transfers_of([each.pk for each in found])}
    halves = {half: {outgoing, incoming} for outgoing, incoming in pairs.items() for half in (outgoing, incoming)}
    taken = _taken({each.pk for each in found} | set(halves), person)
    known = {each.pk for each in found}
    offers = []
    for each in found:
        if pairs.get(each.pk) in known and each.pk != also:
            continue
        rest = abs(each.amount) - sum((taken[key] for key in halves.get(each.pk, {each.pk})), ZERO)
        if rest > 0:
            offers.append(Offer(each, rest))
    return offers[:OFFERED]


def _taken(keys: set[UUID], person: User) -> dict[UUID, Decimal]:
    parts = parts_seen_by(person).filter(transaction__in=keys).values_list("transaction")
    return defaultdict(Decimal, {key: amount for key, amount in parts.annotate(sum=Sum("amount")) if key is not None})
