"""Foreign ids in the bodies and query strings of the API: one for each field of the OpenAPI document that holds an id.

Everything else in a question is the stranger's own, so that nothing but the foreign id can be what is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import orjson
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from config.kernel.api.document import document
from prove.routing.asking import JSON
from prove.routing.cast import Actor
from prove.routing.cells import Question
from tests.route_rules import address_of

API = "/api/v1/"
# Which of the owner's things may stand in a field of that name. A field that is not here is a failure of the proof.
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("money_account", "from_account", "to_account"), ("money-accounts", "savings")),
    **dict.fromkeys(("category", "categories", "parent", "into"), ("categories",)),
    "replacement": ("categories", "retailers", "brands"),
    "retailer_id": ("retailers",),
    "brand_id": ("brands",),
    "purchase_id": ("purchases",),
    "warranty": ("warranties",),
    "claim": ("claims",),
    **dict.fromkeys(
        ("ids", "entry", "other", "purchase", "transaction"), ("transactions", "split", "refund", "arrived", "binned")
    ),
    "person": ("people",),
    "shared_expense": ("expenses",),
    "approval": ("approvals",),
    **dict.fromkeys(("after", "before"), ("messages",)),
    # Made up by whoever sends it: it is looked for among their own only, and kept.
    "client_id": (),
    "conversation": ("conversations",),
    "partnership": ("partnership",),
    "until": ("notifications",),
    **dict.fromkeys(("goal", "goals", "from", "to"), ("goals",)),
}
# In a query string these are currencies.
CURRENCIES = ("from", "to")
# Fields that no example shows, so that they can hold an id at all.
SHOWN_NOWHERE: dict[str, Any] = {
    "lines": [{"category": None, "amount": "12.45"}, {"category": None, "amount": "12.45"}],
}
WORDS = ("MarkerPayee", "MarkerNotes", "marker-person@example.org")
Path = tuple[str, ...]
Node = dict[str, Any]


class Document:
    def __init__(self) -> None:
        self.whole: Node = orjson.loads(document()[1])

    def resolved(self, node: Node) -> Node:
        found: Node = node
        while "$ref" in found:
            found = self.whole["components"]["schemas"][found["$ref"].rpartition("/")[2]]
        return found

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        """Route, as the expectations write it but for converters, method and operation."""
        for path, item in self.whole["paths"].items():
            for method, operation in item.items():
                if path.startswith(API) and method != "parameters":
                    yield path[1:].replace("{", "<").replace("}", ">"), method.upper(), operation

    def ids_in(self, node: Node, path: Path = ()) -> Iterator[Path]:
        """Where an id may stand; '[]' for each of a list, '{}' for each value of an object."""
        node = self.resolved(node)
        if node.get("format") == "uuid":
            yield path
        for part in ("allOf", "oneOf", "anyOf"):
            for each in node.get(part, []):
                yield from self.ids_in(each, path)
        for name, each in node.get("properties", {}).items():
            yield from self.ids_in(each, (*path, name))
        if "items" in node:
            yield from self.ids_in(node["items"], (*path, "[]"))
        if isinstance(node.get("additionalProperties"), dict):
            yield from self.ids_in(node["additionalProperties"], (*path, "{}"))


def questions(stranger: Actor, owner: Actor) -> Iterator[tuple[str, Question]]:
    """Each with its route; the addresses are those of the stranger's own things."""
    whole = Document()
    for route, method, operation in whole.operations():
        address = address_of(route, stranger.ids)
        for parameter in operation.get("parameters", []):
            for value in _values(parameter, owner, whole):
                yield route, Question(method, f"{address}?{urlencode({parameter['name']: value})}")
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            examples: list[Node] = list(content.get("examples", {}).values())
            example = examples[0]["value"] if examples else {}
            for path in whole.ids_in(content["schema"]):
                own = _with_own(example, [*whole.ids_in(content["schema"])], path, stranger)
                for key in KINDS[_name_of(path)]:
                    yield route, _sent(method, address, kind, _placed(own, path, owner.ids[key]))


def fields_nobody_named() -> list[str]:
    whole = Document()
    found = [
        _name_of(path)
        for _route, _method, operation in whole.operations()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for path in whole.ids_in(content["schema"])
    ]
    return sorted(set(found) - KINDS.keys())


def _values(parameter: Node, owner: Actor, whole: Document) -> list[str]:
    """Ids of the owner's for a parameter that takes some; their words for one that searches."""
    if parameter["in"] != "query" or parameter["name"] in CURRENCIES:
        return []
    if parameter["name"] == "search":
        return list(WORDS)
    return [owner.ids[key] for key in KINDS.get(parameter["name"], ())]


def _name_of(path: Path) -> str:
    return next(each for each in reversed(path) if each not in ("[]", "{}"))


def _with_own(example: Node, paths: list[Path], asked: Path, stranger: Actor) -> Node:
    """The document's example with the stranger's own ids, and without the version, which it cannot know."""
    body = {name: value for name, value in deepcopy(example).items() if name != "version"}
    if asked[0] in SHOWN_NOWHERE:
        body[asked[0]] = deepcopy(SHOWN_NOWHERE[asked[0]])
        body.pop("category", None)
    for path in paths:
        kinds = KINDS[_name_of(path)]
        if path[0] in body and kinds:
            body = _placed(body, path, stranger.ids[kinds[0]])
    return body


def _placed(node: Any, path: Path, value: str) -> Any:
    """A copy with `value` at `path`: in the first of a list, and under the first line's key of an object."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step == "[]":
        found = list(node or [None])
        return [_placed(found[0], rest, value), *found[1:]]
    if step == "{}":
        return {"0:0": _placed(None, rest, value)}
    known = dict(node or {})
    return {**known, step: _placed(known.get(step), rest, value)}


def _sent(method: str, address: str, kind: str, body: Node) -> Question:
    if kind != "multipart/form-data":
        return Question(method, address, orjson.dumps(body), JSON)
    fields = {**body, "file": "Booking date;Payee;Amount;Currency\n2026-03-04;Shop;-65.00;EUR\n"}
    data = encode_multipart(BOUNDARY, fields).replace(b'name="file"', b'name="file"; filename="some.csv"')
    return Question(method, address, data, MULTIPART_CONTENT)
