"""What a person is told, found by eight at once: one set of it, and each cause notified once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from accounts.models import User
from accounts.notifications.models import Notification
from insights.feed.models import Insight
from insights.feed.services import generate_insights
from ledger.core import services
from ledger.core.models import Category
from prove.racing.together import RACERS, Wrong, all_at_once

LATELY: Final = 150


def tell_one_person(person: User) -> None:
    """Five months of groceries, and much more of them in the last days."""
    account = services.create_money_account(
        owner=person, currency="EUR", name="Everyday", opening_balance=Decimal(9000)
    )
    groceries, today = Category.objects.get(slug="groceries"), person.today
    for days in range(0, LATELY, 5):
        amount = Decimal(-300 if days < 30 else -40)
        services.record_transaction(
            account=account,
            recorded_by=person,
            amount=amount,
            booked_on=today - timedelta(days=days),
            category=groceries,
        )
    results = all_at_once([partial(_generate, person)] * RACERS)
    if set(results) != {"done"}:
        raise Wrong(f"{dict(Counter(results))}")
    causes = Insight.objects.filter(person=person).values_list("cause", flat=True)
    told = Notification.objects.filter(person=person, kind="insight").values_list("cause", flat=True)
    if not causes:
        raise Wrong("nothing is told")
    for name, found in (("insights", list(causes)), ("notifications", list(told))):
        if len(found) != len(set(found)):
            raise Wrong(f"{name}: {dict(Counter(found))}")


def _generate(person: User) -> None:
    generate_insights(person=person)
