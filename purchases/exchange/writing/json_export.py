"""JSON that holds all of a person's things: version 1 of the form our own import reads (see `own_format`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.utils import timezone

from accounts.models import User
from config.kernel.money import money_text
from purchases.core.listing import PurchaseFilter
from purchases.core.models import Brand, Retailer
from purchases.documents.models import Attachment
from purchases.exchange.own_format import FORMAT, VERSION
from purchases.exchange.selection import ExportedThing, pages

_OPTIONS = orjson.OPT_UTC_Z
_THING_FIELDS = (
    "quantity", "status", "purchase_date", "received_date", "return_until", "serial_number", "location", "notes",
    "tags", "is_archived", "life_months", "in_net_worth",
)  # fmt: skip
_WARRANTY_FIELDS = ("warranty_start", "warranty_end", "warranty_type", "status", "provider", "notes")
_CLAIM_FIELDS = ("status", "problem", "reference", "opened_on", "sent_on", "closed_on", "notes")


def json_chunks(person: User, wanted: PurchaseFilter) -> Iterator[bytes]:
    """One object, a thing a line; 500 things at a time."""
    head = {"format": FORMAT, "version": VERSION, "exported_at": timezone.now(), "currency": person.currency}
    yield b"{" + orjson.dumps(head, option=_OPTIONS)[1:-1]
    for name, model in (("retailers", Retailer), ("brands", Brand)):
        own = model.objects.owned_by(person).order_by("pk").values("name", "url")
        yield b",\n" + orjson.dumps(name) + b":[\n" + _lines(own) + b"]"
    yield b',\n"purchases":['
    first = True
    for page in pages(person, wanted):
        yield (b"\n" if first else b",\n") + _lines(map(_thing, page))
        first = False
    yield b"\n]}\n"


def _lines(records: Iterable[dict[str, Any]]) -> bytes:
    return b",\n".join(orjson.dumps(each, default=str, option=_OPTIONS) for each in records)


def _thing(each: ExportedThing) -> dict[str, Any]:
    """Warranties are named by their place among those of the thing."""
    thing = each.purchase
    places = {warranty.pk: place for place, warranty in enumerate(each.warranties)}
    claims = {claim.pk: place for place, claim in enumerate(each.claims)}
    return {
        "id": thing.pk,
        "origin": thing.origin,
        "product_name": thing.product_name,
        "price": money_text(thing.price, thing.currency),
        "currency_code": thing.currency,
        "retailer": thing.retailer.name if thing.retailer else "",
        "brand": thing.brand.name if thing.brand else "",
        "category": each.category,
        **{name: getattr(thing, name) for name in _THING_FIELDS},
        "transaction": thing.transaction_id,
        "warranties": [{name: getattr(one, name) for name in _WARRANTY_FIELDS} for one in each.warranties],
        "claims": [
            {
                **{name: getattr(one, name) for name in _CLAIM_FIELDS},
                "cost": money_text(one.cost, thing.currency),
                "warranty": places.get(one.warranty_id) if one.warranty_id else None,
            }
            for one in each.claims
        ],
        "documents": [_document(one, places, claims) for one in each.attachments],
    }


def _document(one: Attachment, warranties: dict[Any, int], claims: dict[Any, int]) -> dict[str, Any]:
    return {
        "sha256": one.document.file.file_id,
        "name": one.document.name,
        "role": one.document.role,
        "warranty": warranties.get(one.warranty_id) if one.warranty_id else None,
        "claim": claims.get(one.claim_id) if one.claim_id else None,
    }
