"""What a file would do, before anything is taken in: what was understood, and how much of it is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from config.kernel import files
from ledger.imports.readers.types import FileRefused
from purchases.exchange.models import ThingImport
from purchases.exchange.reading.archive import open_archive
from purchases.exchange.reading.csv_reader import Sheet, read_csv, read_sheet
from purchases.exchange.reading.files import Kind, head_in, text_in
from purchases.exchange.reading.json_reader import read_json
from purchases.exchange.reading.records import ReadThing
from purchases.exchange.taking.recognising import Recogniser

# Files up to this size are read as a whole to be shown, which takes half a second.
READ_AT_MOST = 2_000_000
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """`is_whole`: the counts are of the whole file; of a larger one only its beginning was read, and they are 0.

    `papers` counts documents as the things name them. `refused` are the first that cannot be read.
    """

    sheet: Sheet | None
    is_whole: bool
    count: int = 0
    new: int = 0
    here: int = 0
    papers: int = 0
    refused_count: int = 0
    things: Sequence[ReadThing] = ()
    refused: Sequence[ReadThing] = field(default_factory=list)


def preview_of(source: ThingImport, choices: Mapping[str, str]) -> Preview:
    """Three queries at most. Raises FileRefused."""
    assert source.file is not None
    owner, is_whole = source.owner, source.file.file.size <= READ_AT_MOST
    sheet = None
    with files.open_file(source.file) as opened:
        if source.kind == Kind.CSV:
            data = text_in(opened) if is_whole else head_in(opened)
            sheet = read_sheet(data, currency=owner.currency, today=owner.today, choices=choices)
            things = [] if sheet.missing else read_csv(sheet).things
        elif source.kind == Kind.ZIP:
            with open_archive(opened) as archive:
                is_whole = archive.manifest_size <= READ_AT_MOST
                things = read_json(archive.manifest(), currency=owner.currency).things if is_whole else []
        else:
            things = read_json(text_in(opened), currency=owner.currency).things if is_whole else []
    return _counted(source, sheet, things, is_whole=is_whole)


def _counted(source: ThingImport, sheet: Sheet | None, things: list[ReadThing], *, is_whole: bool) -> Preview:
    readable = [each for each in things if each.refusal is None]
    refused = [each for each in things if each.refusal is not None]
    if not is_whole:
        return Preview(sheet, is_whole, things=readable[:SHOWN], refused=refused[:SHOWN])
    here = len(Recogniser(source.owner, things).known(0, things))
    return Preview(
        sheet,
        is_whole,
        count=len(things),
        new=len(readable) - here,
        here=here,
        papers=sum(len(each.papers) for each in readable),
        refused_count=len(refused),
        things=readable[:SHOWN],
        refused=refused[:SHOWN],
    )


def refusal_of(source: ThingImport, choices: Mapping[str, str]) -> FileRefused | None:
    """Why the file cannot be taken in under a person's choices."""
    try:
        found = preview_of(source, choices)
    except FileRefused as refusal:
        return refusal
    if found.sheet is not None and found.sheet.missing:
        return FileRefused("missing_columns", columns=",".join(found.sheet.missing))
    return None
