"""Keeping what a person hands in: cleaned, looked at, read, stored once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction as database_transaction

from accounts.models import User
from config.kernel import files
from purchases.documents import errors
from purchases.documents.cleaning import CONTENT_TYPES, LARGEST_FILE, PDF, Clean, clean
from purchases.documents.formats.refusing import DAMAGED, Refused
from purchases.documents.looking import Look, look_at
from purchases.documents.models import Document
from purchases.documents.naming import tidy_name
from purchases.receipts.reading import read_receipt

PURPOSE, THUMBNAIL_PURPOSE = "document", "document_thumbnail"
THUMBNAIL_NAME, THUMBNAIL_TYPE = "thumbnail.webp", "image/webp"
_KEPT_TEXT = 4000

Upload = bytes | IO[bytes]


@dataclass(frozen=True, slots=True)
class Paper:
    """What was handed in, cleaned. `look` and `read` are of one that is new; None: the person has it."""

    data: bytes
    kind: str
    digest: str
    name: str
    look: Look | None
    read: dict[str, Any]


def keep_document(
    *, owner: User, upload: Upload, name: str, role: str = Document.Role.RECEIPT
) -> tuple[Document, bool]:
    """The document and whether it is new: a content the person has is the document they have, as it is.

    Looking takes up to six seconds: where a transaction is open already, call `read_paper` before it and `keep_paper`
    in it. Raises FieldError of `file` (see `formats.refusing`) and of `role`.
    """
    return keep_paper(owner=owner, paper=read_paper(owner=owner, upload=upload, name=name), role=role)


def read_paper(*, owner: User, upload: Upload, name: str) -> Paper:
    """Clean, look, read. One query; nothing is written. Raises FieldError of `file`."""
    data = upload if isinstance(upload, bytes) else upload.read(LARGEST_FILE + 1)
    try:
        cleaned = clean(data)
    except Refused as refusal:
        raise errors.file_refused(refusal.code) from refusal
    digest = hashlib.sha256(cleaned.data).hexdigest()
    if Document.objects.filter(owner=owner, digest=digest).exists():
        return Paper(cleaned.data, cleaned.kind, digest, tidy_name(name, cleaned.kind), None, {})
    return _looked_at(cleaned, digest, tidy_name(name, cleaned.kind), owner)


def _looked_at(cleaned: Clean, digest: str, name: str, owner: User) -> Paper:
    look = look_at(cleaned.data, cleaned.kind)
    if cleaned.kind != PDF and look.is_broken:
        raise errors.file_refused(DAMAGED)
    reading = read_receipt(look.text, default_currency=owner.currency, today=owner.today) if look.text else None
    return Paper(cleaned.data, cleaned.kind, digest, name, look, reading.as_json() if reading else {})


@database_transaction.atomic
def keep_paper(*, owner: User, paper: Paper, role: str = Document.Role.RECEIPT) -> tuple[Document, bool]:
    """Papers of one person are kept one by one, so that of many that come at once the second finds the first.

    Raises FieldError.
    """
    if role not in Document.Role.values:
        raise errors.role_unknown()
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    found = Document.objects.filter(owner=owner, digest=paper.digest).first()
    if found is not None:
        return found, False
    if paper.look is None:
        # The person deleted theirs since.
        paper = _looked_at(Clean(paper.kind, paper.data), paper.digest, paper.name, owner)
    return _store(owner, paper, paper.look or Look(), role), True


def _store(owner: User, paper: Paper, look: Look, role: str) -> Document:
    file = files.store(owner, paper.data, name=paper.name, content_type=CONTENT_TYPES[paper.kind], purpose=PURPOSE)
    thumbnail = None
    if look.thumbnail:
        thumbnail = files.store(
            owner, look.thumbnail, name=THUMBNAIL_NAME, content_type=THUMBNAIL_TYPE, purpose=THUMBNAIL_PURPOSE
        )
    return Document.objects.create(
        owner=owner,
        file=file,
        thumbnail=thumbnail,
        digest=paper.digest,
        name=paper.name,
        kind=paper.kind,
        role=role,
        size=len(paper.data),
        pages=look.pages,
        text=look.text[:_KEPT_TEXT],
        read=paper.read,
    )
