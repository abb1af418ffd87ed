from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.services import delete_account
from config.kernel.files import open_file
from config.kernel.models import FileReference, StoredFile
from ledger.core import services as core
from ledger.core.errors import Conflict, FieldError, NoLongerThere
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services.erasing import erase_transactions
from purchases.conftest import Books, Buys
from purchases.core.models import Purchase
from purchases.core.services import delete_purchase, open_claim
from purchases.documents.following import follow_merged, payments_of
from purchases.documents.models import Attachment, Document
from purchases.documents.naming import tidy_name
from purchases.documents.services import (
    attach_document,
    change_document,
    delete_document,
    detach_document,
    documents_alone_on,
    keep_document,
)
from purchases.documents.tests.conftest import OnDisk
from purchases.documents.tests.papers import chunk, from_a_camera, pdf, picture


def kept(person: User, data: bytes | None = None, name: str = "bill.pdf") -> Document:
    return keep_document(owner=person, upload=data or pdf(), name=name)[0]


def test_a_paper_is_kept_once_and_shows_what_it_says(ana: User, on_disk: OnDisk) -> None:
    first, is_new = keep_document(owner=ana, upload=ContentFile(pdf()), name="C:\\bills\\Bill.pdf", role="receipt")
    again, is_new_again = keep_document(owner=ana, upload=pdf(), name="other.pdf", role="manual")
    assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
    assert (first.name, first.kind, first.pages, first.size) == ("Bill.pdf", "pdf", 1, len(pdf()))
    assert "Kettle 49.90 EUR" in first.text
    assert first.thumbnail is not None
    assert len(on_disk()) == StoredFile.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_another_has_is_kept_for_each(ana: User, ben: User, on_disk: OnDisk) -> None:
    hers, his = kept(ana), kept(ben)
    assert hers.pk != his.pk
    assert StoredFile.objects.count() == 2
    delete_document(document=hers, by=ana)
    assert len(on_disk()) == 2
    delete_document(document=his, by=ben)
    assert (on_disk(), FileReference.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("said", "kind", "shown"),
    [
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\x\\bill.PDF", "pdf", "bill.PDF"),
        ("evil.html", "pdf", "evil.html.pdf"),
        ("cod\u202efdp.exe", "png", "codfdp.exe.png"),
        ("  a\tb\0\r\n.jpeg", "jpeg", "a b.jpeg"),
        ("...", "webp", "Document.webp"),
        ("x" * 400 + ".pdf", "pdf", "x" * 120 + ".pdf"),
        ('a"b<c>.pdf', "pdf", "abc.pdf"),
    ],
)
def test_names_are_tidied_and_end_as_they_are(said: str, kind: str, shown: str) -> None:
    assert tidy_name(said, kind) == shown
    assert tidy_name(shown, kind) == shown


def test_pictures_stand_upright_in_small(ana: User) -> None:
    taken = kept(ana, from_a_camera(size=(1200, 600)))
    assert taken.kind == "jpeg"
    assert taken.thumbnail is not None
    with open_file(taken.thumbnail) as file:
        assert Image.open(file).size == (480, 960)


