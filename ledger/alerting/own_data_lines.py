"""The ledger of an archive comes in as its own import would take it; what its ids are here is known afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File

from config.kernel.jobs import NotYet
from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive
from config.kernel.own_data.taking import Taking, as_id, takes_in
from ledger.core.category_tree import category_tree
from ledger.core.errors import Conflict
from ledger.core.models import Category
from ledger.exporting.own_format import FORMAT, VERSION
from ledger.imports import services
from ledger.imports.category_names import Names
from ledger.imports.models import Import
from ledger.imports.readers import FileRefused

LINES, NAMES = "ledger.json", "names.json"
_SOON: Final = timedelta(seconds=1)
_HEAD: Final = f'{{"format":"{FORMAT}","version":{VERSION},'.encode()
_IN_MEMORY: Final = 1_000_000
Status = Import.Status


class Lines:
    has_a_job = True

    def check(self, person: Any, archive: OpenedArchive) -> None:
        if LINES not in archive:
            return
        if archive.told[LINES][0] > settings.UPLOAD_LIMIT:
            raise ArchiveRefused("too_large", LINES)
        if not next(iter(archive.pieces(LINES)), b"").startswith(_HEAD):
            raise ArchiveRefused("wrong_value", LINES)
        for row in archive.rows(NAMES, "accounts"):
            as_id(row, "id")
            if type(row.get("place")) is not int:
                raise ArchiveRefused("wrong_value", NAMES)
        for row in archive.rows(NAMES, "categories"):
            as_id(row, "id")
            if type(row.get("key")) is not str:
                raise ArchiveRefused("wrong_value", NAMES)

    def take(self, taking: Taking) -> None:
        """Start the import, confirm it. Raises NotYet until it has ended, ArchiveRefused where it fails."""
        if LINES not in taking.archive:
            return
        name = f"ledger-{taking.key.hex[-12:]}.json"
        source = Import.objects.visible_to(taking.person).filter(filename=name).first()
        if source is None:
            source = _started(taking, name)
            if source is None:
                return
        if source.status == Status.PREVIEW:
            _confirm(source)
        if source.status in (Status.READING, Status.RUNNING):
            raise NotYet(_SOON)
        if source.status != Status.DONE:
            raise ArchiveRefused("ledger_not_taken", LINES)
        taking.counts["transactions"] = source.new_count
        _learn_ids(taking, source)


def _started(taking: Taking, name: str) -> Import | None:
    """None where the ledger is empty."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        for piece in taking.archive.pieces(LINES):
            kept.write(piece)
        kept.seek(0)
        try:
            return services.start_import(person=taking.person, data=File(kept, name), filename=name)
        except FileRefused as refusal:
            if refusal.code == "no_transactions":
                return None
            raise ArchiveRefused("ledger_not_taken", refusal.code) from refusal


def _confirm(source: Import) -> None:
    try:
        services.confirm_import(source=source)
    except Conflict as conflict:
        raise NotYet(_SOON) from conflict
    source.refresh_from_db()


def _learn_ids(taking: Taking, source: Import) -> None:
    batches = dict(source.batches.filter(account__isnull=False).values_list("statement", "account"))
    for row in taking.archive.rows(NAMES, "accounts"):
        if row["place"] in batches:
            taking.ids[str(as_id(row, "id"))] = batches[row["place"]]
    taking.ids.update(_categories(taking))


def _categories(taking: Taking) -> Iterable[tuple[str, Any]]:
    """Those of one's own by id, else by key: the shared ones have the same ids everywhere."""
    known = set(Category.objects.visible_to(taking.person).values_list("pk", flat=True))
    names = Names(category_tree(taking.person))
    for row in taking.archive.rows(NAMES, "categories"):
        key = as_id(row, "id")
        found = key if key in known else names.find(row["key"])
        if found is not None:
            yield str(key), found


takes_in(Lines())
