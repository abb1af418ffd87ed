"""Files of others, odd files and hostile ones: taken in, or refused with a reason, and never half."""

from __future__ import annotations

import csv
import hashlib
import json
import struct
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from ledger.exporting.own_format import neutralise, restored
from ledger.imports.readers.types import FileRefused
from purchases.conftest import Books, Buys
from purchases.core.models import Purchase, Warranty
from purchases.documents.models import Document
from purchases.documents.services import attach_document, keep_document
from purchases.exchange.own_format import CSV_COLUMNS, join_tags, split_tags
from purchases.exchange.reading.archive import open_archive
from purchases.exchange.reading.csv_reader import read_csv, read_sheet
from purchases.exchange.reading.json_reader import read_json
from purchases.exchange.reading.words import field_of
from purchases.exchange.tests.conftest import Taking, counts_of, given_out, picture

TODAY = date(2026, 11, 20)
# As seed 004 has it.
SEED = [
    {
        "id": 7,
        "product_name": "Fridge",
        "price": 1299.10,
        "currency_code": "USD",
        "retailer": {"name": "Corner Shop", "url": "https://corner.example"},
        "brand": {"name": "Bosch", "url": ""},
        "status": "RECEIVED",
        "purchase_date": "2026-03-02T18:20:00Z",
        "notes": None,
        "warranty": {
            "warranty_start": "2026-03-02T00:00:00Z",
            "warranty_end": "2028-03-02T00:00:00Z",
            "warranty_type": "LIMITED",
            "status": "ACTIVE",
            "provider": "Bosch",
        },
    },
    {"product_name": "Lamp", "price": "20", "retailer": "IKEA", "status": "ORDERED", "purchase_date": "2026-11-01"},
    {
        "product_name": "Drill", "price": 80, "retailer_name": "OBI", "status": "Received",
        "purchase_date": "2026-11-01", "warranty_end": "2027-11-01",
    },
]  # fmt: skip


def test_the_seeds_own_form_is_taken_in(ana: User, take: Taking) -> None:
    assert counts_of(take(ana, json.dumps({"purchases": SEED}).encode())) == (3, 0, 0, 0)
    fridge, lamp, drill = Purchase.objects.order_by("pk").select_related("retailer", "brand")
    assert (fridge.price, fridge.currency, fridge.status) == (Decimal("1299.1"), "USD", "received")
    assert fridge.purchase_date == date(2026, 3, 2)
    assert fridge.retailer is not None
    assert (fridge.retailer.name, fridge.retailer.url) == ("Corner Shop", "https://corner.example")
    assert fridge.brand is not None
    assert fridge.brand.is_system
    assert [str(each.warranty_end) for each in (fridge.warranties.get(), drill.warranties.get())] == [
        "2028-03-02",
        "2027-11-01",
    ]
    assert (lamp.status, lamp.currency, lamp.warranties.count()) == ("ordered", "EUR", 0)
    assert counts_of(take(ana, json.dumps(SEED).encode())) == (0, 0, 3, 0)


def test_names_and_warranties_beside_the_purchases_are_found(ana: User, take: Taking) -> None:
    data = {
        "purchases": [
            {
                "id": 1,
                "product_name": "Fridge",
                "price": 5,
                "purchase_date": "2026-03-02",
                "retailer_id": 3,
                "brand_id": 9,
            }
        ],
        "retailers": [{"id": 3, "name": "Corner"}],
        "brands": [],
        "warranties": [{"purchase_id": 1, "warranty_end": "2028-03-02", "warranty_type": "EXTENDED"}],
    }
    take(ana, json.dumps(data).encode())
    fridge = Purchase.objects.select_related("retailer").get()
    assert fridge.retailer is not None
    assert fridge.retailer.name == "Corner"
    assert fridge.warranties.get().warranty_type == "extended"


@pytest.mark.parametrize(
    "headers",
    [
        "Product,Price,Date,Shop,Brand,Status,Warranty until,Serial number",
        "Artikel,Kaufpreis,Kaufdatum,Händler,Marke,Status,Garantie bis,Seriennummer",
        "Produit,Prix,Date d'achat,Magasin,Marque,Statut,Fin de garantie,Numéro de série",
        "Producto,Precio,Fecha de compra,Tienda,Marca,Estado,Garantía hasta,Número de serie",
        "Prodotto,Prezzo,Data di acquisto,Negozio,Marca,Stato,Scadenza garanzia,Numero di serie",
        "Product,Prijs,Aankoopdatum,Winkel,Merk,Status,Garantie tot,Serienummer",
    ],
)
def test_columns_are_known_in_six_languages(headers: str) -> None:
    assert [field_of(each) for each in headers.split(",")] == [
        "product_name", "price", "purchase_date", "retailer", "brand", "status", "warranty_end", "serial_number",
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    rows = [
        ["Artikel", "Preis", "Kaufdatum", "Garantie"],
        ["Kühlschrank für Oma", "1.299,50 €", "13.04.2026", "2 Jahre"],
    ]
    data = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)
    sheet = read_sheet(data, currency="CHF", today=TODAY)
    [thing] = read_csv(sheet).things
    assert thing.refusal is None
    assert thing.values == {
        "product_name": "Kühlschrank für Oma",
        "price": Decimal("1299.50"),
        "purchase_date": date(2026, 4, 13),
        "currency": "EUR",
    }
    assert thing.warranties is not None
    assert thing.warranties[0]["warranty_end"] == date(2028, 4, 13)


