"""What an entry is filed as: kind, category, parts and purchase. Kept while a link changes it, given back after."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.db.models import F

from ledger.core import rules
from ledger.core.models import Category, Link, Transaction, TransactionLine
from ledger.core.shares import share

Source = Transaction.CategorySource


class Part(TypedDict):
    """One line of a split; amounts as exact text."""

    category: str | None
    amount: str
    own_amount: str
    notes: str


class Filing(TypedDict):
    """As it stands in `Link.before`: JSON, so ids and amounts are text."""

    kind: str
    category: str | None
    source: str
    confidence: str | None
    reason: str
    refund_of: str | None
    parts: list[Part]


def filing_of(entry: Transaction) -> Filing:
    """One query where the entry is split."""
    parts = entry.lines.all() if entry.is_split else ()
    return Filing(
        kind=str(entry.kind),
        category=_text(entry.category_id),
        source=str(entry.category_source),
        confidence=None if entry.category_confidence is None else f"{entry.category_confidence:.2f}",
        reason=entry.category_reason,
        refund_of=_text(entry.refund_of_id),
        parts=[
            Part(
                category=_text(line.category_id),
                amount=exact_text(line.amount),
                own_amount=exact_text(line.own_amount),
                notes=line.notes,
            )
            for line in parts
        ],
    )


def exact_text(amount: Decimal) -> str:
    """The same text for the same amount, however many noughts it came with."""
    return f"{amount.normalize():f}"


def plain(kind: str) -> Filing:
    """Nobody has said anything but the kind."""
    return Filing(kind=kind, category=None, source="", confidence=None, reason="", refund_of=None, parts=[])


def chosen_by_person(filing: Filing) -> bool:
    """A split was made by a person too."""
    return filing["source"] == Source.PERSON or bool(filing["parts"])


def file_as(entry: Transaction, filing: Filing) -> None:
    """Set what `filing` says, share the entry anew and store its parts; the caller stores the entry.

    A category that is gone or changed its kind by now is left out, and so are parts that no longer add up.
    """
    if entry.is_split:
        entry.lines.all().delete()
    known = _usable(filing)
    category = known.get(filing["category"] or "")
    entry.kind = filing["kind"]
    entry.category = category
    lost = filing["category"] is not None and category is None
    entry.category_source = "" if lost else filing["source"]
    entry.category_confidence = None if lost or filing["confidence"] is None else Decimal(filing["confidence"])
    entry.category_reason = "" if lost else filing["reason"]
    entry.refund_of_id = _purchase(filing["refund_of"])
    parts = [
        TransactionLine(
            transaction=entry,
            category=known.get(part["category"] or ""),
            amount=Decimal(part["amount"]),
            own_amount=Decimal(part["own_amount"]),
            notes=part["notes"],
        )
        for part in filing["parts"]
    ]
    entry.is_split = bool(parts) and _fit(entry, parts)
    share(entry, parts if entry.is_split else ())
    if entry.is_split:
        TransactionLine.objects.bulk_create(parts)


def _usable(filing: Filing) -> dict[str, Category]:
    named = (filing["category"], *(part["category"] for part in filing["parts"]))
    wanted = {key for key in named if key is not None}
    if not wanted:
        return {}
    kind = rules.category_kind_for(filing["kind"])
    return {str(each.pk): each for each in Category.objects.filter(pk__in=wanted, kind=kind)}


def _fit(entry: Transaction, parts: list[TransactionLine]) -> bool:
    categories = [part.category_id for part in parts]
    return sum((part.amount for part in parts), Decimal(0)) == entry.amount and len(set(categories)) == len(categories)


def release_refunds(entry: Transaction) -> None:
    """What is no purchase any more has no refunds; they stay refunds, of nothing. Two statements."""
    Link.objects.filter(kind=Link.Kind.REFUND, other=entry).delete()
    Transaction.objects.filter(refund_of=entry).update(refund_of=None, version=F("version") + 1)


def _purchase(key: str | None) -> UUID | None:
    """None where it is gone, or has come to be something else than a purchase."""
    if key is None:
        return None
    income = Transaction.Kind.INCOME, Transaction.Kind.REFUND
    return Transaction.objects.filter(pk=key).exclude(kind__in=income).values_list("pk", flat=True).first()


def _text(key: UUID | None) -> str | None:
    return None if key is None else str(key)
