"""What time does to things: warranties expire, and whoever has them is reminded before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db import transaction as database_transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.notifications.services import notify
from purchases.core.models import Purchase, Warranty
from purchases.core.services.warranties import expire_warranty
from purchases.core.telling import RETURN_ENDS, WARRANTY_ENDS, about, people_of

AT_ONCE = 200
# From the first reminder to the last.
REMINDERS = (90, 30, 7)
RETURN_DAYS = 3
ONE_DAY = timedelta(days=1)
# Today and the days to it, and one more on either side for those who live ahead or behind.
RETURN_SPAN = timedelta(days=RETURN_DAYS + 2)
Row = TypeVar("Row", bound=models.Model)


def expire_due(rest: Callable[[], object] = lambda: None) -> int:
    """How many have expired, each by the day it is where its owner lives. `rest` is called between batches."""
    latest = _today() + ONE_DAY
    due = Warranty.objects.filter(status=Warranty.Status.ACTIVE, warranty_end__lt=latest).select_related("owner")
    expired = 0
    for batch in _batches(due):
        for each in batch:
            today = each.owner.today
            if each.warranty_end is not None and each.warranty_end < today:
                expired += expire_warranty(warranty_id=each.pk, today=today)
        rest()
    return expired


def remind(rest: Callable[[], object] = lambda: None) -> int:
    """How many reminders were written: of each end the nearest that is due, once, to whoever sees the thing; of the
    last days to give something back to its owner.
    """
    told = 0
    for warranties in _batches(_ending().select_related("owner", "purchase")):
        told += sum(_remind_of_end(each, each.owner.today) for each in warranties)
        rest()
    latest = _today() + timedelta(days=RETURN_DAYS + 1)
    returning = Purchase.objects.filter(return_told=False, return_until__range=(latest - RETURN_SPAN, latest))
    things = returning.select_related("owner")
    for purchases in _batches(things):
        told += sum(_remind_of_return(each, each.owner.today) for each in purchases)
        rest()
    return told


def _ending() -> QuerySet[Warranty]:
    """Those that may be due for their next reminder anywhere on earth."""
    today = _today()
    due = Q()
    for before, days in zip((None, *REMINDERS), REMINDERS, strict=False):
        told = Q(told_days__isnull=True) if before is None else Q(told_days=before)
        due |= told & Q(warranty_end__lte=today + timedelta(days=days + 1))
    return Warranty.objects.filter(due, status=Warranty.Status.ACTIVE, warranty_end__gte=today - ONE_DAY)


def _due_reminder(end: date, told: int | None, today: date) -> int | None:
    """The nearest of the reminders whose time has come, unless that was sent; None after the end."""
    left = (end - today).days
    reached = [days for days in REMINDERS if left <= days]
    if left < 0 or not reached or (told is not None and told <= reached[-1]):
        return None
    return reached[-1]


@database_transaction.atomic
def _remind_of_end(warranty: Warranty, today: date) -> int:
    end = warranty.warranty_end
    days = None if end is None else _due_reminder(end, warranty.told_days, today)
    if end is None or days is None:
        return 0
    same = Warranty.objects.filter(pk=warranty.pk, status=Warranty.Status.ACTIVE, warranty_end=end)
    if not same.filter(told_days=warranty.told_days).update(told_days=days):
        return 0
    data = {**about(warranty.purchase), "warranty": str(warranty.pk), "end": end.isoformat()}
    cause = f"{WARRANTY_ENDS}:{warranty.pk}:{end}:{days}"
    return _notify(people_of(warranty.purchase_id), WARRANTY_ENDS, cause, data)


@database_transaction.atomic
def _remind_of_return(purchase: Purchase, today: date) -> int:
    last = purchase.return_until
    if last is None or not 0 <= (last - today).days <= RETURN_DAYS:
        return 0
    same = Purchase.objects.filter(pk=purchase.pk, return_until=last, return_told=False)
    if not same.update(return_told=True):
        return 0
    data = {**about(purchase), "end": last.isoformat()}
    return _notify([purchase.owner_id], RETURN_ENDS, f"{RETURN_ENDS}:{purchase.pk}:{last}", data)


def _notify(people: list[UUID], kind: str, cause: str, data: dict[str, str]) -> int:
    told = [notify(person_id=each, kind=kind, cause=cause, data=data) for each in people]
    return sum(each is not None for each in told)


def _today() -> date:
    """In UTC; people's own days are at most one beside it."""
    return timezone.now().date()


def _batches(found: QuerySet[Row]) -> Iterator[list[Row]]:
    """By key, so that what one batch leaves as it is does not come again."""
    some = list(found.order_by("pk")[:AT_ONCE])
    while some:
        yield some
        some = list(found.order_by("pk").filter(pk__gt=some[-1].pk)[:AT_ONCE])
