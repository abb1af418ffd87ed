"""What can be asked of lists and reports: every parameter of the API's document, and the same of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson

from config.kernel.api.document import document
from ledger.core.models import Category, MoneyAccount
from partnerships.tests.households import SECRET, Households

Node = dict[str, Any]
SCOPES = ("", "together", "partner")
MONTH = "2026-03"
# By name, where the document's schema does not say what could find something.
VALUES: dict[str, tuple[str, ...]] = {
    "search": ("Ring", "Lawyer", "hush", "Dinner", "777", "zurich"),
    "amount_min": ("1.00", "100", SECRET),
    "amount_max": ("2.00", "100", SECRET),
    "booked_on_after": ("2026-03-05", "2026-03-12"),
    "booked_on_before": ("2026-03-05", "2026-03-12"),
    "convert_to": ("USD", "CHF"),
    "base": ("USD",),
    "currency": ("USD",),
    "month": (MONTH, "2026-02"),
    "limit": ("1", "3"),
    "skip": ("1", "20"),
    "cursor": ("2026-03-12",),
    "kind": ("expense", "payment_share", "duplicate"),
}
# What Ben is advised to plan begins with his income, which differs as well.
NOT_ASKED = ("/api/v1/admin/", "/api/v1/insights/budget-recommendations/")
# Two at once: a day and an amount are narrowed down to one line.
PAIRS = (
    {"booked_on_after": "2026-03-12", "booked_on_before": "2026-03-12"},
    {"amount_min": SECRET, "amount_max": SECRET},
    {"search": "Ring", "booked_on_after": "2026-03-12"},
)
PAGES_OF_LINES = ("/", "/transactions/")
PAGES = {
    "/together/approvals/": [f"status={each}" for each in ("pending", "approved", "declined", "any")],
    "/together/statement/": [f"month={each}" for each in (MONTH, "2026-02", "2026-04")],
    "/together/expenses/": ["status=any", "status=archived"],
    "/together/split/preview/": [
        "method=income", "method=income&whole_percent=on", "method=income&income_months=24",
        "method=fixed&fixed_by=me&fixed_amount=100", "method=percent&percent=40", "method=equal",
    ],
    "/together/seen/": ["scope=partner"],
    "/together/contributions/": [f"month={MONTH}"],
    "/transactions/export/file/": [
        f"format={form}{more}" for form in ("csv", "json") for more in ("", "&booked_on_after=2026-03-12")
    ],
    "/money-accounts/": ["closed=true", "type=savings"],
    "/categories/": ["kind=expense"],
    # Not Ben's own plan to be made: it begins with his income, which differs as well.
    "/plan/": [f"scope=household&month={MONTH}", "scope=household&month=2026-04", f"scope=mine&month={MONTH}"],
}  # fmt: skip


def asked_of_lists(home: Households, ids: list[UUID]) -> Iterable[str]:
    """`ids` are those of everything there is, the hidden ones last."""
    ways = _ways_to_fill(home, ids)
    for address, parameters in _lists():
        names = {each["name"] for each in parameters}
        scopes = SCOPES if "scope" in names else ("",)
        for scope in scopes:
            for parameter in parameters:
                for value in _values(parameter, ways):
                    yield _query(address, scope, {parameter["name"]: value})
            for pair in PAIRS:
                if pair.keys() <= names:
                    yield _query(address, scope, pair)
    for page in PAGES_OF_LINES:
        for scope in SCOPES:
            for name in ("search", "amount_min", "booked_on_after", "month", "money_account", "category"):
                for value in VALUES.get(name) or ways[name]:
                    yield _query(page, scope, {name: value})
    for page, queries in PAGES.items():
        yield from (f"{page}?{query}" for query in queries)


def _ways_to_fill(home: Households, ids: list[UUID]) -> dict[str, list[str]]:
    shown, joint = home.shown, MoneyAccount.objects.get(name="Joint")
    chosen = [shown["full"].pk, shown["category_sums"].pk, joint.pk, home.private.pk, *ids[-3:]]
    everything = [str(each) for each in chosen]
    categories = Category.objects.filter(slug__in=("groceries", "dining", "fuel")).values_list("pk", flat=True)
    of_categories = [str(each) for each in categories]
    named = dict.fromkeys(("category", "parent"), of_categories)
    return {**named, "money_account": everything, "": everything}


def _lists() -> Iterator[tuple[str, list[Node]]]:
    """Addresses without an id of their own, or of a month; each with what can be asked of it."""
    whole = orjson.loads(document()[1])
    for path, item in whole["paths"].items():
        address = path.replace("{month}", MONTH)
        parameters = [_resolved(each, whole) for each in item.get("get", {}).get("parameters", [])]
        asked = [each for each in parameters if each["in"] == "query"]
        if asked and "{" not in address and not address.startswith(NOT_ASKED):
            yield address, asked


def _resolved(node: Node, whole: Node) -> Node:
    while "$ref" in node:
        node = whole["components"][node["$ref"].split("/")[2]][node["$ref"].split("/")[3]]
    return node


def _values(parameter: Node, ways: dict[str, list[str]]) -> Iterable[str]:
    name, schema = parameter["name"], parameter["schema"]
    offered = schema.get("enum") or schema.get("items", {}).get("enum")
    if offered:
        return [str(each) for each in offered]
    if name in VALUES:
        return VALUES[name]
    if schema.get("type") == "boolean":
        return ("true", "false")
    is_id = "uuid" in (schema.get("format"), schema.get("items", {}).get("format")) or name in ways
    return ways.get(name, ways[""]) if is_id else ()


def _query(address: str, scope: str, asked: dict[str, str]) -> str:
    return f"{address}?{urlencode({'scope': scope, **asked} if scope else asked)}"
