from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from partnerships.core.models import Partnership
from purchases.conftest import Books, Buys
from purchases.core.services import share_purchase
from purchases.documents.models import Attachment, Document
from purchases.documents.services import attach_document, keep_document
from purchases.documents.tests.papers import pdf, picture

SignsIn = Callable[[User], Client]
PAPERS = "/things/papers/"


@pytest.fixture
def ana_web(ana: User, signed_in: SignsIn) -> Client:
    return signed_in(ana)


def drop(client: Client, where: str, data: bytes, name: str = "bill.pdf", **headers: str) -> Any:
    return client.post(f"{PAPERS}{where}", {"file": SimpleUploadedFile(name, data)}, headers=headers)


def test_dropped_on_a_thing_it_hangs_there_and_can_be_taken_back(ana_web: Client, buys: Buys) -> None:
    thing = buys()
    where = f"?purchase={thing.pk}"
    answer = drop(ana_web, where, pdf(), accept="application/json")
    assert (answer.status_code, answer.json()) == (201, {"url": f"/things/{thing.pk}/"})
    page = ana_web.get(f"/things/{thing.pk}/").content.decode()
    paper = Document.objects.get()
    assert f'data-undo-url="/papers/{paper.pk}/detach/{where}"' in page
    assert f'href="/papers/{paper.pk}/"' in page
    undone = ana_web.post(f"/papers/{paper.pk}/detach/{where}", headers={"HX-Request": "true"})
    assert undone.status_code == 204
    assert not Attachment.objects.exists()
    assert ana_web.post(f"/papers/{paper.pk}/attach/{where}").status_code == 302
    again = drop(ana_web, where, pdf())
    assert again.url == f"/things/{thing.pk}/"
    assert Attachment.objects.count() == 1
    assert "bill.pdf is here already" in ana_web.get(again.url).content.decode()


