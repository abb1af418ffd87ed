"""Foreign ids in the forms and query strings of the pages.

The forms are those the owner's own pages offer. The stranger sends each to the same place among their own things, with
one field that still holds the owner's; and each whole, as it stands, to the owner's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from prove.routing.asking import FORM
from prove.routing.cast import UUID_LENGTH, Actor, way_in
from prove.routing.cells import Question, Walk
from prove.routing.identities import OWNER
from tests.route_expectations import EXPECTED
from tests.route_rules import address_of

# What the pages read from a query string and that may hold an id, beside what their forms send.
ASKED = (
    "money_account",
    "account",
    "category",
    "entry",
    "ids",
    "after",
    "other",
    "from_account",
    "to_account",
    "into",
    "retailer_id",
    "brand_id",
)
KINDS = {
    **dict.fromkeys(("money_account", "account", "from_account", "to_account"), "money-accounts"),
    **dict.fromkeys(("entry", "ids", "after", "other"), "transactions"),
    **dict.fromkeys(("category", "into"), "categories"),
    "retailer_id": "retailers",
    "brand_id": "brands",
}
# What a field must hold for its form to be taken, where the page leaves it empty.
FILLED = {"amount": "12.00", "booked_on": "2026-03-05", "payee": "Shop", "name": "Other", "on": "2026-03-05"}
# What scripts send or the address of an undo holds, which no form offers: route, query, fields and the owner's thing.
BY_SCRIPT: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("transactions/bulk/", "", {"bulk_action": "delete", "ids": "{}"}, "transactions"),
    ("transactions/bulk/", "", {"bulk_category": "{categories}", "ids": "{}"}, "split"),
    ("transactions/bulk/", "", {"bulk_category": "{}", "ids": "{transactions}"}, "categories"),
    ("transactions/restore/", "?ids={}", {}, "binned"),
    ("transactions/pairs/acceptance/", "", {"ids": "{}"}, "pairs"),
    ("transactions/pairs/undo/", "?ids={}", {}, "pairs"),
    ("transactions/sort/<uuid:pk>/", "", {"version": "1", "category": "{}"}, "categories"),
    ("transactions/sort/<uuid:pk>/", "", {"version": "1", "category": "{categories}", "after": "{}"}, "split"),
    ("transactions/reconcile/<uuid:pk>/mend/", "", {"why": "in_the_bin", "entry": "{}"}, "binned"),
    ("transactions/reconcile/<uuid:pk>/mend/undo/", "?act=bin&entry={}", {}, "transactions"),
    ("transactions/reconcile/<uuid:pk>/mend/undo/", "?act=restore&entry={}", {}, "binned"),
    ("transactions/reconcile/<uuid:pk>/mend/undo/", "?act=move&day=2026-03-09&entry={}", {}, "transactions"),
    (
        "transactions/reconcile/<uuid:pk>/statement/tick/",
        "",
        {"on": "2026-03-31", "amount": "12.00", "ticked": "yes", "line": "{}"},
        "transactions",
    ),
    ("transactions/import/<uuid:pk>/lines/categories/", "", {"category-0:0": "{}", "category-0:2": "{}"}, "categories"),
    ("transactions/<uuid:pk>/similar/", "?category={}", {"category": "{}"}, "categories"),
    ("transactions/<uuid:pk>/part/", "", {"other": "{}"}, "refund"),
    ("things/bulk/", "", {"bulk_action": "archive", "ids": "{}"}, "things"),
    ("things/bulk/", "", {"bulk_action": "tag", "bulk_tag": "light", "ids": "{}"}, "things"),
    ("things/<uuid:pk>/payment/link/", "?transaction={}", {}, "transactions"),
)
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass
class Form:
    """`values` are what would be sent as it stands; `choices` what else a field offers."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def offer(self, name: str, value: str, *, chosen: bool = True) -> None:
        if name and name != "csrfmiddlewaretoken":
            self.choices.setdefault(name, []).append(value)
            if chosen or name not in self.values:
                self.values[name] = value or FILLED.get(name, "")


class _Forms(HTMLParser):
    """Forms, and what a script sends by itself: an element with hx-post or hx-get is a form of its own."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._address, self._open, self._select = address, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for method in ("post", "get"):
            if f"hx-{method}" in given and tag != "form":
                self.found.insert(0, Form(method.upper(), given[f"hx-{method}"]))
        if tag == "form":
            action = given.get("hx-post") or given.get("action") or self._address
            method = "POST" if "hx-post" in given else given.get("method", "get").upper()
            self.found.append(Form(method, action))
            self._open = True
        elif not self.found or not self._open:
            return
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option":
            self.found[-1].offer(self._select, given.get("value", ""), chosen="selected" in given)
        elif tag in ("input", "button", "textarea"):
            self.found[-1].offer(given.get("name", ""), given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


def forms_of(walk: Walk) -> list[Form]:
    """All that the owner's pages offer, each once."""
    owner, found = walk.cast["ana"], {}
    for route, expectation in EXPECTED.items():
        if expectation.foreign or route.startswith("api/") or "GET" not in expectation.named:
            continue
        address = address_of(route, owner.ids)
        answer = walk.asker.ask("GET", address, way_in(walk.cast, OWNER, route))
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        parser = _Forms(address)
        parser.feed(answer.body.decode())
        for form in parser.found:
            if form.action.startswith("/") and not form.action.startswith("/accounts/"):
                found[form.method, form.action, *sorted(form.choices)] = form
    return list(found.values())


def questions(walk: Walk) -> Iterator[tuple[str, Question]]:
    owner, stranger = walk.cast["ana"], walk.cast["carla"]
    for form in forms_of(walk):
        route = form.action.lstrip("/")
        if _ID.search(form.action):
            yield route, _sent(form.method, form.action, form.values)
        own = {name: _of(stranger, owner, value) for name, value in form.values.items()}
        action = _of(stranger, owner, form.action)
        for name, choices in form.choices.items():
            for value in dict.fromkeys(each for each in choices if each in owner.ids.values() and _ID.fullmatch(each)):
                yield route, _sent(form.method, action, {**own, name: value})
    yield from by_script(stranger, owner)
    for route, expectation in EXPECTED.items():
        if not expectation.foreign and not route.startswith("api/") and "GET" in expectation.named:
            for name in ASKED:
                query = urlencode({name: owner.ids[KINDS[name]]})
                yield route, Question("GET", f"{address_of(route, stranger.ids)}?{query}")


def by_script(stranger: Actor, owner: Actor) -> Iterator[tuple[str, Question]]:
    """Those of `BY_SCRIPT`, with the owner's thing among the stranger's own."""
    for route, query, fields, key in BY_SCRIPT:
        values = {name: value.format(owner.ids[key], **stranger.ids) for name, value in fields.items()}
        address = address_of(route, stranger.ids) + query.format(owner.ids[key])
        yield route, Question("POST", address, urlencode(values).encode())


def _of(stranger: Actor, owner: Actor, text: str) -> str:
    """The same with the stranger's things in the place of the owner's."""
    for key, real in owner.ids.items():
        if len(real) == UUID_LENGTH:
            text = text.replace(real, stranger.ids[key])
    return text


def _sent(method: str, action: str, values: dict[str, str]) -> Question:
    if method == "GET":
        return Question("GET", f"{action.partition('?')[0]}?{urlencode(values)}")
    return Question("POST", action, urlencode(values).encode(), FORM)
