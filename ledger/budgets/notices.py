"""What people are told of their budgets: that one is nearly used up, or exceeded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.services import notify, take_back
from config.kernel.live import push
from config.kernel.money import money_text
from ledger.budgets.models import Budget
from ledger.budgets.months import month_text
from ledger.budgets.standing import Standing, State
from ledger.budgets.wording import money

GROUP = gettext_lazy("Budgets")
LONGEST_NAME: Final = 50


def _near(data: Data, reader: User) -> Words:
    text = _("%(spent)s of %(available)s is spent, and it heads beyond that.") % _figures(data)
    return Words(_("%(category)s is nearly used up") % _figures(data), text, _address(data))


def _exceeded(data: Data, reader: User) -> Words:
    text = _("%(spent)s of %(available)s is spent: %(over)s too much.") % _figures(data)
    return Words(_("%(category)s is over its budget") % _figures(data), text, _address(data))


NEAR = register(Kind("budget_near", gettext_lazy("A budget is nearly used up"), GROUP, "piggy-bank", _near))
EXCEEDED = register(
    Kind("budget_exceeded", gettext_lazy("A budget is exceeded"), GROUP, "piggy-bank", _exceeded, by_email=True)
)
KINDS: Final = {State.NEAR: NEAR, State.EXCEEDED: EXCEEDED}


def _figures(data: Data) -> dict[str, str]:
    name, currency = str(data["name"]), str(data["currency"])
    amounts = {each: money(Decimal(data[each]), currency) for each in ("spent", "available", "over")}
    return {"category": name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…", **amounts}


def _address(data: Data) -> str:
    return f"/plan/?month={data['month']}&scope={'household' if data['household'] else 'mine'}"


def tell(person: User, standing: Standing, month: date, budget: Budget | None) -> bool:
    """Tell of a row that is near its end or over it, once of each for a budget and category, or a standing limit, a
    month; whether it was now. What is over is not near any more: that is taken back, and not told again once money came
    back.

    Not inside another transaction: people are told one by one, so that nobody waits for another's row.
    """
    kind, row = KINDS.get(standing.state), standing.row
    if kind is None or row.category is None:
        return False
    place = f"budget:{budget.pk}" if budget else f"limit:{person.pk}:{month_text(month)}"
    cause = f"{place}:{row.category.id}"
    if standing.state == State.NEAR and _was_told(person, f"{cause}:{State.EXCEEDED}"):
        return False
    data = {
        "month": month_text(month),
        "household": budget is not None and budget.household_id is not None,
        "category": str(row.category.id),
        "spent": money_text(row.spent, row.currency),
        "available": money_text(row.available, row.currency),
        "over": money_text(row.over, row.currency),
        "currency": row.currency,
    }
    with transaction.atomic():
        told = notify(
            person_id=person.pk,
            kind=kind.name,
            cause=f"{cause}:{standing.state}",
            data={**data, "name": row.category.name},
            severity=standing.severity,
        )
        if told is not None:
            take_back(Notification.objects.filter(person=person, cause=f"{cause}:{State.NEAR}").exclude(pk=told.pk))
            push([person.pk], "budget:alert", {**data, "state": standing.state, "severity": standing.severity})
    return told is not None


def _was_told(person: User, cause: str) -> bool:
    return Notification.objects.filter(person=person, cause=cause).exists()
