"""A receipt, a photo, a mail or a payment becomes a thing with its warranty, payment and paper: all or nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from ledger.core.models import Category, Transaction
from ledger.core.services import bin_transaction, update_transaction
from purchases.conftest import Books, Buys
from purchases.core.models import Purchase, Retailer, Warranty
from purchases.documents.models import Attachment, Document
from purchases.documents.services import keep_document
from purchases.receipts.pdf_writer import write_pdf

FROM_PAPER, INBOX = "/things/from-paper/", "/things/papers/inbox/"
FORM_QUERIES, INBOX_QUERIES = 15, 9
RECEIPT = write_pdf(
    [
        "Coolblue B.V.",
        "Factuurdatum: 18-11-2026",
        "Ordernummer: 4471903",
        "1 Fellow Stagg EKG waterkoker € 65,50",
        "Totaal incl. btw € 65,50",
    ]
)
SignsIn = Callable[[User], Client]


def photo(shade: int = 90) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, 120, 60)).save(data, "JPEG")
    return data.getvalue()


def hands_in(browser: Client, data: bytes, name: str = "receipt.pdf", **more: Any) -> Any:
    return browser.post(FROM_PAPER, {"file": SimpleUploadedFile(name, data)}, **more)


def filled_in(browser: Client, url: str, **typed: str) -> dict[str, str]:
    """What a browser sends of the page's form when Save is tapped."""
    form = browser.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in shown.items() if value} | typed


@pytest.fixture
def her(ana: User, signed_in: SignsIn) -> Client:
    return signed_in(ana)


@pytest.fixture
def payment(books: Books) -> Transaction:
    return books("-65.50", day=date(2026, 11, 19), payee="COOLBLUE BV ROTTERDAM")


def test_a_receipt_becomes_a_thing_with_all_that_belongs_to_it(ana: User, her: Client, payment: Transaction) -> None:
    url = hands_in(her, RECEIPT).url
    saved = her.post(url, filled_in(her, url))
    thing = Purchase.objects.get(owner=ana)
    assert (saved.status_code, saved["Location"]) == (302, f"/things/{thing.pk}/")
    assert thing.product_name == "Fellow Stagg EKG waterkoker"
    assert (thing.price, thing.currency, thing.purchase_date) == (Decimal("65.50"), "EUR", date(2026, 11, 18))
    assert (thing.retailer and thing.retailer.name, thing.transaction_id) == ("Coolblue", payment.pk)
    assert thing.notes == "Order 4471903"
    cover = Warranty.objects.get(purchase=thing)
    assert (cover.warranty_type, cover.warranty_end) == ("legal", date(2028, 11, 18))
    assert Attachment.objects.get(purchase=thing).document.name == "receipt.pdf"
    assert thing.papers == 1
    assert Retailer.objects.filter(owner=ana).count() == 0


def test_a_photo_offers_the_newest_payments_and_one_tap_fills_in(
    ana: User, her: Client, books: Books, payment: Transaction
) -> None:
    books("-900", day=date(2026, 11, 1), payee="Landlord")
    books("1200", day=date(2026, 11, 2), payee="Employer", kind="income")
    url = hands_in(her, photo(), "IMG_1.jpg").url
    asked = her.get(url)
    assert [each.payee for each in asked.context["newest"]] == ["COOLBLUE BV ROTTERDAM", "Landlord"]
    filled = her.post(url, {"use": str(payment.pk), "product_name": "Kettle"})
    assert filled.status_code == 302
    her.post(filled["Location"], filled_in(her, filled["Location"]))
    thing = Purchase.objects.get(owner=ana)
    assert (thing.product_name, thing.price, thing.purchase_date) == ("Kettle", Decimal("65.50"), date(2026, 11, 19))
    assert (thing.retailer and thing.retailer.name, thing.transaction_id) == ("Coolblue", payment.pk)


