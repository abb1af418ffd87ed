"""What the demo couple has of money dates: five in a row, and something to sort at the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from config.kernel.money import money_text
from ledger.core.models import MoneyAccount
from ledger.core.services import TransactionDraft, record_many
from partnerships.core.standing import Standing
from partnerships.dates.models import STEPS, WEEK, MoneyDate
from partnerships.dates.week import spent_in
from partnerships.dates.weeks import WEEK as A_WEEK
from partnerships.dates.weeks import monday_of

DATES: Final = 5
SUNDAY, BEGUN_AT, LASTED = timedelta(days=6), time(18), timedelta(minutes=9)
# Days ago, account, amount, payee: on accounts both see in full, and nobody has filed them.
UNSORTED = (
    (0, "joint", "-12.45", "Drogerie Linde"),
    (1, "card", "-27.50", "PP*KESTREL 4029"),
    (2, "joint", "-9.80", "SumUp *Hofladen"),
    (6, "joint", "-6.20", "ZETTLE *KIOSK AM PARK"),
    (11, "joint", "-15.00", "EC 7741 BERLIN"),
)


def leave_dates(standing: Standing, accounts: Mapping[str, MoneyAccount], today: date) -> None:
    """On the last five Sundays, and this week's not begun."""
    partnership, person = standing.partnership, standing.person
    for number in range(1, DATES + 1):
        week = monday_of(today) - number * A_WEEK
        begun = datetime.combine(week + SUNDAY, BEGUN_AT, person.zone)
        held = MoneyDate.objects.create(
            partnership=partnership,
            week=week,
            step=STEPS,
            counts={WEEK: money_text(spent_in(partnership, week), partnership.currency)},
            started_by=person,
            finished_at=begun + LASTED,
        )
        MoneyDate.objects.filter(pk=held.pk).update(started_at=begun)
    for key in ("joint", "card"):
        drafts = [
            TransactionDraft(amount=Decimal(amount), booked_on=today - timedelta(days=days), payee=payee)
            for days, account, amount, payee in UNSORTED
            if account == key
        ]
        record_many(account=accounts[key], recorded_by=person, drafts=drafts)
