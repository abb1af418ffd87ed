"""What both pay into a joint pot each month: rolled up once, marked once by each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from config.kernel.audit import record
from config.kernel.events import announce
from config.kernel.live import push
from ledger.core import rules
from ledger.core.models import Transaction
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import MODE
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.expenses.months import month_after
from partnerships.expenses.services.payments import checked_day
from partnerships.expenses.splits import month_split
from partnerships.statements import errors
from partnerships.statements.events import ContributionMarked, ContributionsDue
from partnerships.statements.models import Contribution


def roll_up_all() -> int:
    """Every month that is missing of every couple with a pot; how many rows came. Twice changes nothing."""
    pots = Partnership.objects.open().filter(mode=Partnership.Mode.POT).order_by("pk")
    return sum(roll_up(each) for each in pots)


def roll_up(partnership: Partnership) -> int:
    """The months since both agreed on a pot, this one included, that have no rows yet; those that have stay."""
    month, made = _first_missing(partnership), 0
    while month <= this_month():
        made += _roll_up_month(partnership.pk, month)
        month = month_after(month)
    return made


def _first_missing(partnership: Partnership) -> date:
    """The month in which the pot began, or the one after the latest that is there."""
    agreed = Approval.objects.filter(
        partnership=partnership, kind=MODE, status=Approval.Status.APPROVED, after__mode=Partnership.Mode.POT.value
    )
    last = agreed.order_by("-responded_at").values_list("responded_at", flat=True).first()
    began = (last.date() if last else partnership.started_on).replace(day=1)
    there = Contribution.objects.filter(partnership=partnership, month__gte=began).order_by("-month")
    latest = there.values_list("month", flat=True).first()
    return month_after(latest) if latest else began


@transaction.atomic
def _roll_up_month(partnership_id: UUID, month: date) -> int:
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
    if partnership.mode != Partnership.Mode.POT or partnership.status == Partnership.Status.ENDED:
        return 0
    split, made = month_split(partnership, month), 0
    for place in (0, 1):
        _row, is_new = Contribution.objects.get_or_create(
            partnership=partnership, month=month, place=place, defaults={"required": split.parts[place]}
        )
        made += is_new
    if made:
        announce(ContributionsDue(partnership_id, month))
    return made


@transaction.atomic
def mark_contribution(
    *,
    standing: Standing,
    month: date | None = None,
    amount: Decimal | None = None,
    paid_on: date | None = None,
    entry: Transaction | None = None,
) -> Contribution:
    """Say that one has paid one's own part of a month (this one), by default all of it today. One conditional UPDATE.

    `entry`, found through `owned_by`, is the payment in one's own ledger.

    Raises Http404 for a month without contributions; FieldError for an amount or day that cannot be, `in_use` for an
    entry that belongs to something else; Overtaken `already_paid`, as hold_active.
    """
    partnership = hold_active(standing)
    mine = _own(standing, month or this_month())
    if amount is not None:
        rules.check_amount_by_hand(amount, partnership.currency)
    if entry is not None and (entry.withheld or hasattr(entry, "shared_payment") or hasattr(entry, "contribution")):
        raise errors.already_filed()
    changed = Contribution.objects.filter(pk=mine.pk, paid_on=None).update(
        paid_on=checked_day(standing.person, paid_on),
        paid_amount=mine.required if amount is None else amount,
        transaction=entry,
        marked_by=standing.person,
        marked_at=timezone.now(),
        version=F("version") + 1,
    )
    if not changed:
        raise errors.already_paid()
    return _told(mine, standing, is_paid=True)


@transaction.atomic
def unmark_contribution(*, standing: Standing, month: date | None = None) -> Contribution:
    """Take it back on the day it was marked. Raises FieldError `not_marked_by_you`, Overtaken `not_paid`, Http404."""
    hold_active(standing)
    mine = _own(standing, month or this_month())
    if mine.paid_on is None:
        raise errors.not_marked()
    if not can_unmark(mine, standing.person):
        raise errors.not_marked_by_you()
    changed = Contribution.objects.filter(pk=mine.pk, paid_on__isnull=False, version=mine.version).update(
        paid_on=None, paid_amount=None, transaction=None, marked_by=None, marked_at=None, version=F("version") + 1
    )
    if not changed:
        raise errors.not_marked()
    return _told(mine, standing, is_paid=False)


def can_unmark(contribution: Contribution, person: User) -> bool:
    """Whoever marked it, until their day ends."""
    marked_at = contribution.marked_at
    marked_on = marked_at.astimezone(person.zone).date() if marked_at else None
    return contribution.marked_by_id == person.pk and marked_on == person.today


def _own(standing: Standing, month: date) -> Contribution:
    found = Contribution.objects.filter(partnership=standing.partnership, month=month, place=standing.place).first()
    if found is None:
        raise Http404
    return found


def _told(mine: Contribution, standing: Standing, *, is_paid: bool) -> Contribution:
    mine.refresh_from_db()
    record(
        "contribution_paid" if is_paid else "contribution_unpaid",
        person=standing.person,
        contribution=str(mine.pk),
        partnership=str(mine.partnership_id),
    )
    announce(ContributionMarked(mine.partnership_id, mine.pk, is_paid, standing.person.pk))
    data = {"contribution_id": str(mine.pk), "paid": is_paid, "by": str(standing.person.pk)}
    push(standing.people, "contribution:marked", data)
    return mine
