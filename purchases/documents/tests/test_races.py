"""The same paper, handed in, hung up and deleted by many at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from accounts.models import User
from config.kernel.models import FileReference, StoredFile
from ledger.core.errors import Conflict, NoLongerThere
from purchases.conftest import Buys
from purchases.core.models import Purchase
from purchases.core.services import delete_purchase
from purchases.documents.models import Attachment, Document
from purchases.documents.services import attach_document, delete_document, keep_document
from purchases.documents.tests.conftest import OnDisk
from purchases.documents.tests.papers import pdf, picture
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_uploads_of_one_paper_are_one(ana: User, ben: User, on_disk: OnDisk) -> None:
    need_many_connections()
    data = pdf()

    def keep(person: User) -> tuple[Document, bool]:
        return keep_document(owner=person, upload=data, name="bill.pdf")

    results = all_at_once([lambda: keep(ana)] * 50 + [lambda: keep(ben)] * 5)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert len({document.pk for document, _is_new in results}) == Document.objects.count() == 2
    assert sum(is_new for _document, is_new in results) == 2
    assert FileReference.objects.count() == 4
    assert {each.name for each in on_disk()} == set(StoredFile.objects.values_list("pk", flat=True))
    assert hashlib.sha256(data).hexdigest() in {each.name for each in on_disk()}
    assert len(on_disk()) == 2


def test_the_count_of_a_thing_is_right_whoever_comes_first(ana: User, buys: Buys) -> None:
    need_many_connections()
    thing = buys()
    papers = [keep_document(owner=ana, upload=picture(size=(9, 9 + each)), name="a.jpg")[0] for each in range(8)]
    attach_document(document=papers[0], by=ana, purchase=thing)
    acts = [lambda each=each: attach_document(document=each, by=ana, purchase=thing) for each in papers]
    results = all_at_once([*acts, lambda: delete_document(document=papers[0], by=ana)])
    assert all(not isinstance(each, Exception) or isinstance(each, Conflict | NoLongerThere) for each in results)
    assert Purchase.objects.get(pk=thing.pk).papers == Attachment.objects.filter(purchase=thing).count() >= 7


def test_a_thing_that_goes_while_papers_come_leaves_none_behind(ana: User, buys: Buys, on_disk: OnDisk) -> None:
    need_many_connections()
    thing = buys()
    papers = [keep_document(owner=ana, upload=picture(size=(9, 9 + each)), name="a.jpg")[0] for each in range(6)]
    acts = [lambda each=each: attach_document(document=each, by=ana, purchase=thing) for each in papers]
    results = all_at_once([*acts, lambda: delete_purchase(purchase=thing, deleted_by=ana)])
    assert all(not isinstance(each, Exception) or isinstance(each, NoLongerThere) for each in results)
    assert not Attachment.objects.exists()
    assert {Path(each).name for each in on_disk()} == set(StoredFile.objects.values_list("pk", flat=True))
    assert set(Document.objects.values_list("digest", flat=True)) <= set(
        StoredFile.objects.values_list("pk", flat=True)
    )
