"""How a couple splits: what is in force, what is agreed for later, what waits, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from partnerships.agreements.models import Agreement
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import AGREEMENT, earliest_start
from partnerships.agreements.splitting import Share, Splitting
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership


@dataclass(frozen=True, slots=True)
class Overview:
    """Agreements in the order they begin; `share` is what the running month comes to so far."""

    month: date
    share: Share
    in_force: Agreement | None
    upcoming: tuple[Agreement, ...]
    earlier: tuple[Agreement, ...]
    waiting: Approval | None
    earliest_start: date


def overview(partnership: Partnership) -> Overview:
    """Three queries, and those of the month's share and of what is settled."""
    month = this_month()
    splitting = Splitting(partnership)
    in_force = splitting.agreement_in(month)
    begun = [each for each in splitting.agreements if each.starts_on <= month]
    return Overview(
        month=month,
        share=splitting.whole(month),
        in_force=in_force,
        upcoming=tuple(each for each in splitting.agreements if each.starts_on > month and each != in_force),
        earlier=tuple(each for each in begun if each != in_force),
        waiting=Approval.objects.filter(
            partnership=partnership, kind=AGREEMENT, status=Approval.Status.PENDING
        ).first(),
        earliest_start=earliest_start(partnership),
    )
