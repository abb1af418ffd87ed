"""Papers are found by their owner; others find by them the thing they hang on, as long as they see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from config.kernel.search.finding import find
from config.kernel.search.indexing import index_due
from partnerships.core.models import Partnership
from purchases.conftest import Buys
from purchases.core.services import share_purchase, unshare_purchase
from purchases.documents.models import Document
from purchases.documents.services import attach_document, delete_document, detach_document, keep_document
from purchases.receipts.pdf_writer import write_pdf

Hits = Callable[[User, str], set[tuple[str, str]]]


@pytest.fixture(params=[False, True], ids=["due", "indexed"])
def hits(request: pytest.FixtureRequest) -> Hits:
    def found(person: User, words: str) -> set[tuple[str, str]]:
        if request.param:
            index_due()
        return {(hit.kind, hit.shown.title) for hit in find(person, words, kinds=["thing", "document"])}

    return found


@pytest.fixture
def receipt(ana: User) -> Document:
    document, _is_new = keep_document(owner=ana, upload=write_pdf(["Elektro Zauberwald", "49.90"]), name="Beleg.pdf")
    return document


def test_by_its_name_and_what_it_says(ana: User, ben: User, couple: Partnership, receipt: Document, hits: Hits) -> None:
    assert hits(ana, "zauberwald") == hits(ana, "beleg") == {("document", "Beleg.pdf")}
    assert hits(ben, "zauberwald") == set()
    [hit] = find(ana, "zauberwald", kinds=["document"])
    assert hit.shown.url == f"/papers/{receipt.pk}/"


def test_a_thing_is_found_by_its_papers_as_long_as_they_hang_there_and_it_is_shown(
    ana: User, ben: User, couple: Partnership, receipt: Document, buys: Buys, hits: Hits
) -> None:
    thing = buys()
    share_purchase(purchase=thing, shared_by=ana)
    index_due()
    attach_document(document=receipt, by=ana, purchase=thing)
    assert hits(ana, "zauberwald") == {("document", "Beleg.pdf"), ("thing", "Kettle")}
    assert hits(ben, "zauberwald") == {("thing", "Kettle")}
    unshare_purchase(purchase=thing, unshared_by=ana)
    assert hits(ben, "zauberwald") == set()
    detach_document(document=receipt, by=ana, purchase=thing)
    assert hits(ana, "zauberwald") == {("document", "Beleg.pdf")}
    delete_document(document=receipt, by=ana)
    assert hits(ana, "zauberwald") == set()
