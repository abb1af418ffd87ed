"""What an undo leaves because another file names it too: beforehand, and once it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ledger.core.models import Transaction
from ledger.imports.handing_over import READ_AT_MOST, named_in, others_of, size_of
from ledger.imports.models import Import, ImportedLine
from ledger.imports.readers import FileRefused


@dataclass(frozen=True, slots=True)
class OtherFile:
    """An import whose file names lines too; `lines` is None where they are too many to be counted now.

    Of another owner of the account nothing is told but that there is one: `id` is None, `filename` empty.
    """

    id: UUID | None
    filename: str
    lines: int | None


@dataclass(slots=True)
class Staying:
    """By other file what stays, and the files that cannot be read any more. `keys` are those of the lines."""

    files: list[OtherFile] = field(default_factory=list)
    unreadable: list[OtherFile] = field(default_factory=list)
    keys: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Going:
    """What an undo would take away: lines, entries that get back what they were, and entries edited since, newest day
    first.
    """

    lines: int
    merged: int
    edited: list[UUID]


def what_stays(source: Import) -> Staying:
    """What an undo would leave now. Reads the files of the imports around it, unless they are large."""
    others, staying = others_of(source), Staying()
    is_large = size_of(others) > READ_AT_MOST
    counts: dict[Import, int | None] = {}
    unreadable: list[Import] = []
    for other in others:
        if is_large:
            counts[other.source] = None
            continue
        try:
            named = {each.line for some in named_in(source, other) for each in some} - staying.keys
        except (FileRefused, OSError):
            unreadable.append(other.source)
            continue
        staying.keys |= named
        counts[other.source] = (counts.get(other.source) or 0) + len(named)
    for line, holder in _became_one(source):
        if line not in staying.keys:
            staying.keys.add(line)
            counts[holder] = (counts.get(holder) or 0) + 1
    staying.files = [_told(source, each, count) for each, count in counts.items() if count != 0]
    staying.unreadable = [_told(source, each, None) for each in dict.fromkeys(unreadable)]
    return staying


def what_goes(source: Import, staying: Staying) -> Going:
    """Three queries."""
    own = ImportedLine.objects.filter(batch__source=source)
    merged = set(own.filter(was_merged=True).values_list("pk", flat=True))
    lines = own.count() - len(merged) - len(staying.keys - merged)
    return Going(lines, len(merged - staying.keys), _edited(source, staying.keys))


def what_stayed(source: Import) -> Staying:
    """What the undo of an import has left. One query."""
    counts: dict[str, int] = source.report.get("stays", {})
    unread: list[str] = source.report.get("unreadable", [])
    if not counts and not unread:
        return Staying()
    imports = {str(each.pk): each for each in Import.objects.filter(pk__in={*counts, *unread})}
    return Staying(
        [_told(source, imports.get(key), count) for key, count in counts.items()],
        [_told(source, imports.get(key), None) for key in unread],
    )


def _became_one(source: Import) -> Iterable[tuple[int, Import]]:
    """Lines of the import whose entries another one's lines became one with, and that import. Two queries."""
    mine = ImportedLine.objects.filter(batch__source=source, was_merged=False, transaction__isnull=False)
    others = ImportedLine.objects.filter(
        transaction__in=mine.values("transaction"), was_merged=True, batch__source__status=Import.Status.DONE
    )
    by_entry = {
        line.transaction_id: line.batch.source
        for line in others.exclude(batch__source=source).select_related("batch__source").order_by("-pk")
    }
    lines = mine.filter(transaction__in=list(by_entry)).values_list("pk", "transaction") if by_entry else ()
    return [(key, by_entry[entry]) for key, entry in lines]


def _edited(source: Import, staying: Collection[int]) -> list[UUID]:
    own = ImportedLine.objects.filter(batch__source=source, was_merged=False)
    seen = Transaction.objects.visible_to(source.person).live()
    edited = own.filter(transaction__in=seen.filter(version__gt=1))
    ordered = edited.order_by("-transaction__booked_on", "-transaction").values_list("pk", "transaction")
    return [entry for key, entry in ordered if key not in staying and entry is not None]


def _told(source: Import, other: Import | None, count: int | None) -> OtherFile:
    if other is None or other.person_id != source.person_id:
        return OtherFile(None, "", count)
    return OtherFile(other.pk, other.filename, count)
