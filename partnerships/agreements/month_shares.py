"""What an agreement comes to in a month: as things stand while it runs, kept once it is over or settled."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.utils import timezone

from config.kernel.money import ZERO
from partnerships.agreements import costs
from partnerships.agreements.incomes import income_of, ratio
from partnerships.agreements.models import WHOLE, Agreement, Method, MonthShare, Reason
from partnerships.core.models import Member, Partnership

KEPT = (Method.INCOME, Method.FIXED)


def this_month() -> date:
    """The first of the running month, by UTC, so that it is the same for both."""
    return timezone.now().date().replace(day=1)


def month_share(partnership: Partnership, agreement: Agreement, month: date) -> tuple[int, Reason]:
    """What member 0 bears in `month` (its first day), in billionths; of a month that is over it is kept from now on.

    One query where it is kept; else those of the two incomes.
    """
    kept = MonthShare.objects.filter(partnership=partnership, month=month).first()
    if kept is None and month < this_month():
        kept = keep_month(partnership, agreement, month)
    if kept is not None:
        return kept.first_share, Reason(kept.reason)
    return as_it_stands(partnership, agreement, month)


def keep_month(partnership: Partnership, agreement: Agreement, month: date) -> MonthShare:
    """Keep what `month` comes to now. One row, whoever else does so at the same moment; a kept one stays as it is."""
    first, reason = as_it_stands(partnership, agreement, month)
    mine = MonthShare(partnership=partnership, month=month, first_share=first, reason=reason)
    MonthShare.objects.bulk_create([mine], ignore_conflicts=True)
    return MonthShare.objects.get(partnership=partnership, month=month)


def keep_months_that_are_over() -> int:
    """Keep the month before this one for every open partnership whose split could still change; how many. Twice
    changes nothing. One that was missed for longer is kept when it is next asked for.
    """
    month = (this_month() - timedelta(days=1)).replace(day=1)
    missing = Partnership.objects.open().exclude(month_shares__month=month)
    kept = 0
    for partnership in missing.filter(started_on__lt=this_month()).order_by("pk"):
        begun = Agreement.objects.filter(partnership=partnership, starts_on__lte=month)
        agreement = begun.order_by("-starts_on").first()
        if agreement is not None and agreement.method in KEPT:
            keep_month(partnership, agreement, month)
            kept += 1
    return kept


def as_it_stands(partnership: Partnership, agreement: Agreement, month: date) -> tuple[int, Reason]:
    """What an agreement by income or with a fixed amount comes to now, in force or not."""
    if agreement.method == Method.FIXED:
        return _fixed(partnership, agreement, month)
    members = Member.objects.filter(partnership=partnership).select_related("person").order_by("place")
    first, second = (
        income_of(each.person, month, agreement.income_months, partnership.currency) if each.person else None
        for each in members
    )
    return ratio(first, second, whole_percent=agreement.whole_percent)


def _fixed(partnership: Partnership, agreement: Agreement, month: date) -> tuple[int, Reason]:
    """The fixed amount as part of what is planned for the month, at most all of it."""
    planned = costs.current().planned(partnership, month)
    amount = agreement.fixed_amount or ZERO
    if planned <= 0:
        return WHOLE // 2, Reason.UNPLANNED
    part = round(min(Fraction(1), Fraction(amount) / Fraction(planned)) * WHOLE)
    return (part if agreement.fixed_place == 0 else WHOLE - part), Reason.FIXED
