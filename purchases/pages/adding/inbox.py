"""Papers that hang on nothing yet: handed in and not finished. No look-up grows with the papers a person has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from config.kernel.body_limit import too_large
from purchases.core.models import Purchase
from purchases.core.suggesting import Suggestion
from purchases.documents.cleaning import LARGEST_FILE
from purchases.documents.models import Attachment, Document
from purchases.pages.adding.matching import payments_for, sure_one, things_for
from purchases.receipts.reading import Reading

PER_PAGE = 20
# So many of the newest are looked at for a page, or for the count.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`after` is where the next page begins; None where there is none."""

    papers: list[Document]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper beside what it seems to belong to."""

    paper: Document
    reading: Reading
    thing: Purchase | None
    payment: Suggestion | None


@dataclass(frozen=True, slots=True)
class DropZone:
    """`count` is of the person's newest papers, `newest` the last of those that wait. `most_bytes` is what a file may
    have, `too_large` what is said of a larger one.
    """

    count: int
    newest: Waiting | None
    most_bytes: int
    too_large: str


def _newest(person: User, after: UUID | None = None) -> QuerySet[Document, UUID]:
    own = Document.objects.owned_by(person)
    # One of the person's own: an id of anybody else's counts as none.
    if after is not None and Document.objects.owned_by(person).filter(pk=after).exists():
        own = own.filter(pk__lt=after)
    return own.order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT]


def _loose(person: User, keys: Collection[UUID] | QuerySet[Document, UUID]) -> list[Document]:
    hung = Attachment.objects.filter(document=OuterRef("pk"))
    own = Document.objects.owned_by(person).filter(~Exists(hung), pk__in=keys)
    return list(own.defer("text").order_by("-pk"))


def inbox_page(person: User, *, after: UUID | None = None) -> InboxPage:
    """The newest first; a page may be short where most papers hang somewhere. Two queries."""
    keys = list(_newest(person, after))
    loose = _loose(person, keys)
    if len(loose) > PER_PAGE:
        return InboxPage(loose[:PER_PAGE], loose[PER_PAGE - 1].pk)
    return InboxPage(loose, keys[-1] if len(keys) == LOOKED_AT else None)


def drop_zone(person: User) -> DropZone:
    """One query, and three more where a paper waits."""
    loose = _loose(person, _newest(person))
    return _zone(len(loose), waiting(person, loose[0]) if loose else None)


def bare_zone() -> DropZone:
    """Where the papers that wait are listed below. No query."""
    return _zone(0, None)


def _zone(count: int, newest: Waiting | None) -> DropZone:
    return DropZone(count, newest, LARGEST_FILE, too_large(LARGEST_FILE))


def waiting(person: User, paper: Document) -> Waiting:
    """Three queries at most."""
    reading = Reading.from_json(paper.read)
    if reading is None:
        return Waiting(paper, Reading(), None, None)
    things = things_for(reading, person)
    payment = sure_one(payments_for(reading, person), reading)
    return Waiting(paper, reading, things[0] if len(things) == 1 else None, payment)
