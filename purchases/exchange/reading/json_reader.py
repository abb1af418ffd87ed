"""JSON of things: ours, and lists of purchases of other programs, with shop and brand by name, object or id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ledger.imports.readers.encoding import decode
from ledger.imports.readers.types import FileRefused
from purchases.exchange.own_format import FORMAT, VERSION, WARRANTY_COLUMNS
from purchases.exchange.reading.cells import LONGEST_TEXT, Manner
from purchases.exchange.reading.records import Name, ReadThing, ReadThings
from purchases.exchange.reading.things import thing_of
from purchases.exchange.reading.words import field_of

MOST_THINGS, MOST_NAMES = 200_000, 20_000
_LISTS = ("purchases", "things", "items", "results", "data")
_WARRANTY_KEYS = {"warranty_status": "status", "warranty_provider": "provider", "warranty_notes": "notes"}
_PARTS = ("warranties", "claims", "documents")


def read_json(data: bytes, *, currency: str) -> ReadThings:
    """Raises FileRefused: `no_json`, `no_things`, `later_version`, `too_many_lines`."""
    whole = _parsed(data)
    is_own = isinstance(whole, Mapping) and whole.get("format") == FORMAT
    if is_own and whole.get("version") != VERSION:
        raise FileRefused("later_version", version=str(whole.get("version"))[:20])
    objects = _objects(whole)
    if len(objects) > MOST_THINGS:
        raise FileRefused("too_many_lines", limit=str(MOST_THINGS))
    manner = Manner(currency=currency, is_own=is_own)
    beside = whole if isinstance(whole, Mapping) else {}
    tables = {field: _table(beside, f"{field}s") for field in ("retailer", "brand")}
    warranties = _by_thing(beside)
    things = [_thing(each, number, manner, tables, warranties) for number, each in enumerate(objects, start=1)]
    names = {field: _names(beside, f"{field}s") for field in tables} if is_own else {}
    return ReadThings(things, names)


def _parsed(data: bytes) -> Any:
    """Prices stay exact: no number of the file becomes a float."""
    try:
        return json.loads(decode(data)[0], parse_float=Decimal, parse_constant=_refused)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise FileRefused("no_json") from error


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _objects(whole: Any) -> list[Any]:
    found = whole if isinstance(whole, list) else None
    if isinstance(whole, Mapping):
        found = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), None)
    if found is None or (found and not any(isinstance(each, Mapping) for each in found)):
        raise FileRefused("no_things")
    return found


def _thing(
    each: Any, number: int, manner: Manner, tables: Mapping[str, dict[str, Any]], warranties: Mapping[str, list[Any]]
) -> ReadThing:
    if not isinstance(each, Mapping):
        return thing_of({}, number, manner)
    raw = dict(each) if manner.is_own else _named(each)
    for field, table in tables.items():
        key = each.get(f"{field}_id")
        if field not in raw and isinstance(key, str | int) and str(key) in table:
            raw[field] = table[str(key)]
    if not manner.is_own and "warranties" not in raw:
        found = _warranties_of(each, raw) or warranties.get(str(each.get("id")))
        if found:
            raw["warranties"] = found
    return thing_of(raw, number, manner)


def _named(each: Mapping[str, Any]) -> dict[str, Any]:
    """The object's values by our names of fields; lists and objects stay what they are."""
    raw: dict[str, Any] = {}
    for key, value in each.items():
        name = key if key in _PARTS else field_of(str(key)[:200])
        if name and not name.startswith("warranty_"):
            raw.setdefault(name, value)
    if isinstance(raw.get("warranties"), list):
        raw["warranties"] = [_warranty(one) for one in raw["warranties"] if isinstance(one, Mapping)]
    return raw


def _warranties_of(each: Mapping[str, Any], raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The object under `warranty`, or the values that stand among the thing's own."""
    inside = each.get("warranty")
    if isinstance(inside, Mapping):
        return [_warranty(inside)]
    said = {field_of(str(key)[:200]): value for key, value in each.items() if value not in (None, "")}
    flat = {
        _WARRANTY_KEYS.get(name, name): said[name] for name in (*WARRANTY_COLUMNS, "warranty_months") if name in said
    }
    return [flat] if flat else []


def _warranty(said: Mapping[str, Any]) -> dict[str, Any]:
    """`start`, `end`, `type` stand for the warranty's own when they are inside of one."""
    short = {"start": "warranty_start", "end": "warranty_end", "type": "warranty_type", "months": "warranty_months"}
    return {_WARRANTY_KEYS.get(name, name): value for key, value in said.items() for name in [short.get(key, key)]}


def _by_thing(beside: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Warranties in a list of their own, each with the id of its purchase."""
    found: dict[str, list[Any]] = {}
    listed = beside.get("warranties")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, Mapping) and isinstance(each.get("purchase_id"), str | int):
            found.setdefault(str(each["purchase_id"]), []).append(_warranty(each))
    return found


def _table(beside: Mapping[str, Any], name: str) -> dict[str, Any]:
    listed = beside.get(name)
    rows = listed[:MOST_NAMES] if isinstance(listed, list) else []
    return {str(row["id"]): row for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), str | int)}


def _names(beside: Mapping[str, Any], name: str) -> list[Name]:
    listed = beside.get(name)
    found = []
    for row in listed[:MOST_NAMES] if isinstance(listed, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get("name"), str) and len(row["name"]) <= LONGEST_TEXT:
            url = row.get("url")
            found.append(Name(" ".join(row["name"].split()), url if isinstance(url, str) else ""))
    return found
