"""What the API answers to the same question: the figures an answer must have, by the tool that is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.naming import find_category
from chat.assistant.periods import read_period
from ledger.core.category_tree import category_tree
from partnerships.agreements.month_shares import this_month

Given = Mapping[str, Any]


def get(client: APIClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _days(person: User, given: Given, name: str = "period", default: str = "this_month") -> dict[str, str]:
    period = read_period(given.get(name, default), person.today)
    assert period is not None
    return {"booked_on_after": period.first.isoformat(), "booked_on_before": period.last.isoformat()}


def _spent(client: APIClient, person: User, given: Given, days: Mapping[str, str]) -> Decimal:
    found = get(client, "transactions/analytics/", **days, scope=given.get("scope", "me"))["currencies"][0]
    if "category" not in given:
        return Decimal(found["spent"])
    tree = category_tree(person)
    node = find_category(tree, given["category"])
    assert node is not None
    branch = {str(each) for each in tree.branch(node.id)}
    rows = found["spending_by_category"]
    return sum((Decimal(each["amount"]) for each in rows if each["category"] in branch), Decimal("0.00"))


def _lines(client: APIClient, given: Given, days: Mapping[str, str], **more: str) -> list[Decimal]:
    found = get(client, "transactions/", **days, kind="expense", limit=100, **more)["results"]
    return sorted((Decimal(each["amount"]) for each in found), reverse=True)


def spending(client: APIClient, person: User, given: Given) -> list[Decimal]:
    days = _days(person, given)
    if "payee" in given:
        return [sum(_lines(client, given, days, search=given["payee"]), Decimal("0.00"))]
    return [_spent(client, person, given, days)]


def income(client: APIClient, person: User, given: Given) -> list[Decimal]:
    days = _days(person, given)
    found = get(client, "transactions/analytics/", **days, scope=given.get("scope", "me"))["currencies"][0]
    return [Decimal(found[name]) for name in ("income", "spent", "saved")]


def compare(client: APIClient, person: User, given: Given) -> list[Decimal]:
    one = _spent(client, person, given, _days(person, given))
    other = _spent(client, person, given, _days(person, given, "with", "last_month"))
    return [one, other, abs(one - other)]


def largest(client: APIClient, person: User, given: Given) -> list[Decimal]:
    return _lines(client, given, _days(person, given))[:1]


def balance(client: APIClient, person: User, given: Given) -> list[Decimal]:
    found = get(client, "transactions/balance/", scope=given.get("scope", "me"))
    return [Decimal(found["total"]["net"])]


def budget(client: APIClient, person: User, given: Given) -> list[Decimal]:
    whole = get(client, "budgets/2026-11/")
    if "category" not in given:
        return [Decimal(whole["left_to_spend"]["left"])]
    node = find_category(category_tree(person), given["category"])
    assert node is not None
    row = next(each for each in whole["allocations"] if each["category"] == str(node.id))
    return [Decimal(row["spent_amount"]), Decimal(row["remaining_amount"])]


def check(client: APIClient, person: User, given: Given) -> list[Decimal]:
    """What its category has left, where it is planned."""
    node = find_category(category_tree(person), given["category"])
    rows = get(client, "budgets/2026-11/")["allocations"]
    return [Decimal(each["remaining_amount"]) for each in rows if node and each["category"] == str(node.id)]


def goals(client: APIClient, person: User, given: Given) -> list[Decimal]:
    found = get(client, "goals/")["results"][0]
    return [Decimal(found["saved_amount"]), Decimal(found["target_amount"])]


def owed(client: APIClient, person: User, given: Given) -> list[Decimal]:
    month = f"{this_month():%Y-%m}"
    return [Decimal(get(client, f"statements/{month}/")["carried_out"]["amount"])]


def upcoming(client: APIClient, person: User, given: Given) -> list[Decimal]:
    found = get(client, "recurring/upcoming/", days=given.get("days", 30))["results"]
    return [sum((Decimal(each["amount"]) for each in found if each["kind"] == "expense"), Decimal("0.00"))]


def subscriptions(client: APIClient, person: User, given: Given) -> list[Decimal]:
    found = get(client, "recurring/")["results"]
    return [sum((Decimal(each["amount"]) for each in found if each["kind"] == "expense"), Decimal("0.00"))]


def forecast(client: APIClient, person: User, given: Given) -> list[Decimal]:
    last = get(client, "insights/forecast/", days=given.get("days", 30))["days"][-1]
    return [Decimal(last[name]) for name in ("expected", "low", "high")]


def anomalies(client: APIClient, person: User, given: Given) -> list[Decimal]:
    return [Decimal(get(client, "insights/anomalies/", **given)["results"][0]["amount"])]


def insights(client: APIClient, person: User, given: Given) -> list[Decimal]:
    return [Decimal(each["amount"]) for each in get(client, "insights/")["results"][0]["data"].values()]


def invested(client: APIClient, person: User, given: Given) -> list[Decimal]:
    found = get(client, "insights/investments/", **given)
    return [Decimal(found[name]) for name in ("total_value", "total_gain")]


def trend(client: APIClient, person: User, given: Given) -> list[Decimal]:
    category = find_category(category_tree(person), given["category"]) if "category" in given else None
    more = {"categories": str(category.id)} if category else {}
    asked = {"timeframe": given.get("timeframe", "month"), "scope": given.get("scope", "me")}
    now = get(client, "insights/trends/", **asked, **more)["periods"][-1]
    before = now["before"]
    return [Decimal(now["total_spent"]), Decimal(before["was"]), abs(Decimal(before["change"]))]


def savings(client: APIClient, person: User, given: Given) -> list[Decimal]:
    found = get(client, "insights/savings/", **given)
    return [abs(Decimal(found["could_save_monthly"])), Decimal(found["total_balance"])]


FIGURES: Mapping[str, Callable[[APIClient, User, Given], list[Decimal]]] = {
    "spending": spending,
    "income": income,
    "compare": compare,
    "largest_payments": largest,
    "balance": balance,
    "budget": budget,
    "check_purchase": check,
    "goals": goals,
    "who_owes_whom": owed,
    "upcoming": upcoming,
    "subscriptions": subscriptions,
    "forecast": forecast,
    "anomalies": anomalies,
    "insights": insights,
    "investments": invested,
    "trend": trend,
    "savings": savings,
    "warranties": lambda client, person, given: [],
}
