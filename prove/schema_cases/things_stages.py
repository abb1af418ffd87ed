"""The stages of things that were bought, among partners: `way.partner` is shown one."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

from prove.schema_cases.making import make_account, make_entry
from prove.schema_cases.way import Way
from purchases.receipts.pdf_writer import write_pdf

BOUGHT = "2026-03-02"


def retailers_and_brands(way: Way) -> None:
    for names, field in (("retailers", "retailer_id"), ("brands", "brand_id")):
        way.go("get", f"{names}/", query={"search": "ikea", "limit": 5})
        common = way.go("get", f"{names}/")["results"][0]["id"]
        used = way.go("post", f"{names}/", {"name": f"Own {uuid4().hex[:6]}", "url": "https://shop.example"})["id"]
        way.go("get", f"{names}/{{key}}/", key=used)
        bought = {"product_name": "Lamp", "price": "80.00", "purchase_date": BOUGHT, field: used}
        way.go("post", "purchases/", bought)
        way.go("delete", f"{names}/{{key}}/", query={"replacement": common}, key=used)


def things(way: Way) -> None:
    kettle = {"product_name": "Kettle", "price": "49.90", "purchase_date": BOUGHT, "warranty_months": 24}
    key = way.go("post", "purchases/", kettle)["id"]
    way.go("get", "purchases/", query={"search": "kettle", "start_date": BOUGHT, "ordering": "-price", "limit": 5})
    shown = way.go("get", "purchases/{key}/", key=key)
    way.go("put", "purchases/{key}/", {**shown, "location": "Kitchen"}, key=key)
    way.go("patch", "purchases/{key}/", {"tags": ["kitchen"], "return_until": "2026-03-16"}, key=key)
    way.go("post", "purchases/{key}/sharing/", key=key)
    way.partner.go("get", "purchases/{key}/", key=key)
    way.go("delete", "purchases/{key}/sharing/", key=key)
    entry = make_entry(way, make_account(way, "Shopping"), "49.90", "2026-03-03", payee="Kettles and Co")
    way.go("get", "purchases/{key}/transaction/", key=key)
    way.go("put", "purchases/{key}/transaction/", {"transaction": entry}, key=key)
    way.go("delete", "purchases/{key}/transaction/", key=key)
    way.go("delete", "purchases/{key}/", key=key)


def warranties_and_claims(way: Way) -> None:
    thing = way.go("post", "purchases/", {"product_name": "Bike", "price": "900.00", "purchase_date": BOUGHT})["id"]
    sent = {"purchase_id": thing, "warranty_end": "2028-03-02"}
    key = way.go("post", "warranties/", sent)["id"]
    way.go("get", "warranties/", query={"status": "active", "purchase_id": thing})
    way.go("get", "warranties/expiring/", query={"days": 3650})
    shown = way.go("get", "warranties/{key}/", key=key)
    way.go("put", "warranties/{key}/", {**shown, "provider": "Bikes Ltd"}, key=key)
    way.go("patch", "warranties/{key}/", {"notes": "By mail"}, key=key)
    wrong = {"problem": "The light is dead", "warranty": key}
    claim = way.go("post", "purchases/{key}/claims/", wrong, key=thing)["id"]
    way.go("get", "purchases/{key}/claims/", key=thing)
    way.go("get", "purchases/{key}/claims/{claim}/", key=thing, claim=claim)
    way.go("patch", "purchases/{key}/claims/{claim}/", {"status": "repaired", "cost": "5.00"}, key=thing, claim=claim)
    way.go("delete", "purchases/{key}/claims/{claim}/", key=thing, claim=claim)
    way.go("delete", "warranties/{key}/", key=key)


def saved_views(way: Way) -> None:
    sent = {"page": "things", "name": f"Kitchen {uuid4().hex[:6]}", "query": "search=kettle&status=received"}
    key = way.go("post", "saved-views/", sent)["id"]
    way.go("get", "saved-views/", query={"page": "things"})
    way.go("patch", "saved-views/{key}/", {"query": "search=kettle"}, key=key)
    way.go("delete", "saved-views/{key}/", key=key)


def things_as_files(way: Way) -> None:
    sheet = f"product,price,bought on\nKettle {uuid4().hex[:6]},49.90,{BOUGHT}\n".encode()
    key = way.go("post", "purchases/import/", {"file": sheet, "duplicates": "skip"})["id"]
    way.go("get", "purchases/imports/", query={"limit": 5})
    while way.go("get", "purchases/imports/{key}/", key=key)["status"] == "running":
        time.sleep(0.1)
    way.go("get", "purchases/export/", query={"format": "csv", "search": "kettle"})
    way.go("delete", "purchases/imports/{key}/", key=key)


def figures_of_things(way: Way) -> None:
    for name in (
        "spending", "summary", "warranties/timeline", "warranties/summary", "retailers", "brands", "top-products",
        "recent-purchases", "recent-warranties",
    ):  # fmt: skip
        way.go("get", f"purchases/analytics/{name}/")
    days = {"start_date": BOUGHT, "end_date": "2026-12-31"}
    way.go("get", "purchases/analytics/spending/by-period/", query=days)


def documents(way: Way) -> None:
    thing = way.go("post", "purchases/", {"product_name": "Oven", "price": "700.00", "purchase_date": BOUGHT})["id"]
    entry = make_entry(way, make_account(way, "Papers"), "700.00", "2026-03-03", payee="Ovens and Co")
    paper = write_pdf(["Ovens and Co", "Oven 700.00 EUR", f"Order {uuid4().hex[:8]}"])
    key = way.go("post", "documents/", {"file": paper, "role": "receipt", "purchase_id": thing})["id"]
    way.go("get", "documents/", query={"purchase_id": thing, "attached": "true", "search": "oven", "ordering": "name"})
    way.go("get", "documents/{key}/", key=key)
    way.go("get", "documents/{key}/content/", key=key)
    way.go("get", "documents/{key}/thumbnail/", key=key)
    way.go("patch", "documents/{key}/", {"name": "Oven", "role": "warranty"}, key=key)
    way.go("post", "documents/{key}/attachments/", {"transaction": entry}, key=key)
    way.go("delete", "documents/{key}/attachments/", query={"transaction": entry}, key=key)
    way.go("delete", "documents/{key}/", key=key)


THINGS_STAGES: tuple[Callable[[Way], None], ...] = (
    retailers_and_brands,
    things,
    warranties_and_claims,
    saved_views,
    things_as_files,
    figures_of_things,
    documents,
)
