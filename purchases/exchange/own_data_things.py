"""Things of an archive come in with their documents as the import of things takes a ZIP of ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from config.kernel import files
from config.kernel.jobs import NotYet
from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive
from config.kernel.own_data.taking import Section, Taking, takes_in
from ledger.imports.readers.types import FileRefused
from purchases.exchange import services
from purchases.exchange.models import ThingImport
from purchases.exchange.own_format import MANIFEST
from purchases.exchange.reading.archive import LARGEST_MANIFEST
from purchases.exchange.reading.files import Kind
from purchases.exchange.reading.json_reader import read_json

_SOON: Final = timedelta(seconds=0.5)
Status = ThingImport.Status


class Things:
    has_a_job = True
    sections: tuple[Section, ...] = (Section("things", MANIFEST, "purchases"),)

    def check(self, person: Any, archive: OpenedArchive) -> None:
        if MANIFEST not in archive:
            return
        if archive.told[MANIFEST][0] > LARGEST_MANIFEST:
            raise ArchiveRefused("too_large", MANIFEST)
        try:
            read_json(b"".join(archive.pieces(MANIFEST)), currency=person.currency)
        except FileRefused as refusal:
            raise ArchiveRefused("wrong_value", MANIFEST) from refusal

    def begin(self, taking: Taking) -> None:
        """Raises NotYet until its import has ended; ArchiveRefused where that fails."""
        if MANIFEST not in taking.archive:
            return
        source = _import_of(taking)
        if source is None:
            with files.open_file(taking.file) as opened:
                source = services.keep_import(owner=taking.person, upload=opened, name=_name(taking), kind=Kind.ZIP)
            services.start_import(source=source, duplicates=ThingImport.Duplicates.SKIP)
            source.refresh_from_db()
        if source.status in (Status.WAITING, Status.RUNNING):
            raise NotYet(_SOON)
        if source.status == Status.FAILED:
            raise ArchiveRefused("things_not_taken", MANIFEST)

    def take(self, taking: Taking) -> None:
        """Say what its import has brought."""
        source = _import_of(taking)
        if source is not None:
            taking.counts["things"] = source.added
            taking.passed["things"] = source.skipped + source.updated


def _name(taking: Taking) -> str:
    return f"things-{taking.key.hex[-12:]}.zip"


def _import_of(taking: Taking) -> ThingImport | None:
    return ThingImport.objects.visible_to(taking.person).filter(name=_name(taking)).first()


takes_in(Things())