def test_the_category_is_that_of_the_payment(ana: User, her: Client, payment: Transaction) -> None:
    household = Category.objects.visible_to(ana).filter(kind="expense", owner=None, parent__isnull=False).first()
    assert household is not None
    update_transaction(entry=payment, changed_by=ana, category=household)
    url = hands_in(her, RECEIPT).url
    assert filled_in(her, url)["category"] == str(household.pk)


def test_a_payment_of_another_amount_or_far_away_is_not_offered(her: Client, books: Books) -> None:
    books("-65.49", day=date(2026, 11, 18), payee="Coolblue")
    books("-65.50", day=date(2026, 11, 7), payee="Coolblue")
    page = her.get(hands_in(her, RECEIPT).url)
    assert page.context["offer"].payments == ()


def test_a_payment_at_another_shop_is_offered_and_not_ticked(her: Client, books: Books) -> None:
    books("-65.50", day=date(2026, 11, 18), payee="REWE SAGT DANKE")
    page = her.get(hands_in(her, RECEIPT).url)
    assert len(page.context["offer"].payments) == 1
    assert page.context["form"].ticked == ""


def test_of_two_that_fit_alike_none_is_ticked(her: Client, books: Books) -> None:
    for _each in range(2):
        books("-65.50", day=date(2026, 11, 18), payee="Coolblue")
    page = her.get(hands_in(her, RECEIPT).url)
    assert len(page.context["offer"].payments) == 2
    assert page.context["form"].ticked == ""


@pytest.mark.parametrize(("country", "months", "kind"), [("ES", 36, "legal"), ("US", None, ""), ("DE", 24, "legal")])
def test_the_law_of_the_country_gives_the_warranty(
    ana: User, her: Client, country: str, months: int | None, kind: str
) -> None:
    User.objects.filter(pk=ana.pk).update(country=country)
    given = her.get(hands_in(her, RECEIPT).url).context["offer"].given
    assert (given["warranty_months"], given.get("warranty_type", "")) == (months, kind)


def test_what_the_receipt_says_counts_where_it_is_longer(her: Client) -> None:
    longer = write_pdf(["Coolblue", "18-11-2026", "Totaal € 65,50", "5 jaar garantie"])
    given = her.get(hands_in(her, longer).url).context["offer"].given
    assert (given["warranty_months"], given["warranty_type"]) == (60, "limited")


def test_a_paper_of_a_thing_that_is_there_is_attached_with_its_payment_and_taken_back(
    her: Client, buys: Buys, payment: Transaction
) -> None:
    thing = buys(price=Decimal("65.50"), purchase_date=date(2026, 11, 18))
    url = hands_in(her, RECEIPT).url
    assert [each.pk for each in her.get(url).context["offer"].things] == [thing.pk]
    assert her.get(f"{url}?new=1").context["offer"].things == ()
    answer = her.post(f"{url}attach/", {"purchase": str(thing.pk), "payment": str(payment.pk)}, follow=True)
    thing.refresh_from_db()
    assert (thing.papers, thing.transaction_id) == (1, payment.pk)
    (said,) = answer.context["messages"]
    her.post(said.extra_tags, headers={"HX-Request": "true"})
    thing.refresh_from_db()
    assert (thing.papers, thing.transaction_id) == (0, None)


def test_a_tab_that_was_closed_loses_nothing(her: Client) -> None:
    url = hands_in(her, RECEIPT).url
    page = her.get(INBOX)
    assert url in page.content.decode()
    her.post(url, filled_in(her, url))
    assert url not in her.get(INBOX).content.decode()


def test_saving_twice_makes_one_thing(ana: User, her: Client, payment: Transaction) -> None:
    url = hands_in(her, RECEIPT).url
    sent = filled_in(her, url)
    assert her.post(url, sent)["Location"] == her.post(url, sent)["Location"]
    assert Purchase.objects.filter(owner=ana).count() == 1


