"""What would happen to each line of a waiting import, for the pages and the API.

A small file is held against the ledger each time. A large one was when it was read, apart from the pages, and what was
found then is shown until its accounts or its reading change; the run looks again.
"""

from __future__ import annotations

import marshal
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from ledger.core.errors import Conflict
from ledger.imports import spool
from ledger.imports.checked import CheckedImport, Sums, Target, Verdicts, chosen_anew, chosen_lines, stored_amounts
from ledger.imports.checking import check_import, check_statement, put_together, target_of
from ledger.imports.keeping import is_kept, key_of, read_again
from ledger.imports.meeting import Alike
from ledger.imports.models import Import, ImportBatch
from ledger.imports.spool import Spooled

_KEPT = 8
_found: OrderedDict[str, list[Verdicts]] = OrderedDict()
_lock = threading.Lock()


def preview(source: Import) -> CheckedImport:
    """What would happen to each line. Of a large file: three queries, and a look at the lines somebody chose.

    Raises Conflict while it is being read.
    """
    if source.status == Import.Status.READING:
        raise Conflict(source)
    return _shown(source) if source.read_apart else check_import(source)


def _shown(source: Import) -> CheckedImport:
    batches = batches_of(source)
    kept = read_again(source)
    targets = [target_of(batch) for batch in batches]
    plain, chosen = _keys(source, batches)
    found = _recall(chosen)
    if found is None:
        found = _under_choices(source, kept, batches, targets, _plain(source, plain) or _check(source, kept, batches))
        _keep(chosen, found)
    return put_together(source, kept, batches, targets, found)


def is_at_hand(source: Import) -> bool:
    """Whether `preview` answers at once."""
    if not source.read_apart:
        return True
    plain, _chosen = _keys(source, batches_of(source))
    return is_kept(source) and _plain(source, plain) is not None


def look_anew(source: Import) -> CheckedImport:
    """Hold a large file against the ledger as it is now, and keep what was found for `preview`."""
    _check(source, read_again(source), batches_of(source))
    return _shown(source)


def batches_of(source: Import) -> list[ImportBatch]:
    return list(source.batches.select_related("account").order_by("statement"))


def _check(source: Import, kept: Spooled, batches: Sequence[ImportBatch]) -> list[Verdicts]:
    """As if nobody had chosen anything: choices change no verdict, only what the lines add up to."""
    found = []
    for batch in batches:
        target = target_of(batch)
        target.batch_ids = tuple(each.pk for each in batches)
        found.append(check_statement(kept, batch.statement, target, shape=source.shape, choices={}, seams=batch.seams))
    plain, chosen = _keys(source, batches)
    spool.save_beside(key_of(source), plain, marshal.dumps([_to_plain(each) for each in found]))
    with _lock:
        _found.pop(chosen, None)
        _found.pop(plain, None)
    _keep(plain, found)
    return found


def _under_choices(
    source: Import,
    kept: Spooled,
    batches: Sequence[ImportBatch],
    targets: Sequence[Target],
    found: Sequence[Verdicts],
) -> list[Verdicts]:
    return [
        chosen_anew(
            each,
            kept.read.statements[batch.statement],
            chosen_lines(source.choices, f"{batch.statement}"),
            chosen_lines(source.choices, f"p{batch.statement}"),
            stored_amounts(target.currency),
        )
        for batch, target, each in zip(batches, targets, found, strict=True)
    ]


def _keys(source: Import, batches: Sequence[ImportBatch]) -> tuple[str, str]:
    """What a check depends on, without and with the person's choices. Each job that reads looks for itself:
    `look` is the last one that did.
    """
    places = [(each.pk, each.account_id, target_of(each).currency) for each in batches]
    look = str(source.job_id) if source.status == Import.Status.READING else source.reading.get("look")
    said = orjson.dumps([key_of(source), look, places])
    choices = orjson.dumps(source.choices, option=orjson.OPT_SORT_KEYS)
    return sha256(said).hexdigest()[:24], sha256(said + choices).hexdigest()


def _plain(source: Import, key: str) -> list[Verdicts] | None:
    found = _recall(key)
    if found is None:
        data = spool.load_beside(key_of(source), key)
        if data is None:
            return None
        found = [_from_plain(each) for each in marshal.loads(data)]  # noqa: S302 written by us, in DATA_DIR
        _keep(key, found)
    return found


def _recall(key: str) -> list[Verdicts] | None:
    with _lock:
        found = _found.get(key)
        if found is not None:
            _found.move_to_end(key)
        return found


def _keep(key: str, found: list[Verdicts]) -> None:
    with _lock:
        _found[key] = found
        while len(_found) > _KEPT:
            _found.popitem(last=False)


def _to_plain(found: Verdicts) -> tuple[Any, ...]:
    met = [
        (place, each.id.hex, each.payee, each.booked_on.toordinal(), str(each.amount), each.by_hand, each.is_pending)
        for place, each in found.met.items()
    ]
    sums = found.sums
    added = (sums.taken, sums.merged, sums.left_out, sums.money_in, sums.money_out, sums.days)
    return (found.lines, found.pending, met, dict(sums.verdicts), added, found.raised)


def _from_plain(plain: tuple[Any, ...]) -> Verdicts:
    lines, pending, met, verdicts, added, raised = plain
    entries = {
        place: Alike(UUID(key), payee, date.fromordinal(day), Decimal(amount), by_hand, is_pending)
        for place, key, payee, day, amount, by_hand, is_pending in met
    }
    sums = Sums()
    sums.verdicts.update(verdicts)
    sums.taken, sums.merged, sums.left_out, sums.money_in, sums.money_out, sums.days = added
    return Verdicts(lines, pending, entries, sums, raised)