def test_what_breaks_a_rule_is_refused_whole_with_its_line(ana: User, take: Taking) -> None:
    data = (
        b"product,price,date,status,received date,warranty until,serial\n"
        b"Kettle,-5,2026-11-01,,,,\n"
        b"Kettle,1.234567,2026-11-01,,,,\n"
        b"Kettle,5,2026-02-30,,,,\n"
        b"Kettle,5,1830-02-01,,,,\n"
        b"Kettle,5,2026-11-01,ordered,2026-11-02,,\n"
        b"Kettle,5,2026-11-01,,,2020-01-01,\n"
        b"Kettle,5,2026-11-01,,,," + b"x" * 200 + b"\n"
        b"Kettle,99999999999999999999,2026-11-01,,,,\n"
        b'"Two\nlines",5,2026-11-01,lost,,,\n'
    )
    done = take(ana, data)
    assert counts_of(done) == (1, 0, 0, 8)
    said = [(each["line"], each["outcome"], each["code"]) for each in done.report]
    assert said == [
        (2, "refused", "below_zero"),
        (3, "refused", "too_many_decimals"),
        (4, "refused", "no_day"),
        (5, "refused", "no_day"),
        (6, "refused", "not_received_yet"),
        (7, "refused", "end_before_start"),
        (8, "refused", "max_length"),
        (9, "refused", "no_amount"),
        (10, "partly", "unknown_choice"),
    ]
    assert Purchase.objects.get().product_name == "Two lines"
    assert not Warranty.objects.exists()


def test_equal_lines_stay_as_many_as_they_are_and_come_once(ana: User, take: Taking) -> None:
    two = b"product,price,date\nKettle,5,2026-11-01\nKettle,5,2026-11-01\n"
    assert counts_of(take(ana, two)) == (2, 0, 0, 0)
    assert counts_of(take(ana, two)) == (0, 0, 2, 0)
    assert counts_of(take(ana, two + b"KETTLE,5.00,2026-11-01\n")) == (1, 0, 2, 0)


def test_a_payment_of_somebody_else_is_not_linked(ana: User, carla: User, books: Books, take: Taking) -> None:
    entry = books()
    coming = books("20.00", payee="Refund")
    lines = [
        {"product_name": f"T{place}", "price": "5", "purchase_date": "2026-11-01", "transaction": str(key)}
        for place, key in enumerate((entry.pk, coming.pk, "01930000-0000-7000-8000-000000000001"))
    ]
    assert take(carla, json.dumps(lines).encode()).added == 3
    assert not Purchase.objects.filter(transaction__isnull=False).exists()
    assert take(ana, json.dumps(lines).encode()).added == 3
    assert [each.product_name for each in Purchase.objects.filter(transaction=entry)] == ["T0"]
    assert Purchase.objects.filter(transaction__isnull=False).count() == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), max_size=6))
def test_tags_come_back_from_a_cell(tags: list[str]) -> None:
    tidy = [tag for each in tags if (tag := " ".join(each.split()))]
    assert split_tags(join_tags(tidy)) == tidy


@given(st.text(max_size=60))
def test_what_was_neutralised_comes_back(text: str) -> None:
    guarded = neutralise(text)
    assert restored(guarded) == text
    assert not guarded.startswith(tuple("=+-@\t\r\n"))


TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\t\n\r,;|\\😀é"), st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    ),
    max_size=40,
)


@given(notes=TEXTS, product=TEXTS, serial=TEXTS)
def test_any_text_comes_back_from_our_csv(notes: str, product: str, serial: str) -> None:
    """As written by the export: the reader alone, without what the rules of a purchase tidy."""
    cells = dict.fromkeys(CSV_COLUMNS, "") | {
        "product_name": f"x{product}", "price": "1.00", "currency_code": "EUR", "purchase_date": "2026-11-01",
        "notes": neutralise(notes), "serial_number": neutralise(serial),
    }  # fmt: skip
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([CSV_COLUMNS, [cells[name] for name in CSV_COLUMNS]])
    [thing] = read_csv(read_sheet(out.getvalue().encode("utf-8-sig"), currency="EUR", today=TODAY)).things
    assert thing.refusal is None
    assert thing.values["product_name"] == f"x{product}"
    for name, text in (("notes", notes), ("serial_number", serial)):
        assert thing.values[name] == (text if text.strip() else "")


VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["id", "product_name", "price", "purchase_date", "status", "retailer", "brand", "warranty", "warranties", "claims",
     "documents", "tags", "quantity", "transaction", "category", "life_months", "is_archived", "currency_code"]
)  # fmt: skip


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=8), max_size=3), st.booleans())
def test_no_json_makes_more_of_a_fuss_than_a_refusal(things: list[dict[str, Any]], is_own: bool) -> None:
    whole = {"format": "tuppence-things", "version": 1, "purchases": things} if is_own else {"items": things}
    with suppress(FileRefused):
        read_json(json.dumps(whole).encode(), currency="EUR")


@given(st.binary(max_size=300))
def test_no_bytes_make_more_of_a_fuss_than_a_refusal(data: bytes) -> None:
    with suppress(FileRefused):
        read_csv(read_sheet(data, currency="EUR", today=TODAY))
    with suppress(FileRefused):
        read_json(data, currency="EUR")


def test_half_characters_and_zeros_are_left_out(ana: User, take: Taking) -> None:
    line = {"product_name": "K\ud800e\u0000t", "price": "5", "purchase_date": "2026-11-01", "notes": "a\u0000\udfffb"}
    own = {"format": "tuppence-things", "version": 1, "purchases": [line]}
    assert take(ana, json.dumps(own).encode()).added == 1
    assert (Purchase.objects.get().product_name, Purchase.objects.get().notes) == ("Ket", "ab")


# Archives.


@pytest.fixture
def archive(ana: User, buys: Buys) -> bytes:
    """A kettle with one document, as Ana took it along."""
    paper, _is_new = keep_document(owner=ana, upload=picture(9), name="kettle.png")
    attach_document(document=paper, by=ana, purchase=buys())
    return given_out(ana, "zip")


def changed(data: bytes, change: Any) -> bytes:
    """The archive with each member as `change(name, content)` has it; None leaves it out."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            made = change(name, before.read(name))
            if made is not None:
                after.writestr(*made)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda content: None, "document_missing"),
        (lambda content: ("", b"x" + content), "wrong_hash"),
        (lambda content: ("../../", content), "document_missing"),
    ],
)
def test_a_document_that_is_not_what_it_says_is_reported_and_left_out(
    carla: User, archive: bytes, take: Taking, change: Any, code: str
) -> None:
    def of_papers(name: str, content: bytes) -> tuple[str, bytes] | None:
        if not name.startswith("documents/"):
            return name, content
        made = change(content)
        return made and (f"{made[0]}{name}", made[1])

    done = take(carla, changed(archive, of_papers))
    assert (done.added, done.documents, [each["code"] for each in done.report]) == (1, 0, [code])
    assert not Document.objects.filter(owner=carla).exists()


def test_a_document_that_is_no_paper_is_reported_and_left_out(carla: User, archive: bytes, take: Taking) -> None:
    script = b"<script>alert(1)</script>"
    digest = hashlib.sha256(script).hexdigest()

    def change(name: str, content: bytes) -> tuple[str, bytes]:
        if name.startswith("documents/"):
            return f"documents/{digest}", script
        told = json.loads(content)
        told["purchases"][0]["documents"][0]["sha256"] = digest
        return name, json.dumps(told).encode()

    done = take(carla, changed(archive, change))
    assert (done.added, done.documents, len(done.report)) == (1, 0, 1)
    assert not Document.objects.filter(owner=carla).exists()


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("things.json", b"[" + b" " * 70_000_000 + b"]")
    with open_archive(BytesIO(out.getvalue())) as archive, pytest.raises(FileRefused) as refused:
        archive.manifest()
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("size", [0xFFFFFFF0, 30_000_000])
def test_a_list_of_members_without_end_is_not_read(size: int) -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, size, 0, 0)
    with pytest.raises(FileRefused) as refused, open_archive(BytesIO(b"PK\x03\x04" + bytes(100) + end)):
        pass
    assert refused.value.code == "too_many_members"


def test_a_cut_archive_is_refused(ana: User, archive: bytes) -> None:
    for length in (10, len(archive) // 2, len(archive) - 5):
        with pytest.raises(FileRefused) as refused, open_archive(BytesIO(archive[:length])):
            pass
        assert refused.value.code == "broken_archive"
