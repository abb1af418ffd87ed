"""A person with many things: purchases over ten years, each with a warranty and two documents, written in bulk.

What they come to is added up as the services do it, so that every figure is the one a person would have.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from bench.generate import LAST_DAY, PASSWORD, SEED, SPENDING, YEARS
from config.kernel.files import store
from config.kernel.folding import fold
from config.kernel.models import FileReference
from ledger.core import services
from ledger.core.services import TransactionDraft
from ledger.core.system_categories import system_category_id
from purchases.core.models import Brand, Purchase, Retailer, ThingAccess, Warranty
from purchases.core.summing import Cell, add_up, cells_of_purchase, cells_of_warranty
from purchases.core.values import end_after, search_text_of, status_on, values_of
from purchases.documents.models import Attachment, Document

SIZES = (100, 10_000)
DOCUMENTS_EACH, CONTENTS = 2, 20
NAMES = 12
CHUNK = 2_000
# Of a warranty: long enough that a hundred things fill a page of running ones.
COVERED_MONTHS = 60
_OF_PURCHASE = ("product_name", "serial_number", "location", "notes", "tags")
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@transaction.atomic
def make_owner(size: int) -> User:
    """`size` things, a third of them in net worth, a tenth archived, twice as many documents, and a year of lines."""
    person = User.objects.create_user(f"things-{size}@bench.example", PASSWORD, name=f"Things {size}", currency="EUR")
    account = services.create_money_account(owner=person, currency="EUR", name="Everyday", opening_balance=Decimal(1))
    services.record_many(account=account, recorded_by=person, drafts=list(_lines()))
    retailers = [_named(Retailer, person, f"Shop {number}") for number in range(NAMES)]
    brands = [_named(Brand, person, f"Brand {number}") for number in range(NAMES)]
    files = [_content(person, number).file_id for number in range(CONTENTS)]
    dice = random.Random(SEED)  # noqa: S311
    for first in range(0, size, CHUNK):
        places = range(first, min(first + CHUNK, size))
        _write(person, [_purchase(person, place, size, retailers, brands, dice) for place in places], files)
    return person


def reads_of(person: User) -> dict[str, str]:
    """What is asked for, by its name in the table."""
    shop = Retailer.objects.owned_by(person).order_by("pk")[0]
    brand = Brand.objects.owned_by(person).order_by("pk")[0]
    thing = Purchase.objects.owned_by(person).order_by("-purchase_date", "-pk")[0]
    api = "/api/v1/purchases/"
    figures = (
        "spending", "summary", "warranties/timeline", "warranties/summary", "retailers", "brands", "top-products",
        "recent-purchases", "recent-warranties",
    )  # fmt: skip
    period = f"start_date={LAST_DAY - timedelta(days=400)}&end_date={LAST_DAY}"
    return {
        "things": f"{api}?limit=20",
        "things of a shop": f"{api}?retailer_id={shop.pk}&limit=5",
        "things received": f"{api}?status=received&limit=20",
        "things of a brand, dearest first": f"{api}?brand_id={brand.pk}&ordering=-price&limit=5",
        "one thing": f"{api}{thing.pk}/",
        "warranties": "/api/v1/warranties/?limit=20",
        "warranties in force": "/api/v1/warranties/?status=active&limit=20",
        "warranties that end": "/api/v1/warranties/expiring/?days=365&limit=5",
        **{f"analytics {name}": f"{api}analytics/{name}/" for name in figures},
        "analytics spending/by-period": f"{api}analytics/spending/by-period/?{period}",
        "inventory (page)": "/things/?view=cards",
        "inventory as a table (page)": "/things/?view=table",
        "inventory of what was received (page)": "/things/?status=received",
        "inventory of a shop (page)": f"/things/?retailer_id={shop.pk}",
        "a thing (page)": f"/things/{thing.pk}/",
        "warranties (page)": "/things/warranties/",
        "analytics of things (page)": "/things/analytics/",
        "shops and brands (page)": "/things/shops/",
        "overview with things (page)": "/",
    }


def _lines() -> Iterator[TransactionDraft]:
    for place in range(365):
        category = SPENDING[place % len(SPENDING)]
        yield TransactionDraft(
            amount=Decimal(-500 - place) / 100,
            booked_on=LAST_DAY - timedelta(days=364 - place),
            payee=f"Merchant {place % 40}",
            category_id=system_category_id(category.slug),
            category_source="merchant",
            category_confidence=Decimal("0.90"),
        )


def _named(model: type[Retailer] | type[Brand], person: User, name: str) -> Retailer | Brand:
    return model.objects.create(owner=person, name=name, name_key=fold(name))


def _content(person: User, number: int) -> FileReference:
    data = _PDF + b"%% " + str(number).encode()
    return store(person, data, name=f"{number}.pdf", content_type="application/pdf", purpose="bench")


def _purchase(
    person: User, place: int, size: int, retailers: list[Retailer | Brand], brands: list[Retailer | Brand],
    dice: random.Random,
) -> Purchase:  # fmt: skip
    days = YEARS * 365
    bought = LAST_DAY - timedelta(days=days - 1 - place * days // size)
    category = SPENDING[dice.randrange(len(SPENDING))]
    purchase = Purchase(
        owner=person,
        product_name=f"{category.name} product {dice.randrange(max(1, size * 7 // 10))}",
        price=Decimal(dice.randrange(500, 150_000)) / 100,
        currency="EUR",
        quantity=dice.choice((1, 1, 1, 2)),
        retailer_id=dice.choice(retailers).pk,
        brand_id=dice.choice(brands).pk,
        category_id=system_category_id(category.slug),
        status=Purchase.Status.ORDERED if place >= size - 3 else Purchase.Status.RECEIVED,
        purchase_date=bought,
        location=f"Room {place % 8}",
        serial_number=f"SN{place:06}",
        tags=[f"tag {place % 20}"],
        is_archived=place % 10 == 0,
        life_months=60 if place % 3 == 0 else None,
        in_net_worth=place % 3 == 0,
        papers=DOCUMENTS_EACH,
    )
    purchase.search_text = search_text_of(values_of(purchase, _OF_PURCHASE))
    return purchase


def _write(person: User, purchases: list[Purchase], files: list[str]) -> None:
    Purchase.objects.bulk_create(purchases)
    ThingAccess.objects.bulk_create(
        ThingAccess(
            purchase=each,
            person=person,
            role=ThingAccess.Role.OWNER,
            purchase_date=each.purchase_date,
            is_archived=each.is_archived,
        )
        for each in purchases
    )
    warranties = [_warranty(person, each) for each in purchases]
    Warranty.objects.bulk_create(warranties)
    cells: list[Cell] = [cell for each in purchases for cell in cells_of_purchase(each)]
    cells += [cell for each in warranties for cell in cells_of_warranty(each)]
    _add_in_parts(person, cells)
    _attach(person, purchases, files)


def _add_in_parts(person: User, cells: list[Cell]) -> None:
    """As many a statement as a database takes parameters for."""
    for first in range(0, len(cells), CHUNK):
        add_up(person.pk, added=cells[first : first + CHUNK])


def _warranty(person: User, purchase: Purchase) -> Warranty:
    end = end_after(purchase.purchase_date, COVERED_MONTHS)
    return Warranty(
        purchase=purchase,
        owner=person,
        warranty_start=purchase.purchase_date,
        warranty_end=end,
        status=status_on(Warranty.Status.ACTIVE, end, person.today),
    )


def _attach(person: User, purchases: list[Purchase], files: list[str]) -> None:
    """Few contents under many digests: what is measured are rows, not the disk."""
    references: list[FileReference] = []
    documents: list[Document] = []
    attachments: list[Attachment] = []
    for purchase in purchases:
        for number in range(DOCUMENTS_EACH):
            name = f"{purchase.serial_number}-{number}.pdf"
            reference = FileReference(
                file_id=files[len(references) % len(files)],
                owner=person,
                purpose="bench",
                name=name,
                content_type="application/pdf",
            )
            document = Document(
                owner=person,
                file=reference,
                digest=f"{purchase.pk.hex}{number:032x}",
                name=name,
                kind=Document.Kind.PDF,
                size=len(_PDF),
                pages=1,
            )
            references.append(reference)
            documents.append(document)
            attachments.append(Attachment(document=document, purchase=purchase))
    FileReference.objects.bulk_create(references)
    Document.objects.bulk_create(documents)
    Attachment.objects.bulk_create(attachments)