def test_nothing_is_saved_where_one_part_is_refused_and_what_was_typed_stays(
    ana: User, her: Client, payment: Transaction
) -> None:
    url = hands_in(her, RECEIPT).url
    sent = filled_in(her, url, product_name="My kettle", shop="Shop nobody knows")
    bin_transaction(entry=payment)
    refused = her.post(url, sent)
    assert refused.status_code == 422
    assert "My kettle" in refused.content.decode()
    assert (Purchase.objects.count(), Retailer.objects.filter(owner=ana).count()) == (0, 0)
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [{"price": "much"}, {"payment": "x"}, {"product_name": " "}, {"warranty_months": "0"}, {"purchase_date": ""}],
)
def test_bad_input_is_said_at_the_form(her: Client, typed: dict[str, str]) -> None:
    url = hands_in(her, RECEIPT).url
    assert her.post(url, filled_in(her, url, **typed)).status_code == 422
    assert Purchase.objects.count() == 0


def test_from_a_payment(ana: User, her: Client, payment: Transaction) -> None:
    url = f"/things/from-payment/{payment.pk}/"
    assert url in her.get(f"/transactions/{payment.pk}/").content.decode()
    her.post(url, filled_in(her, url, product_name="Kettle"))
    thing = Purchase.objects.get(owner=ana)
    assert (thing.transaction_id, thing.price, thing.papers) == (payment.pk, Decimal("65.50"), 0)
    assert "was bought with this payment" in her.get(url).content.decode()


def test_money_that_came_in_is_no_purchase(her: Client, books: Books) -> None:
    income = books("1200", payee="Employer", kind="income")
    assert her.get(f"/things/from-payment/{income.pk}/").status_code == 404
    assert "from-payment" not in her.get(f"/transactions/{income.pk}/").content.decode()


def mail(*attached: tuple[str, bytes], text: str = "Order total £84.00") -> bytes:
    made = EmailMessage()
    made["From"] = "John Lewis <orders@johnlewis.co.uk>"
    made["Date"] = "Fri, 02 Oct 2026 10:00:00 +0100"
    made["Subject"] = "Thank you"
    made.set_content(text)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def test_a_mail_gives_what_it_says_and_its_papers_and_is_not_kept(ana: User, her: Client) -> None:
    url = hands_in(her, mail(("one.pdf", RECEIPT), ("two.pdf", b"%PDF-broken")), "order.eml").url
    page = her.get(url)
    assert "The mail itself is not kept" in page.content.decode()
    assert "1 file was no paper" in page.content.decode()
    her.post(url, filled_in(her, url))
    thing = Purchase.objects.get(owner=ana)
    assert (thing.papers, thing.price, thing.retailer and thing.retailer.name) == (1, Decimal("65.50"), "Coolblue")
    assert [each.name for each in Document.objects.all()] == ["one.pdf"]
    assert her.get(url)["Location"] == INBOX


def test_a_mail_without_papers_is_read_alone(ana: User, her: Client) -> None:
    url = hands_in(her, mail(), "order.eml").url
    her.post(url, filled_in(her, url))
    thing = Purchase.objects.get(owner=ana)
    assert (thing.product_name, thing.price, thing.currency) == ("From John Lewis", Decimal("84.00"), "GBP")
    assert (thing.purchase_date, thing.papers) == (date(2026, 10, 2), 0)


def test_what_is_no_paper_is_refused_in_words(her: Client) -> None:
    page = hands_in(her, b"<svg onload=alert(1)>", "x.svg")
    assert (page.status_code, "Choose a PDF" in page.content.decode()) == (422, True)
    script = hands_in(her, b"GIF89a", headers={"Accept": "application/json"})
    assert (script.status_code, "Choose a PDF" in script.json()["error"]) == (422, True)
    sheet = hands_in(her, b"", headers={"HX-Request": "true"})
    assert (sheet.status_code, sheet.content.decode()) == (422, "This file is empty.")
    assert her.post(FROM_PAPER).status_code == 422


def test_a_script_and_a_sheet_are_led_on(her: Client) -> None:
    by_script = hands_in(her, RECEIPT, headers={"Accept": "application/json"})
    by_sheet = hands_in(her, RECEIPT, headers={"HX-Request": "true"})
    assert by_script.status_code == 201
    assert by_script.json()["url"] == by_sheet["HX-Redirect"]


