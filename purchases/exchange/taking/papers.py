"""The documents of an archive, once its things are there: kept and hung on what was added, or brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from ledger.core.errors import NoLongerThere
from purchases.core.models import Claim, Purchase, Warranty
from purchases.documents.models import Attachment
from purchases.documents.services import attach_document, keep_paper, read_paper
from purchases.exchange.models import ThingImport
from purchases.exchange.reading.archive import Archive, Missing
from purchases.exchange.reading.records import Paper, ReadThing, Remark, remark_of
from purchases.exchange.taking.report import MOST_ENTRIES, PARTLY, entry_of, note, note_all

AT_ONCE = 100
_WHY: dict[str, Callable[[], str]] = {
    "document_missing": lambda: _("This document is not in the archive."),
    "wrong_hash": lambda: _("This document is not what its name says: it was changed or damaged."),
    "unreadable": lambda: _("This document could not be unpacked."),
}


def take_papers(source: ThingImport, things: Sequence[ReadThing], archive: Archive, rest: Callable[[], object]) -> None:
    """Safe to run again: what hangs already is passed over unread. `rest` is called between documents.

    A thing that was here before and is to stay as it is gets none.
    """
    named = [each for each in things if each.papers and each.marks and each.refusal is None]
    for start in range(0, len(named), AT_ONCE):
        for thing, purchase, paper in _missing(source, named[start : start + AT_ONCE]):
            rest()
            _take(source, thing, purchase, paper, archive)


def report_missing(source: ThingImport, things: Sequence[ReadThing]) -> None:
    """A file that only names its documents says of each that is not here already that it was not taken."""
    named = [each for each in things if each.papers and each.marks and each.refusal is None]
    remark = Remark("documents", "document_missing", _("This file names documents and does not hold them."))
    batches = (named[start : start + AT_ONCE] for start in range(0, len(named), AT_ONCE))
    missing = ((thing, paper) for batch in batches for thing, _purchase, paper in _missing(source, batch))
    note_all(source, (entry_of(thing, remark, PARTLY, paper.name) for thing, paper in islice(missing, MOST_ENTRIES)))


def _missing(source: ThingImport, things: Sequence[ReadThing]) -> Iterator[tuple[ReadThing, Purchase, Paper]]:
    marks = {mark for each in things for mark in each.marks}
    found = Purchase.objects.filter(Q(pk__in=marks) | Q(origin__in=marks), owner=source.owner)
    by_mark: dict[UUID | None, Purchase] = {}
    for purchase in found:
        by_mark[purchase.origin] = purchase
        by_mark[purchase.pk] = purchase
    hung = set(Attachment.objects.filter(purchase__in=found).values_list("purchase", "document__file__file"))
    for thing in things:
        hits = [by_mark[mark] for mark in thing.marks if mark in by_mark]
        if hits and _is_to_have_papers(source, hits[0]):
            missing = [paper for paper in thing.papers if (hits[0].pk, paper.digest) not in hung]
            yield from ((thing, hits[0], paper) for paper in missing)


def _is_to_have_papers(source: ThingImport, purchase: Purchase) -> bool:
    return source.duplicates == ThingImport.Duplicates.UPDATE or purchase.created_at >= source.created_at


def _take(source: ThingImport, thing: ReadThing, purchase: Purchase, paper: Paper, archive: Archive) -> None:
    """Looking at it is done before anything is locked."""
    try:
        kept = read_paper(owner=source.owner, upload=archive.document(paper), name=paper.name)
        with database_transaction.atomic():
            document, _is_new = keep_paper(owner=source.owner, paper=kept, role=paper.role)
            attach_document(document=document, by=source.owner, purchase=purchase, **_place(purchase, paper))
            ThingImport.objects.filter(pk=source.pk).update(documents=F("documents") + 1)
    except Missing as error:
        note(source, thing, [Remark("documents", error.code, _WHY[error.code]())], about=paper.name)
    except ValidationError as error:
        note(source, thing, [remark_of(error)], about=paper.name)
    except NoLongerThere:
        return


def _place(purchase: Purchase, paper: Paper) -> dict[str, Any]:
    """The warranty and the claim by their places, as the export counts them."""
    found: dict[str, Any] = {}
    if paper.warranty is not None:
        warranties = list(Warranty.objects.filter(purchase=purchase).order_by("warranty_start", "pk"))
        found["warranty"] = warranties[paper.warranty] if paper.warranty < len(warranties) else None
    if paper.claim is not None:
        claims = list(Claim.objects.filter(purchase=purchase).order_by("pk"))
        found["claim"] = claims[paper.claim] if paper.claim < len(claims) else None
    return found
