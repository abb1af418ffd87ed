"""The course of a money date: it begins, goes from step to step, and is finished once.

Each begins by holding the partnership, so that what the two do comes one by one; a step is one conditional UPDATE from
the one its caller saw. To stop needs nothing: it stays where it is until somebody goes on.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from config.kernel.audit import record
from config.kernel.live import push
from partnerships.core.errors import Overtaken
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.dates import errors
from partnerships.dates.counting import counted, sorted_lines
from partnerships.dates.models import SORT, STEPS, MoneyDate
from partnerships.dates.shapes import place_shape
from partnerships.dates.weeks import monday_of


@transaction.atomic
def begin_date(*, standing: Standing) -> MoneyDate:
    """This week's money date; where one of the two has begun it already, that one, at whatever step it is.

    Raises Overtaken as hold_active.
    """
    partnership = hold_active(standing)
    money_date, is_new = MoneyDate.objects.get_or_create(
        partnership=partnership, week=monday_of(standing.person.today), defaults={"started_by": standing.person}
    )
    if is_new:
        _record("money_date_begun", money_date, standing)
        _tell_step(money_date, standing)
    return money_date


@transaction.atomic
def take_step(*, standing: Standing, money_date: MoneyDate, seen: int, to: int | None = None) -> MoneyDate:
    """From the step its caller saw to the next one, or back to one before it (`to`). What was done at it is counted.

    Raises:
        FieldError: `out_of_range`, there is no such step from here.
        Overtaken: `date_moved`, `date_finished` with how it stands; as hold_active.
    """
    partnership = hold_active(standing)
    to = seen + 1 if to is None else to
    if not 1 <= to <= min(seen + 1, STEPS):
        raise errors.no_such_step()
    fresh = MoneyDate.objects.get(pk=money_date.pk)
    if fresh.step != seen or fresh.finished_at is not None:
        raise _overtaken(fresh)
    changed = MoneyDate.objects.filter(pk=fresh.pk, step=seen, finished_at=None).update(
        step=to, counts=counted(fresh, partnership), version=F("version") + 1
    )
    fresh.refresh_from_db()
    if not changed:
        raise _overtaken(fresh)
    _tell_step(fresh, standing)
    return fresh


@transaction.atomic
def finish_date(*, standing: Standing, money_date: MoneyDate) -> MoneyDate:
    """Both agree: it is over from its last step on, once, and keeps what was done.

    Raises Overtaken: `date_finished`, or `date_moved` before the last step, with how it stands; as hold_active.
    """
    partnership = hold_active(standing)
    fresh = MoneyDate.objects.get(pk=money_date.pk)
    if fresh.step != STEPS or fresh.finished_at is not None:
        raise _overtaken(fresh)
    changed = MoneyDate.objects.filter(pk=fresh.pk, step=STEPS, finished_at=None).update(
        finished_at=timezone.now(), counts=counted(fresh, partnership), version=F("version") + 1
    )
    fresh.refresh_from_db()
    if not changed:
        raise _overtaken(fresh)
    _record("money_date_finished", fresh, standing)
    push(standing.people, "date:finished", {"date_id": str(fresh.pk), "by": str(standing.person.pk)})
    return fresh


def note_sorted(money_date: MoneyDate, lines: int) -> None:
    """Count lines that were filed, or (negative) given back; the caller's transaction holds the partnership."""
    fresh = MoneyDate.objects.get(pk=money_date.pk)
    counts = {**fresh.counts, SORT: max(0, sorted_lines(fresh) + lines)}
    MoneyDate.objects.filter(pk=fresh.pk, finished_at=None).update(counts=counts, version=F("version") + 1)


def _overtaken(money_date: MoneyDate) -> Overtaken:
    current = place_shape(money_date)
    return errors.date_moved(current) if money_date.finished_at is None else errors.date_finished(current)


def _record(action: str, money_date: MoneyDate, standing: Standing) -> None:
    record(
        action,
        person=standing.person,
        money_date=str(money_date.pk),
        partnership=str(money_date.partnership_id),
    )


def _tell_step(money_date: MoneyDate, standing: Standing) -> None:
    data = {"date_id": str(money_date.pk), "step": money_date.step, "by": str(standing.person.pk)}
    push(standing.people, "date:step", data)
