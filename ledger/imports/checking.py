"""Every line of a file held against what is here: new, alike, posted, or here already. Nothing is written."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import connection

from accounts.models import User
from ledger.imports import errors
from ledger.imports.checked import (
    ADD,
    IS_ALIKE,
    IS_DUPLICATE,
    IS_NEW,
    IS_POSTS,
    MERGE,
    PENDING,
    SKIP,
    CheckedBatch,
    CheckedImport,
    Target,
    Verdicts,
    add_up,
    add_up_pending,
    chosen_lines,
    stored_amounts,
)
from ledger.imports.fingerprints import pending_mark
from ledger.imports.keeping import key_of, read_again
from ledger.imports.meeting import Alike, Wanted, find_alike, find_posted, known_places
from ledger.imports.models import Import, ImportBatch
from ledger.imports.own_files import is_own, places_here
from ledger.imports.readers import Statement
from ledger.imports.readers.packed import AMOUNT, BANK_ID, DAY, NO, PAYEE, PackedLines, rows_of
from ledger.imports.readers.remembered import Remembered
from ledger.imports.seams import Ends, Seams, raised_marks, seams_met, with_raised
from ledger.imports.spool import Spooled

_KEPT_CHECKS = 8


def check_choices(checked: CheckedImport, choices: Mapping[str, str]) -> None:
    """Raises FieldError: a choice names no line of the file, or what cannot be done with it. One pass over the lines
    where more than a few are named.
    """
    if not set(choices.values()) <= {ADD, SKIP, MERGE}:
        raise errors.no_such_line()
    left = dict(choices)
    for each in checked.batches:
        for line in each.statement.pending:
            if left.pop(f"p{each.place}:{line.line_no}", SKIP) == MERGE:
                raise errors.nothing_to_merge_with()
        wanted = chosen_lines(left, f"{each.place}")
        for place in each.packed.places_of(wanted) if wanted else ():
            number = each.packed.row(place)[NO]
            if wanted[number] == MERGE and place not in each.verdicts.met:
                raise errors.nothing_to_merge_with()
            left.pop(f"{each.place}:{number}", None)
    if left:
        raise errors.no_such_line()


def check_import(source: Import) -> CheckedImport:
    """Hold the kept file against the ledger as it is now: one pass over the lines, remembered until something changes.

    Per batch a query per 20,000 lines where the account has lines of other files, and one or two where it has
    entries. What this import itself has already added counts as new, so that a run that was cut off goes on as it
    began.
    """
    batches = list(source.batches.select_related("account").order_by("statement"))
    kept = read_again(source)
    targets = [target_of(batch) for batch in batches]
    own = tuple(batch.pk for batch in batches)
    for target in targets:
        target.batch_ids, target.reader = own, source.person_id
    key = _state_of(source, batches)
    found = _recall(key)
    if found is None:
        found = [
            check_statement(
                kept, batch.statement, target, shape=source.shape, choices=source.choices, seams=batch.seams
            )
            for batch, target in zip(batches, targets, strict=True)
        ]
        _keep(key, found)
    return put_together(source, kept, batches, targets, found)


def check_planned(kept: Spooled, targets: Sequence[Target], shape: str) -> list[Verdicts]:
    """What becomes of a file nobody has chosen anything of yet, before there is an import of it."""
    return [check_statement(kept, place, target, shape=shape, choices={}) for place, target in enumerate(targets)]


def take_over(source: Import, kept: Spooled, found: list[Verdicts]) -> CheckedImport:
    """What `check_planned` found, as the check of the import that was made of it."""
    batches = list(source.batches.select_related("account").order_by("statement"))
    _keep(_state_of(source, batches), found)
    return put_together(source, kept, batches, [target_of(batch) for batch in batches], found)


def put_together(
    source: Import,
    kept: Spooled,
    batches: Sequence[ImportBatch],
    targets: Sequence[Target],
    found: Sequence[Verdicts],
) -> CheckedImport:
    """The file, where its statements go, and what became of their lines."""
    checked = [
        CheckedBatch(
            batch=batch,
            place=batch.statement,
            statement=kept.read.statements[batch.statement],
            currency=target.currency,
            subtype=target.subtype,
            marks=kept.marks[batch.statement],
            pending_marks=kept.pending_marks[batch.statement],
            edges=kept.edges[batch.statement],
            verdicts=verdicts,
            choices=chosen_lines(source.choices, f"{batch.statement}"),
            pending_choices=chosen_lines(source.choices, f"p{batch.statement}"),
            import_id=source.pk,
        )
        for batch, target, verdicts in zip(batches, targets, found, strict=True)
    ]
    return CheckedImport(kept.read, tuple(checked))


def target_of(batch: ImportBatch) -> Target:
    account = batch.account
    if account is None:
        return Target(None, batch.account_draft["currency"], batch.account_draft["subtype"])
    return Target(account, account.currency, account.subtype)


def check_statement(
    kept: Spooled,
    place: int,
    target: Target,
    *,
    shape: str,
    choices: Mapping[str, str],
    seams: Seams | None = None,
) -> Verdicts:
    """What becomes of each line of one statement in `target`; `shape` is that of the file, `seams` what was kept of
    them when it was confirmed.
    """
    statement, marks, account = kept.read.statements[place], kept.marks[place], target.account
    codes = bytearray(len(statement.lines))
    pending = bytearray(len(statement.pending))
    stored = stored_amounts(target.currency)
    met: dict[int, Alike] = {}
    raised: dict[int, bytes] = {}
    if account is not None:
        ends = Ends(statement, marks, kept.edges[place], target.currency)
        raised = raised_marks(ends, seams_met(ends, account.pk, target.batch_ids) if seams is None else seams)
        here = known_places(account.pk, with_raised(marks, raised), besides=target.batch_ids)
        codes = here.translate(_DUPLICATE_WHERE_HERE)
        for known in places_here(account, rows_of(statement.lines), besides=target.batch_ids):
            codes[known] = IS_DUPLICATE
        pending = known_places(account.pk, kept.pending_marks[place], besides=target.batch_ids)
        met = _meet(statement, target, codes, stored, shape=shape)
    sums = add_up(statement, codes, met, chosen_lines(choices, f"{place}"), stored)
    sums.verdicts[PENDING] = pending.count(0)
    add_up_pending(sums, statement, chosen_lines(choices, f"p{place}"), stored)
    return Verdicts(bytes(codes), bytes(pending), met, sums, raised)


_DUPLICATE_WHERE_HERE = bytes([IS_NEW, IS_DUPLICATE]) + bytes(range(2, 256))


def _meet(
    statement: Statement,
    target: Target,
    codes: bytearray,
    stored: Remembered[str, int],
    *,
    shape: str,
) -> dict[int, Alike]:
    """Mark lines that meet an entry, and say which."""
    account = target.account
    if account is None or IS_NEW not in codes or not account.transactions.exists():
        return {}
    lines = statement.lines
    assert isinstance(lines, PackedLines)
    fresh = [(place, row) for place, row in enumerate(lines.rows()) if codes[place] == IS_NEW and not is_own(row)]
    if not fresh:
        return {}
    wanted = [
        Wanted(place, row[DAY], stored[row[AMOUNT]], row[PAYEE], pending_mark(row).hex() if row[BANK_ID] else "")
        for place, row in fresh
    ]
    posted = find_posted(account.pk, wanted, besides=target.batch_ids, reader=target.reader)
    left = [each for each in wanted if each.place not in posted]
    alike = find_alike(account.pk, shape, left, reader=target.reader)
    for place in posted:
        codes[place] = IS_POSTS
    for place in alike:
        codes[place] = IS_ALIKE
    return {**posted, **alike}


_checks: OrderedDict[bytes, list[Verdicts]] = OrderedDict()
_lock = threading.Lock()


def _state_of(source: Import, batches: Sequence[ImportBatch]) -> bytes:
    """What a check depends on. The number of the person's last live frame rises with every change of their ledger."""
    seq = User.objects.filter(pk=source.person_id).values_list("live_seq", flat=True).first()
    accounts: list[Any] = [
        (batch.pk, batch.account_id, batch.account and batch.account.currency, batch.account_draft) for batch in batches
    ]
    said = [source.pk, key_of(source), source.choices, seq, accounts]
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _recall(key: bytes) -> list[Verdicts] | None:
    with _lock:
        found = _checks.get(key)
        if found is not None:
            _checks.move_to_end(key)
        return found


def _keep(key: bytes, found: list[Verdicts]) -> None:
    # What was seen within a transaction may be undone with it, and the number of the last frame come again.
    if connection.in_atomic_block:
        return
    with _lock:
        _checks[key] = found
        while len(_checks) > _KEPT_CHECKS:
            _checks.popitem(last=False)