def test_small_pictures_are_shown_while_a_page_has_room(
    ana_web: Client, ana: User, buys: Buys, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing, entry = buys(), books()
    for size in ((9, 9), (9, 8)):
        paper = keep_document(owner=ana, upload=picture(size=size), name="a.jpg")[0]
        attach_document(document=paper, by=ana, purchase=thing)
        attach_document(document=paper, by=ana, transaction=entry)
    assert ana_web.get(f"/things/{thing.pk}/").content.decode().count("paper-thumbnail") == 2
    assert paper.thumbnail is not None
    monkeypatch.setattr("purchases.documents.panel.HEAVIEST_PICTURES", paper.thumbnail.file.size)
    assert ana_web.get(f"/things/{thing.pk}/").content.decode().count("paper-thumbnail") == 1
    assert "paper-thumbnail" not in ana_web.get(f"/transactions/{entry.pk}/").content.decode()


def test_what_it_is_is_guessed(ana_web: Client, buys: Buys) -> None:
    where = f"?purchase={buys().pk}"
    drop(ana_web, where, picture(size=(9, 9)), "a.jpg")
    drop(ana_web, where, picture(size=(9, 8)), "b.jpg")
    drop(ana_web, where, pdf("No sum here"), "c.pdf")
    assert list(Document.objects.order_by("pk").values_list("role", flat=True)) == ["receipt", "photo", "other"]


def test_refused_files_say_why_to_scripts_and_people(ana_web: Client, buys: Buys) -> None:
    thing = buys()
    where = f"?purchase={thing.pk}"
    refused = drop(ana_web, where, b"<svg onload=alert(1)>", "a.png", accept="application/json")
    assert (refused.status_code, refused.json()["error"]) == (422, "Choose a PDF, or a picture in JPEG, PNG or WebP.")
    assert drop(ana_web, where, b"", "a.pdf", accept="application/json").status_code == 422
    assert ana_web.post(f"{PAPERS}{where}", headers={"accept": "application/json"}).status_code == 422
    assert "Choose a PDF" in ana_web.get(drop(ana_web, where, b"GIF89a").url).content.decode()
    assert ana_web.get(f"{PAPERS}{where}")["Location"] == f"/things/{thing.pk}/"
    assert not Document.objects.exists()


def test_a_paper_is_changed_and_deleted_on_its_page(ana_web: Client, ana: User, buys: Buys, books: Books) -> None:
    thing, entry = buys(), books()
    paper = keep_document(owner=ana, upload=pdf(), name="bill.pdf")[0]
    attach_document(document=paper, by=ana, purchase=thing)
    attach_document(document=paper, by=ana, transaction=entry)
    url = f"/papers/{paper.pk}/change/?purchase={thing.pk}"
    page = ana_web.get(url).content.decode()
    assert f"/papers/{paper.pk}/detach/?transaction={entry.pk}" in page
    assert f"/papers/{paper.pk}/delete/?purchase={thing.pk}" in page
    saved = ana_web.post(url, {"name": "Kettle", "role": "warranty", "version": "1"})
    assert saved["Location"] == f"/things/{thing.pk}/"
    overtaken = ana_web.post(url, {"name": "Mine", "role": "other", "version": "1"})
    assert overtaken.status_code == 422
    assert "This was changed elsewhere" in overtaken.content.decode()
    assert 'value="Mine"' in overtaken.content.decode()
    assert ana_web.post(url, {"name": "", "role": "other", "version": "2"}).status_code == 422
    assert ana_web.post(url, {"name": "x", "role": "secret", "version": "x"}).status_code == 422
    paper.refresh_from_db()
    assert (paper.name, paper.role) == ("Kettle.pdf", "warranty")
    gone = ana_web.post(f"/papers/{paper.pk}/delete/?transaction={entry.pk}")
    assert gone["Location"] == f"/transactions/{entry.pk}/"
    assert not Document.objects.exists()


def test_strangers_find_nothing_and_a_partner_reads(
    ana_web: Client, ana: User, ben: User, carla: User, couple: Partnership, signed_in: SignsIn, buys: Buys
) -> None:
    thing = buys()
    paper = keep_document(owner=ana, upload=pdf(), name="bill.pdf")[0]
    attach_document(document=paper, by=ana, purchase=thing)
    share_purchase(purchase=thing, shared_by=ana)
    his, hers = signed_in(ben), signed_in(carla)
    assert his.get(f"/papers/{paper.pk}/").status_code == 200
    page = his.get(f"/things/{thing.pk}/").content.decode()
    assert "bill.pdf" in page
    assert f"/papers/{paper.pk}/change/" not in page
    assert "data-upload" not in page
    for client in (his, hers):
        assert client.get(f"/papers/{paper.pk}/change/").status_code == 404
        assert client.post(f"/papers/{paper.pk}/delete/").status_code == 404
        assert client.post(f"/papers/{paper.pk}/detach/?purchase={thing.pk}").status_code == 404
        assert drop(client, f"?purchase={thing.pk}", pdf()).status_code == 404
    assert {hers.get(f"/papers/{paper.pk}/{path}").status_code for path in ("", "thumbnail/")} == {404}
    assert drop(ana_web, "?purchase=nothing", pdf()).status_code == 404
    nobody = Client().get(f"/papers/{paper.pk}/")
    assert (nobody.status_code, nobody["Location"].startswith("/accounts/login/")) == (302, True)


def test_on_the_page_of_a_payment(
    ana_web: Client, ana: User, ben: User, couple: Partnership, signed_in: SignsIn, giro: MoneyAccount, books: Books
) -> None:
    entry = books()
    where = f"?transaction={entry.pk}"
    drop(ana_web, where, pdf())
    page = ana_web.get(f"/transactions/{entry.pk}/").content.decode()
    assert page.count("bill.pdf</b>") == 1
    assert f'action="{PAPERS}{where}"' in page
    core.add_co_owner(account=giro, person=ben, added_by=ana)
    shared = signed_in(ben).get(f"/transactions/{entry.pk}/").content.decode()
    assert "bill.pdf</b>" in shared
    assert f"/papers/{Document.objects.get().pk}/change/" not in shared
    core.withhold_transaction(entry=entry, by=ana, until=date(2036, 12, 24))
    assert signed_in(ben).get(f"/papers/{Document.objects.get().pk}/").status_code == 404


def test_what_was_merged_in_shows_its_papers_on_the_one_that_stayed(ana_web: Client, ana: User, books: Books) -> None:
    keep, gone = books(), books()
    drop(ana_web, f"?transaction={gone.pk}", pdf())
    core.merge_transactions(keep=keep, gone=gone, merged_by=ana)
    assert "bill.pdf</b>" in ana_web.get(f"/transactions/{keep.pk}/").content.decode()
    shown = ana_web.get(f"/papers/{Document.objects.get().pk}/change/").content.decode()
    assert f"/transactions/{gone.pk}/" not in shown
