"""The ledger of an archive comes in as its own import would take it; what its ids are here is known afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import File

from accounts.own_data.taking import JOB
from config.kernel.jobs import NotYet
from config.kernel.models import Job
from config.kernel.money import money_text
from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive
from config.kernel.own_data.taking import Section, Taking, as_id, takes_in
from ledger.core.category_tree import category_tree
from ledger.core.errors import Conflict
from ledger.core.models import Category
from ledger.exporting.own_format import FORMAT, VERSION, uuid_in
from ledger.imports import services
from ledger.imports.category_names import Names
from ledger.imports.models import Import, ImportedLine
from ledger.imports.readers import FileRefused
from ledger.imports.readers.own_json import objects, unread_parts
from ledger.imports.restoring import settings_here

LINES, NAMES = "ledger.json", "names.json"
_SOON: Final = timedelta(seconds=0.5)
_HEAD: Final = f'{{"format":"{FORMAT}","version":{VERSION},'.encode()
_IN_MEMORY: Final = 1_000_000
Status = Import.Status


class Lines:
    has_a_job = True
    sections = tuple(
        Section(kind, LINES, kind) for kind in ("transactions", "accounts", "categories", "category_overrides", "rules")
    )

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

    def begin(self, taking: Taking) -> None:
        """Start the import, confirm it. Raises NotYet until it has ended, ArchiveRefused where it fails."""
        if LINES not in taking.archive:
            return
        source = _import_of(taking) or _started(taking)
        if source is None:
            return
        if source.status == Status.PREVIEW:
            _confirm(source)
        if source.status in (Status.READING, Status.RUNNING):
            raise NotYet(_SOON)
        if source.status != Status.DONE:
            raise ArchiveRefused("ledger_not_taken", LINES)

    def take(self, taking: Taking) -> None:
        """Say what its import has brought, and learn what its ids are here."""
        source = _import_of(taking)
        if source is None:
            return
        document = taking.archive.document(LINES)
        taking.counts["transactions"] = source.new_count
        met = ("merged", "duplicate", "alike", "skipped")
        taking.passed["transactions"] = sum(source.report.get(name, 0) for name in met)
        came, here = settings_here(source, document)
        taking.counts.update(came)
        taking.passed.update(here)
        taking.lost.update(unread_parts(document))
        _note_balances(taking, source)
        _learn_ids(taking, source)
        _learn_entries(taking, source, document)


def name_of(key: UUID) -> str:
    """What the import of an archive's ledger is called, by the id of the job that takes the archive in."""
    return f"ledger-{key.hex[-12:]}.json"


def is_of_archive(source: Import) -> bool:
    """Whether nobody dropped it: it is called by the job of an archive. One query where it may be."""
    if not source.filename.startswith("ledger-"):
        return False
    taking = Job.objects.filter(person=source.person_id, kind=JOB, created_at__lte=source.created_at)
    return source.filename in {name_of(key) for key in taking.values_list("pk", flat=True)}


def _import_of(taking: Taking) -> Import | None:
    return Import.objects.visible_to(taking.person).filter(filename=name_of(taking.key)).first()


def _started(taking: Taking) -> Import | None:
    """None where the ledger is empty."""
    name = name_of(taking.key)
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


def _note_balances(taking: Taking, source: Import) -> None:
    """Accounts that were made and do not hold what the archive says of them."""
    made = source.batches.filter(account_created=True, closing_balance__isnull=False).select_related("account")
    for batch in made.order_by("statement"):
        account, said = batch.account, batch.closing_balance
        if account is not None and account.balance != said:
            balances = {"said": said, "held": account.balance}
            told = {name: money_text(amount, account.currency) for name, amount in balances.items()}
            note = {"code": "balance_differs", "account": account.name, "currency": account.currency}
            taking.notes.append({**note, **told})


def _learn_ids(taking: Taking, source: Import) -> None:
    batches = dict(source.batches.filter(account__isnull=False).values_list("statement", "account"))
    for row in taking.archive.rows(NAMES, "accounts"):
        if row["place"] in batches:
            taking.ids[str(as_id(row, "id"))] = batches[row["place"]]
    taking.ids.update(_categories(taking))


def _learn_entries(taking: Taking, source: Import, document: Mapping[str, Any]) -> None:
    """Of payments whose id was somebody else's, the one they got."""
    ids = {number: uuid_in(each.get("id")) for number, each in enumerate(objects(document, "transactions"), start=1)}
    lines = ImportedLine.objects.filter(batch__source=source, transaction__isnull=False)
    for number, here in lines.values_list("line_no", "transaction"):
        told = ids.get(number)
        if told is not None and here is not None and told != here:
            taking.entries[told] = here


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
