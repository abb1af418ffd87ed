"""What a person of the proof has bought: a thing with everything that hangs on one, each with their word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from insights.advice.services import weigh_purchase
from ledger.core.models import Transaction
from purchases.core.models import Brand, Purchase, Retailer
from purchases.core.services import add_name, add_warranty, create_purchase, link_payment, open_claim
from purchases.documents.services import attach_document, keep_document
from purchases.exchange.services import keep_import
from purchases.receipts.pdf_writer import write_pdf

BOUGHT = date(2026, 3, 2)


def make_things(owner: User, word: str, entry: Transaction) -> dict[str, str]:
    """Ids, by the part of an address they follow. The retailer and the brand are in use, and so not to be deleted."""
    retailer = add_name(Retailer, owner=owner, name=f"{word}Retailer")
    brand = add_name(Brand, owner=owner, name=f"{word}Brand")
    thing = create_purchase(
        owner=owner, product_name=f"{word}Product", price=Decimal("8642.97"), purchase_date=BOUGHT,
        retailer_id=retailer.pk, brand_id=brand.pk, serial_number=f"{word}Serial", location=f"{word}Shelf",
        notes=f"{word}Notes", tags=[f"{word}Tag"],
    )  # fmt: skip
    link_payment(purchase=thing, linked_by=owner, transaction_id=entry.pk)
    thing = Purchase.objects.get(pk=thing.pk)
    warranty = add_warranty(
        purchase=thing, added_by=owner, warranty_end=date(2028, 3, 2), provider=f"{word}Provider", notes=f"{word}Notes"
    )
    claim = open_claim(purchase=thing, opened_by=owner, problem=f"{word}Problem", reference=f"{word}Reference")
    lines = [f"{word}Shop", f"{word}Product 8,642.97 EUR", "Total 8,642.97 EUR"]
    document, _is_new = keep_document(owner=owner, upload=write_pdf(lines), name=f"{word}Receipt.pdf")
    attach_document(document=document, by=owner, purchase=thing, warranty=warranty)
    waiting, _is_new = keep_document(owner=owner, upload=write_pdf([f"{word}Waiting"]), name=f"{word}Waiting.pdf")
    listed = SimpleUploadedFile("list.csv", f"product,price,date\n{word}Listed,1.00,2026-03-02\n".encode())
    taken_in = keep_import(owner=owner, upload=listed, name=f"{word}List.csv", kind="csv")
    asked = weigh_purchase(person=owner, item_description=f"{word}Wish", amount=Decimal("8642.97"), currency="EUR")
    return {
        "advice": str(asked.pk),
        "thing-imports": str(taken_in.pk),
        **dict.fromkeys(("documents", "document", "papers", "from-paper"), str(document.pk)),
        "inbox": str(waiting.pk),
        "from-payment": str(entry.pk),
        **dict.fromkeys(("purchases", "purchase", "things"), str(thing.pk)),
        **dict.fromkeys(("warranties", "warranty"), str(warranty.pk)),
        **dict.fromkeys(("claims", "claim"), str(claim.pk)),
        **dict.fromkeys(("retailers", "retailer"), str(retailer.pk)),
        **dict.fromkeys(("brands", "brand"), str(brand.pk)),
    }