def test_what_takes_too_long_to_look_at_is_kept_without_a_small_picture(
    ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("purchases.documents.looking.MOST_SECONDS", 0.001)
    for data in (pdf(), picture()):
        slow = kept(ana, data)
        assert (slow.thumbnail, slow.text, slow.pages) == (None, "", None)


def test_a_picture_that_cannot_be_decoded_is_refused(ana: User) -> None:
    false = picture("PNG")
    with pytest.raises(FieldError) as refused:
        kept(ana, false[:33] + chunk(b"IDAT", b"no pixels") + chunk(b"IEND", b""))
    assert refused.value.stable_code == "file_damaged"


def test_it_hangs_on_things_and_payments_of_ones_own(
    ana: User, ben: User, buys: Buys, books: Books, giro: MoneyAccount
) -> None:
    thing, entry, paper = buys(), books(), kept(ana)
    claim = open_claim(purchase=thing, opened_by=ana, problem="It leaks")
    attach_document(document=paper, by=ana, purchase=thing)
    hung = attach_document(document=paper, by=ana, purchase=thing, claim=claim)
    attach_document(document=paper, by=ana, transaction=entry)
    assert (hung.claim_id, Attachment.objects.count()) == (claim.pk, 2)
    thing.refresh_from_db()
    assert thing.papers == 1
    foreign = buys(by=ben)
    with pytest.raises(NoLongerThere):
        attach_document(document=paper, by=ana, purchase=foreign)
    with pytest.raises(NoLongerThere):
        attach_document(document=paper, by=ben, purchase=foreign)
    with pytest.raises(FieldError, match="no such payment"):
        attach_document(document=kept(ben), by=ben, transaction=entry)
    with pytest.raises(FieldError):
        attach_document(document=paper, by=ana, purchase=buys(), claim=claim)
    for _time in range(2):
        detach_document(document=paper, by=ana, purchase=thing)
    thing.refresh_from_db()
    assert (thing.papers, Attachment.objects.count()) == (0, 1)


def test_what_hangs_nowhere_else_goes_with_a_thing(ana: User, buys: Buys, books: Books) -> None:
    thing, other, entry = buys(), buys(), books()
    alone, shared, paid = kept(ana), kept(ana, pdf("two")), kept(ana, pdf("three"))
    for paper in (alone, shared, paid):
        attach_document(document=paper, by=ana, purchase=thing)
    attach_document(document=shared, by=ana, purchase=other)
    attach_document(document=paid, by=ana, transaction=entry)
    assert list(documents_alone_on(thing)) == [alone]
    delete_purchase(purchase=thing, deleted_by=ana)
    assert set(Document.objects.all()) == {shared, paid}
    delete_document(document=shared, by=ana)
    assert Purchase.objects.get(pk=other.pk).papers == 0


def test_a_change_of_what_changed_meanwhile_is_a_conflict(ana: User, ben: User) -> None:
    paper = kept(ana)
    changed = change_document(document=paper, by=ana, version=1, name="Kettle", role="warranty")
    assert (changed.name, changed.role, changed.version) == ("Kettle.pdf", "warranty", 2)
    with pytest.raises(Conflict):
        change_document(document=paper, by=ana, version=1, role="other")
    with pytest.raises(Conflict):
        delete_document(document=paper, by=ana, version=1)
    with pytest.raises(NoLongerThere):
        change_document(document=paper, by=ben, role="other")
    with pytest.raises(FieldError):
        change_document(document=paper, by=ana, role="secret")


def test_nothing_in_the_ledger_is_blocked_by_papers(ana: User, books: Books, giro: MoneyAccount) -> None:
    papers = [kept(ana, picture(size=(side, 9))) for side in (11, 12, 13)]
    binned, erased, gone = books(), books(), books()
    for paper, entry in zip(papers, (binned, erased, gone), strict=True):
        attach_document(document=paper, by=ana, transaction=entry)
    core.bin_transaction(entry=binned, changed_by=ana)
    assert core.purge_bin(now=timezone.now() + timedelta(days=31)) > 0
    erase_transactions(ids=[erased.pk])
    assert Attachment.objects.count() == 1
    assert Document.objects.count() == 3
    giro.delete()
    assert Attachment.objects.count() == 0


def test_what_hung_on_a_merged_payment_is_that_of_the_one_that_stayed(ana: User, ben: User, books: Books) -> None:
    keep, gone = books(), books()
    paper = kept(ana)
    attach_document(document=paper, by=ana, transaction=gone)
    core.merge_transactions(keep=keep, gone=gone, merged_by=ana)
    assert payments_of(keep.pk) == [keep.pk, gone.pk]
    assert follow_merged() == 0
    Transaction.objects.filter(pk=gone.pk).update(deleted_at=timezone.now() - timedelta(days=29))
    assert follow_merged() == 1
    assert list(Attachment.objects.values_list("transaction", flat=True)) == [keep.pk]


def test_a_person_goes_with_all_their_papers(ana: User, ben: User, buys: Buys, books: Books) -> None:
    thing, entry = buys(), books()
    paper = kept(ana)
    kept(ben)
    attach_document(document=paper, by=ana, purchase=thing)
    attach_document(document=paper, by=ana, transaction=entry)
    delete_account(person=ana)
    assert list(Document.objects.values_list("owner", flat=True)) == [ben.pk]
    assert set(FileReference.objects.values_list("owner", flat=True)) == {ben.pk}