def test_strangers_and_the_partner_find_nothing(
    ana: User, ben: User, carla: User, couple: object, signed_in: SignsIn, payment: Transaction, buys: Buys
) -> None:
    paper, _is_new = keep_document(owner=ana, upload=RECEIPT, name="receipt.pdf")
    hers = buys()
    for other in (ben, carla):
        browser = signed_in(other)
        theirs, _is_new = keep_document(owner=other, upload=RECEIPT, name="receipt.pdf")
        for url in (f"{FROM_PAPER}{paper.pk}/", f"/things/from-payment/{payment.pk}/"):
            assert browser.get(url).status_code == 404
            assert browser.post(url, {"product_name": "Kettle", "price": "1"}).status_code == 404
        for act in ("attach", "detach"):
            assert browser.post(f"{FROM_PAPER}{paper.pk}/{act}/", {"purchase": str(hers.pk)}).status_code == 404
            assert browser.post(f"{FROM_PAPER}{theirs.pk}/{act}/", {"purchase": str(hers.pk)}).status_code == 404
        assert browser.post(f"{INBOX}{paper.pk}/delete/").status_code == 404
        page = browser.get(f"{FROM_PAPER}{theirs.pk}/?payment={payment.pk}")
        assert (page.context["form"].ticked, page.context["offer"].things) == ("", ())
    assert (Attachment.objects.count(), Purchase.objects.count()) == (0, 1)


def test_a_waiting_paper_is_deleted_and_one_that_hangs_is_not(ana: User, her: Client, buys: Buys) -> None:
    url = hands_in(her, RECEIPT).url
    paper = Document.objects.get(owner=ana)
    thing = buys()
    her.post(f"{url}attach/", {"purchase": str(thing.pk)})
    assert her.post(f"{INBOX}{paper.pk}/delete/").status_code == 404
    her.post(f"{url}detach/?purchase={thing.pk}")
    assert her.post(f"{INBOX}{paper.pk}/delete/").status_code == 302
    assert not Document.objects.exists()


def test_pages_cost_as_many_queries_however_much_there_is(
    ana: User, her: Client, buys: Buys, books: Books, django_assert_num_queries: Any
) -> None:
    url = hands_in(her, RECEIPT).url
    her.get(url)
    with django_assert_num_queries(FORM_QUERIES):
        her.get(url)
    with django_assert_num_queries(INBOX_QUERIES):
        her.get(INBOX)
    for number in range(12):
        buys(price=Decimal("65.50"), purchase_date=date(2026, 11, 18))
        books("-65.50", day=date(2026, 11, 18), payee="Coolblue")
        keep_document(owner=ana, upload=photo(number * 9), name=f"{number}.jpg")
    with django_assert_num_queries(FORM_QUERIES):
        her.get(url)
    with django_assert_num_queries(INBOX_QUERIES):
        her.get(INBOX)


def test_the_inbox_goes_on_where_its_page_ends(ana: User, her: Client) -> None:
    names = [f"{number}.jpg" for number in range(25)]
    for number, name in enumerate(names):
        keep_document(owner=ana, upload=photo(number * 9), name=name)
    first = her.get(INBOX)
    second = her.get(f"{INBOX}?after={first.context['after']}")
    shown = [paper.name for page in (first, second) for paper, _reading in page.context["rows"]]
    assert (shown, second.context["after"]) == (names[::-1], None)
    assert her.get(f"{INBOX}?after=nonsense").status_code == 200


def test_the_inventory_shows_the_newest_that_waits_and_what_it_matches(
    her: Client, buys: Buys, payment: Transaction
) -> None:
    thing = buys(price=Decimal("65.50"), purchase_date=date(2026, 11, 18))
    url = hands_in(her, RECEIPT).url
    page = her.get("/things/").content.decode()
    assert "<b>Kettle</b> and the payment of 19 Nov" in page
    assert f'action="{url}attach/"' in page
    assert f'value="{thing.pk}"' in page
    assert f'value="{payment.pk}"' in page
