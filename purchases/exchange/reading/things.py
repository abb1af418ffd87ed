"""From the named values of a line or an object to a thing as the file says it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ledger.imports.readers.amounts import currency_in
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.values import end_after
from purchases.exchange.own_format import split_tags
from purchases.exchange.reading import cells, words
from purchases.exchange.reading.cells import Manner
from purchases.exchange.reading.records import Name, Paper, ReadThing, Remark, Unreadable

Raw = Mapping[str, Any]
Cell = Callable[[object, str, Manner], Any]
MOST_PAPERS, MOST_PARTS = 500, 200
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ROLES = frozenset(["receipt", "warranty", "manual", "photo", "other"])
_REQUIRED = ("product_name", "price", "purchase_date")
_CLAIM_STATUSES = frozenset(Claim.Status.values)
# What stands in a field, the service's name of it, and how it is read.
_FIELDS: tuple[tuple[str, str, Cell], ...] = (
    ("product_name", "product_name", cells.text_of),
    ("price", "price", cells.price_of),
    ("currency_code", "currency", cells.currency_of),
    ("quantity", "quantity", cells.whole_of),
    ("purchase_date", "purchase_date", cells.day_of),
    ("received_date", "received_date", cells.day_of),
    ("return_until", "return_until", cells.day_of),
    ("serial_number", "serial_number", cells.text_of),
    ("location", "location", cells.text_of),
    ("notes", "notes", cells.text_of),
    ("is_archived", "is_archived", cells.flag_of),
    ("life_months", "life_months", cells.whole_of),
    ("in_net_worth", "in_net_worth", cells.flag_of),
)
_EMPTY = {
    "received_date": None, "return_until": None, "life_months": None, "serial_number": "", "location": "", "notes": "",
}  # fmt: skip


def thing_of(raw: Raw, number: int, manner: Manner) -> ReadThing:
    """Never fails: what cannot be read has a `refusal`. A blank value says 'none' in our own files, else nothing."""
    thing = ReadThing(number)
    try:
        _read(raw, thing, manner)
    except Unreadable as error:
        thing.refusal = error.remark
    return thing


def _read(raw: Raw, thing: ReadThing, manner: Manner) -> None:
    thing.marks = tuple(mark for name in ("id", "origin") if (mark := cells.uuid_of(raw.get(name))))
    for field, name, read in _FIELDS:
        if not _is_blank(raw.get(field)):
            thing.values[name] = read(raw[field], field, manner)
        elif manner.is_own and field in raw and name in _EMPTY:
            thing.values[name] = _EMPTY[name]
    for field in _REQUIRED:
        if field not in thing.values:
            raise Unreadable(field, "required", _("This is missing."))
    if "currency" not in thing.values:
        named = currency_in(str(raw["price"])) if isinstance(raw.get("price"), str) else ""
        thing.values["currency"] = named or manner.currency
    _read_status(raw, thing, manner)
    _read_tags(raw, thing, manner)
    for field in ("retailer", "brand"):
        if field in raw and (manner.is_own or not _is_blank(raw[field])):
            thing.names[field] = _name(raw, field, manner)
    if "category" in raw and (manner.is_own or not _is_blank(raw["category"])):
        thing.category = cells.text_of(raw["category"], "category", manner)
    thing.transaction_id = cells.uuid_of(raw.get("transaction"))
    thing.warranties = _warranties(raw, thing, manner)
    thing.claims = _claims(raw, thing, manner)
    thing.papers = list(_papers(raw, thing, manner))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _read_status(raw: Raw, thing: ReadThing, manner: Manner) -> None:
    """What nobody knows is left out and said; what was received on a day has been received."""
    if _is_blank(raw.get("status")):
        return
    text = cells.text_of(raw["status"], "status", manner)
    found = words.status_of(text)
    if found:
        thing.values["status"] = found
    else:
        thing.remarks.append(Remark("status", "unknown_choice", _("This is no status we know; it counts as received.")))
        thing.values["status"] = str(Purchase.Status.RECEIVED)


def _read_tags(raw: Raw, thing: ReadThing, manner: Manner) -> None:
    said = raw.get("tags")
    if isinstance(said, list):
        thing.values["tags"] = [cells.text_of(each, "tags", manner) for each in said[:1000]]
    elif manner.is_own and "tags" in raw:
        thing.values["tags"] = split_tags(cells.text_of(said, "tags", manner))
    elif not _is_blank(said):
        text = cells.text_of(said, "tags", manner)
        thing.values["tags"] = [part.strip() for part in re.split("[,;|]", text) if part.strip()]


def _name(raw: Raw, field: str, manner: Manner) -> Name:
    """A name, or an object with name and url."""
    said: Any = raw[field]
    url: Any = raw.get(f"{field}_url")
    if isinstance(said, Mapping):
        said, url = said.get("name"), said.get("url")
    return Name(
        " ".join(cells.text_of(said, field, manner).split()),
        cells.text_of(url, field, manner).strip() if isinstance(url, str) else "",
    )


def _objects(raw: Raw, field: str) -> list[Raw]:
    said = raw[field]
    if not isinstance(said, list) or len(said) > MOST_PAPERS or not all(isinstance(each, Mapping) for each in said):
        raise Unreadable(field, "no_list", _("This is no list of such."))
    return said


def _warranties(raw: Raw, thing: ReadThing, manner: Manner) -> list[dict[str, Any]] | None:
    if "warranties" not in raw:
        return None
    return [_warranty(each, thing, manner) for each in _objects(raw, "warranties")]


def _warranty(raw: Raw, thing: ReadThing, manner: Manner) -> dict[str, Any]:
    """In the names of `add_warranty`, whole. It starts with the purchase unless it says else; months make its end."""
    found: dict[str, Any] = {"warranty_start": thing.values["purchase_date"], "warranty_end": None}
    for name in ("warranty_start", "warranty_end"):
        if not _is_blank(raw.get(name)):
            found[name] = cells.day_of(raw[name], name, manner)
    kind = raw.get("warranty_type")
    text = "" if _is_blank(kind) else cells.text_of(kind, "warranty_type", manner)
    known = text if text in Warranty.Type.values else words.type_of(text)
    found["warranty_type"] = known if text else str(Warranty.Type.LIMITED)
    months = raw.get("warranty_months")
    if not _is_blank(months) and found["warranty_end"] is None and known != Warranty.Type.LIFETIME:
        if isinstance(months, str) and words.type_of(months) == Warranty.Type.LIFETIME:
            found["warranty_type"] = str(Warranty.Type.LIFETIME)
        else:
            length = cells.months_of(months, "warranty_months", manner)
            found["warranty_end"] = end_after(found["warranty_start"], length)
    if found["warranty_type"] == Warranty.Type.LIFETIME and not manner.is_own:
        found["warranty_end"] = None
    status = raw.get("status", "")
    found["status"] = words.warranty_status_of(status) if isinstance(status, str) else ""
    found["status"] = found["status"] or str(Warranty.Status.ACTIVE)
    for name in ("provider", "notes"):
        found[name] = cells.text_of(raw.get(name), f"warranty_{name}", manner)
    return found


def _claims(raw: Raw, thing: ReadThing, manner: Manner) -> list[dict[str, Any]] | None:
    """In the names of `open_claim`, whole, but for `warranty`: the place of one among the thing's."""
    if "claims" not in raw:
        return None
    found = []
    for each in _objects(raw, "claims"):
        claim: dict[str, Any] = {
            name: cells.text_of(each.get(name), name, manner) for name in ("problem", "reference", "notes")
        }
        claim["status"] = cells.choice_of(each.get("status", "opened"), "status", manner, _CLAIM_STATUSES)
        claim["cost"] = cells.price_of(each.get("cost", "0"), "cost", manner)
        for name in ("sent_on", "closed_on"):
            claim[name] = None if _is_blank(each.get(name)) else cells.day_of(each[name], name, manner)
        claim["opened_on"] = cells.day_of(each.get("opened_on"), "opened_on", manner)
        claim["warranty"] = _place(each.get("warranty"), thing.warranties)
        found.append(claim)
    return found


def _place(said: object, among: Sequence[object] | None) -> int | None:
    """A place that is none is nothing: the claim or the document hangs on the thing alone."""
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < len(among or ()):
        return said
    return None


def _papers(raw: Raw, thing: ReadThing, manner: Manner) -> list[Paper]:
    if not isinstance(raw.get("documents"), list):
        return []
    found = []
    for each in _objects(raw, "documents"):
        digest = each.get("sha256")
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            thing.remarks.append(Remark("documents", "no_digest", _("A document has no SHA-256 and was left out.")))
            continue
        role = each.get("role")
        found.append(
            Paper(
                digest=digest,
                name=cells.text_of(each.get("name"), "documents", manner)[:255],
                role=role if isinstance(role, str) and role in _ROLES else "other",
                warranty=_place(each.get("warranty"), thing.warranties),
                claim=_place(each.get("claim"), thing.claims),
            )
        )
    return found
