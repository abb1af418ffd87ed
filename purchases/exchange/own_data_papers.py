"""Documents of an archive that came with none of its things: on their payments, else in the inbox."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q

from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive, Row
from config.kernel.own_data.taking import Section, Taking, WithoutJob, as_id, built, by_parent, maybe_id, takes_in
from ledger.core.errors import NoLongerThere
from ledger.core.models import Transaction
from purchases.core.models import Purchase
from purchases.documents.models import Attachment, Document
from purchases.documents.services import attach_document, keep_paper, read_paper
from purchases.exchange.own_format import DOCUMENTS
from purchases.exchange.reading.archive import LARGEST_DOCUMENT

PAPERS: Final = "documents.json"
PAPER: Final = ("name", "kind", "role", "size", "pages")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Papers(WithoutJob):
    """Reading one takes seconds: each is written by itself, before what is there together."""

    has_a_job = True
    sections: tuple[Section, ...] = (
        Section("documents", PAPERS, "documents"),
        Section("attachments", PAPERS, "attached_to"),
    )

    def check(self, person: Any, archive: OpenedArchive) -> None:
        for row in archive.rows(PAPERS, "documents"):
            as_id(row, "id"), built(Document, row, PAPER, digest=_digest(row))
        for row in archive.rows(PAPERS, "attached_to"):
            as_id(row, "document_id"), maybe_id(row, "purchase_id"), maybe_id(row, "transaction_id")

    def take(self, taking: Taking) -> None:
        """What was here before the archive came stays as it hangs."""
        hanging = by_parent(taking.archive.rows(PAPERS, "attached_to"), "document_id")
        done: set[Any] = set()
        for row in taking.archive.rows(PAPERS, "documents"):
            taking.rest()
            hung = hanging.get(as_id(row, "id"), [])
            document = _kept(taking, row)
            if document is None:
                continue
            if document.pk in done or document.created_at < taking.file.created_at:
                taking.passed.update(documents=1, attachments=len(hung))
                continue
            done.add(document.pk)
            taking.counts["documents"] += 1
            _hang_all(taking, document, hung)


def _digest(row: Row) -> str:
    """Raises ArchiveRefused."""
    found = row.get("file__file_id")
    if not isinstance(found, str) or not _DIGEST.fullmatch(found):
        raise ArchiveRefused("wrong_value", PAPERS)
    return found


def _kept(taking: Taking, row: Row) -> Document | None:
    """The person's document with that content, perhaps of a thing that came; None: it cannot be kept."""
    digest = _digest(row)
    known = Document.objects.owned_by(taking.person).filter(Q(digest=digest) | Q(file__file=digest)).first()
    if known is not None:
        return known
    name = f"{DOCUMENTS}{digest}"
    if name not in taking.archive or taking.archive.told[name][0] > LARGEST_DOCUMENT:
        return None
    data = b"".join(taking.archive.pieces(name))
    if hashlib.sha256(data).hexdigest() != digest:
        return None
    try:
        paper = read_paper(owner=taking.person, upload=data, name=str(row.get("name")))
        return keep_paper(owner=taking.person, paper=paper, role=row.get("role", Document.Role.OTHER))[0]
    except ValidationError:
        return None


def _hang_all(taking: Taking, document: Document, rows: Sequence[Row]) -> None:
    for row in rows:
        payment, thing = maybe_id(row, "transaction_id"), maybe_id(row, "purchase_id")
        if payment is not None:
            here = taking.entries.get(payment, payment)
            entry = Transaction.objects.owned_by(taking.person).filter(pk=here).first()
            taking.counts["attachments"] += entry is not None and _hung(taking, document, transaction=entry)
        elif thing is not None:
            found = Purchase.objects.owned_by(taking.person).filter(Q(pk=thing) | Q(origin=thing)).first()
            if found is not None and found.created_at < taking.file.created_at:
                taking.passed["attachments"] += 1
            else:
                taking.counts["attachments"] += found is not None and _hung(taking, document, purchase=found)


def _hung(taking: Taking, document: Document, **place: Any) -> bool:
    if Attachment.objects.filter(document=document, **place).exists():
        return True
    try:
        attach_document(document=document, by=taking.person, **place)
    except (ValidationError, NoLongerThere):
        return False
    return True


takes_in(Papers())
