"""An invitation in words, for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.agreements.models import Method
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.wording import percent_text
from partnerships.core.models import DEFAULT_THRESHOLD
from partnerships.inviting.models import Invitation


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the invited may see before deciding, and no more."""

    name: str
    message: str
    split: str
    by_income: bool
    threshold: Decimal
    currency: str
    starts_on: date
    sent_at: datetime
    open_until: date


def proposal(invitation: Invitation) -> Proposal:
    return Proposal(
        name=invitation.invited_by.short_name,
        message=invitation.message,
        split=split_text(invitation),
        by_income=invitation.method == Method.INCOME,
        threshold=DEFAULT_THRESHOLD,
        currency=invitation.currency,
        starts_on=this_month(),
        sent_at=invitation.created_at,
        open_until=timezone.localdate(invitation.expires_at),
    )


def split_text(invitation: Invitation) -> str:
    """ "By income", or "Ana 60 %, you 40 %" as the invited reads it."""
    percent = invitation.first_percent
    if percent is None:
        return invitation.get_method_display()
    return _("%(name)s %(theirs)s, you %(yours)s") % {
        "name": invitation.invited_by.short_name,
        "theirs": percent_text(percent),
        "yours": percent_text(100 - percent),
    }
