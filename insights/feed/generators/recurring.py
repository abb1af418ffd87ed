"""What comes back: what subscriptions come to, dearer ones, two of a kind, and rare large bills that are near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.urls import reverse

from config.kernel.money import ZERO
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.system_categories import system_category_id
from ledger.recurring.models import Recurring, RecurringNotice
from ledger.recurring.noticing import open_notices
from ledger.recurring.upcoming import monthly_amount, upcoming

RECURRING = Insight.Type.RECURRING.value
# Categories of what is charged until it is cancelled; two of one of these are one too many, perhaps.
CANCELLED: Final = ("streaming", "software", "memberships", "gym", "mobile", "internet-tv")
SUBSCRIPTIONS: Final = system_category_id("subscriptions")
AHEAD: Final = 14
NEW_FOR: Final = timedelta(days=45)
LARGE_SHARE: Final = Decimal("0.05")
MOST: Final = 2


@generates
def subscriptions(scene: Scene) -> Iterator[Fact]:
    """What all that is charged until it is cancelled comes to; told anew once it is a quarter more."""
    wanted = {*scene.branch(SUBSCRIPTIONS), system_category_id("gym")}
    some = [each for each in _expenses(scene) if each.category_id in wanted]
    whole = sum((_monthly(scene, each) for each in some), ZERO)
    if len(some) < 2 or whole < scene.little:
        return
    yield Fact(
        kind="subscriptions",
        insight_type=RECURRING,
        cause=f"subscriptions:{scene.today.year}:{len(some)}:{_grade(whole)}",
        priority=32,
        data={
            "count": facts.count(len(some)),
            "monthly": facts.amount(whole, scene.currency),
            "yearly": facts.amount(whole * 12, scene.currency),
        },
        url=reverse("recurring"),
        icon="repeat",
        expires_on=scene.in_days(30),
    )


@generates
def doubles(scene: Scene) -> Iterator[Fact]:
    """Two that do the same, by their category: the dearer pair first."""
    kinds = {system_category_id(slug) for slug in CANCELLED}
    by_category: dict[UUID, list[Recurring]] = defaultdict(list)
    for each in _expenses(scene):
        if each.category_id in kinds:
            by_category[each.category_id].append(each)
    pairs = [(key, some) for key, some in by_category.items() if len({one.payee_key for one in some}) >= 2]
    found = sorted(pairs, key=lambda each: (sum(one.amount for one in each[1]), each[0]))
    for key, some in found[:MOST]:
        node = scene.tree.get(key)
        first, second = sorted(some, key=lambda each: (each.amount, each.payee, each.pk))[:2]
        if node is None:
            continue
        yield Fact(
            kind="double",
            insight_type=RECURRING,
            cause=f"double:{key}:{':'.join(sorted((str(first.pk), str(second.pk))))}",
            priority=36,
            data={
                "category": facts.text(node.name),
                "first": facts.text(first.payee),
                "second": facts.text(second.payee),
                "monthly": facts.amount(_monthly(scene, first) + _monthly(scene, second), scene.currency),
                "least": facts.amount(_monthly(scene, second) * 12, scene.currency),
            },
            url=reverse("recurring"),
            icon=node.icon,
            expires_on=scene.in_days(30),
        )


@generates
def dearer(scene: Scene) -> Iterator[Fact]:
    """A price that went up lately, of what is paid again and again. One query."""
    notices = open_notices(scene.person).filter(
        kind=RecurringNotice.Kind.PRICE, due_on__gte=scene.today - NEW_FOR, before__isnull=False
    )[:10]
    risen = [each for each in notices if each.before is not None and each.amount < each.before < 0]
    for each in risen[:MOST]:
        assert each.before is not None
        currency, more = each.recurring.account.currency, each.before - each.amount
        yearly = abs(monthly_amount(each.recurring)) * 12 * more / abs(each.recurring.amount)
        yield Fact(
            kind="price_up",
            insight_type=RECURRING,
            cause=f"price:{each.pk}",
            priority=56,
            data={
                "payee": facts.text(each.recurring.payee),
                "now": facts.amount(abs(each.amount), currency),
                "before": facts.amount(abs(each.before), currency),
                "yearly": facts.amount(yearly, currency),
                "day": facts.day(each.due_on),
            },
            url=reverse("recurring_edit", args=[each.recurring_id]),
            icon="trending-up",
            expires_on=each.due_on + NEW_FOR,
            about_transaction=each.transaction_id,
        )


@generates
def dues(scene: Scene) -> Iterator[Fact]:
    """Due in fourteen days, more rarely than monthly, and a twentieth of a usual month at least. Two queries."""
    least = max(scene.history.usual() * LARGE_SHARE, scene.little)
    own = Recurring.objects.owned_by(scene.person).filter(kind=Recurring.Kind.EXPENSE)
    found = []
    for due in upcoming(scene.person, days=AHEAD, recurring=own):
        worth = scene.worth(-due.amount, due.currency)
        if worth is not None and worth >= least and _is_rare(due.recurring) and not due.is_late:
            found.append((worth, due))
    for _worth, due in sorted(found, key=lambda each: (-each[0], each[1].recurring.pk))[:MOST]:
        yield Fact(
            kind="due_soon",
            insight_type=RECURRING,
            cause=f"due:{due.recurring.pk}:{due.due_on}",
            priority=60,
            data={
                "payee": facts.text(due.recurring.payee),
                "amount": facts.amount(-due.amount, due.currency),
                "day": facts.day(due.due_on),
            },
            url=reverse("recurring_edit", args=[due.recurring.pk]),
            icon="calendar",
            expires_on=due.due_on,
        )


def _expenses(scene: Scene) -> list[Recurring]:
    return [each for each in scene.recurring if each.kind == Recurring.Kind.EXPENSE]


def _monthly(scene: Scene, recurring: Recurring) -> Decimal:
    return scene.worth(-monthly_amount(recurring), recurring.account.currency) or ZERO


def _is_rare(recurring: Recurring) -> bool:
    if recurring.frequency == Recurring.Frequency.YEARLY:
        return True
    return recurring.frequency == Recurring.Frequency.MONTHLY and recurring.interval >= 2


def _grade(amount: Decimal) -> int:
    """Steps of a quarter."""
    grade, step = 0, Decimal(10)
    while step <= amount and grade < 100:
        step, grade = step * Decimal("1.25"), grade + 1
    return grade
