"""What the demo household saves for: two goals of both, and one that Ana alone sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.core.models import MoneyAccount, Transaction
from ledger.goals.models import Goal
from ledger.goals.progress import month_end
from ledger.goals.services import contribute, create_goal
from ledger.goals.values import Values
from partnerships.approvals.services import approve
from partnerships.core.standing import Standing
from partnerships.goals.services import add_goal

MONTHS_TOLD = 4
STANDING_ORDER = "Emergency fund"


@dataclass(frozen=True, slots=True)
class Saving:
    """`before` was saved before the months that are told; `parts` goes in each month, by whose transfer to Savings."""

    before: str
    parts: Mapping[str, str]


EMERGENCY = Saving("6750.00", {"ana": "250.00", "ben": "200.00"})
LISBON = Saving("750.00", {"ana": "70.00", "ben": "130.00"})
BIKE = Saving("1000.00", {"ana": "100.00"})


def leave_goals(both: Mapping[str, Standing], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    savings = accounts["savings"].pk
    emergency: Values = {
        "name": "Emergency fund",
        "description": "Three months of what we need",
        "goal_type": Goal.Type.EMERGENCY_FUND,
        "target_amount": Decimal(12000),
        "target_date": month_end(today, 9),
        "account_id": savings,
    }
    lisbon: Values = {
        "name": "Lisbon in May",
        "description": "Flights, a week, and a rainy day",
        "goal_type": Goal.Type.TRAVEL,
        "target_amount": Decimal(2400),
        "target_date": _next_may(today),
        "priority": 2,
        "account_id": savings,
    }
    bike: Values = {
        "name": "E-bike",
        "goal_type": Goal.Type.VEHICLE,
        "target_amount": Decimal(2100),
        "target_date": month_end(today, 5),
        "priority": 3,
        "account_id": savings,
    }
    for values, saving in ((emergency, EMERGENCY), (lisbon, LISBON)):
        goal, asked = add_goal(standing=both["ana"], values=values)
        approve(approval=asked, by=both["ben"])
        _save(goal, saving, both, accounts, today)
    _save(create_goal(person=both["ana"].person, **bike), BIKE, both, accounts, today)


def _next_may(today: date) -> date:
    """The first one that is four months away at least."""
    return date(today.year + (today.month > 1), 5, 1)


def _save(
    goal: Goal,
    saving: Saving,
    both: Mapping[str, Standing],
    accounts: Mapping[str, MoneyAccount],
    today: date,
) -> None:
    began = month_end(today, -MONTHS_TOLD).replace(day=1)
    contribute(goal=goal, person=both["ana"].person, amount=Decimal(saving.before), on=began, note="What was there")
    for who, amount in saving.parts.items():
        came = Transaction.objects.filter(account=accounts["savings"], transfer_in__outgoing__account=accounts[who])
        for entry in came.filter(notes=STANDING_ORDER, booked_on__gt=began, booked_on__lte=today).order_by(
            "-booked_on"
        )[:MONTHS_TOLD]:
            contribute(goal=goal, person=both[who].person, amount=Decimal(amount), transaction=entry)
