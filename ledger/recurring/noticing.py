"""Lines of the bank held against what is expected of it: what fits, what costs more, what came twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from config.kernel.events import announce
from ledger.core.models import Transaction
from ledger.recurring.events import OddDayNoticed
from ledger.recurring.history import counting_lines
from ledger.recurring.models import Recurring, RecurringDay, RecurringNotice

# How far from its due day a line may be, and how far from the expected amount.
DAYS = timedelta(days=3)
TENTH = Decimal("0.1")
# Beyond that it is something else the payee was paid for.
LARGEST_CHANGE = Decimal(2)
LOOKED_BACK = timedelta(days=45)
Day = RecurringDay.Status
Kind = RecurringNotice.Kind


def open_notices(person: User) -> QuerySet[RecurringNotice]:
    """What nobody has put away, of the person's own accounts, newest first; of hidden lines nothing is told."""
    mine = RecurringNotice.objects.visible_to(person).filter(is_dismissed=False)
    told = mine.filter(Q(transaction=None) | Q(transaction__withheld="", transaction__deleted_at=None))
    return told.select_related("recurring__account").order_by("-due_on", "pk")


def dismiss_notice(*, notice: RecurringNotice) -> None:
    """Twice is the same as once."""
    RecurringNotice.objects.filter(pk=notice.pk).update(is_dismissed=True)


def line_for(recurring: Recurring, due: date) -> Transaction | None:
    """The line that meets a due day: the nearest in amount, then in days, that meets no other. One query.

    A line that is off by more than a tenth is the same thing at another price only where it is the one there is.
    """
    found = _near(recurring, due)
    fitting = [each for each in found if _fits(each.amount, recurring.amount)]
    if fitting:
        return min(fitting, key=lambda each: (abs(each.amount - recurring.amount), abs(each.booked_on - due), each.pk))
    changed = [each for each in found if _may_be_another_price(each.amount, recurring.amount)]
    return changed[0] if len(changed) == 1 else None


def meet(recurring: Recurring, day: RecurringDay, entry: Transaction) -> None:
    """Note that `entry` is what was due, in the caller's transaction; another price becomes the one expected."""
    day.status, day.transaction = Day.MET, entry
    day.save(update_fields=["status", "transaction"])
    RecurringNotice.objects.filter(recurring=recurring, kind=Kind.MISSED, due_on=day.due_on).delete()
    if not _is_another_price(recurring, entry, day.due_on):
        return
    note(recurring, Kind.PRICE, day.due_on, entry, before=recurring.amount)
    Recurring.objects.filter(pk=recurring.pk).update(amount=entry.amount, updated_at=timezone.now())


def note(
    recurring: Recurring,
    kind: str,
    due_on: date,
    entry: Transaction | None = None,
    *,
    before: Decimal | None = None,
) -> None:
    """Once for each day and kind, however often it is seen."""
    told = {"transaction": entry, "amount": entry.amount if entry else recurring.amount, "before": before}
    notice, is_new = RecurringNotice.objects.get_or_create(recurring=recurring, kind=kind, due_on=due_on, defaults=told)
    if is_new:
        announce(OddDayNoticed(notice.pk))


def look_for_late(recurring: Recurring, today: date) -> None:
    """Days that counted as missed, met by a line that came late. Three queries, and two for each such day."""
    missed = recurring.days.select_for_update().filter(status=Day.MISSED, due_on__gte=today - LOOKED_BACK)
    for day in missed.order_by("due_on"):
        entry = line_for(recurring, day.due_on)
        if entry is not None:
            meet(recurring, day, entry)


def look_for_twice(recurring: Recurring, today: date) -> None:
    """A second line beside one that met its day. Nothing where days lie too near to tell. A query a day looked at."""
    following = recurring.rhythm.first_from(recurring.starts_on + timedelta(days=1))
    if following is None or following - recurring.starts_on <= 2 * DAYS:
        return
    for day in recurring.days.filter(status__in=[Day.MET, Day.BOOKED], due_on__gte=today - LOOKED_BACK):
        second = next((each for each in _near(recurring, day.due_on) if _fits(each.amount, recurring.amount)), None)
        if second is not None and day.transaction_id is not None:
            note(recurring, Kind.TWICE, day.due_on, second)


def _near(recurring: Recurring, due: date) -> list[Transaction]:
    """Lines of the same payee and way around a day that meet no day yet."""
    lines = counting_lines(recurring.account_id).filter(
        payee_key=recurring.payee_key, booked_on__range=(due - DAYS, due + DAYS), recurring_days=None
    )
    way = lines.filter(amount__gt=0) if recurring.amount > 0 else lines.filter(amount__lt=0)
    return list(way.order_by("booked_on", "pk"))


def _fits(amount: Decimal, expected: Decimal) -> bool:
    return abs(amount - expected) <= abs(expected) * TENTH


def _may_be_another_price(amount: Decimal, expected: Decimal) -> bool:
    low, high = sorted((abs(amount), abs(expected)))
    return high <= low * LARGEST_CHANGE


def _is_another_price(recurring: Recurring, entry: Transaction, due: date) -> bool:
    """Beyond a tenth; or at all, where the one before was exactly as expected: a fixed price."""
    if entry.amount == recurring.amount:
        return False
    if not _fits(entry.amount, recurring.amount):
        return True
    before = recurring.days.filter(status=Day.MET, due_on__lt=due, transaction__isnull=False).order_by("-due_on")
    last = [each.transaction.amount for each in before.select_related("transaction")[:2] if each.transaction]
    return len(last) == 2 and all(amount == recurring.amount for amount in last)
