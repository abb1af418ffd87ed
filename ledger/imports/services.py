"""A dropped file, from start to undo. Doors (pages, API, jobs) call these and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F

from accounts.models import User
from config.kernel import files, jobs, killing
from ledger.core.errors import Conflict, FieldError
from ledger.core.models import MoneyAccount
from ledger.imports import errors, keeping, reading_apart
from ledger.imports.batches import (
    changed_draft,
    check_account,
    check_chosen,
    make_batches,
    planned_batches,
    remember,
    settle_account,
    store_counts,
    target_of_plan,
)
from ledger.imports.checked import Verdicts
from ledger.imports.checking import check_choices, check_planned, take_over
from ledger.imports.file_categories import keep_messages, settle_categories, suggested_categories
from ledger.imports.matching import AccountDraft, Match
from ledger.imports.models import Import, ImportBatch
from ledger.imports.previewing import is_at_hand, preview
from ledger.imports.readers import FileRefused, ReadFile
from ledger.imports.readers.amounts import TOO_LARGE
from ledger.imports.readers.roles import roles_fit
from ledger.imports.readers.types import PAYEE_LENGTH
from ledger.imports.reading_apart import (
    changed,
    clean_name,
    keep_file,
    keep_unread,
    locked,
    need_reading,
    question_code,
    read_later,
)
from ledger.imports.spool import Spooled, spooled
from ledger.imports.taking_back import begin_taking_back

JOB = "ledger.import"
Status = Import.Status
MatchedBy = ImportBatch.MatchedBy


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that was read and held against the ledger, and is not kept yet."""

    person: User
    data: bytes
    name: str
    read_on: date
    shape: str
    mapping: dict[str, Any]
    categories: dict[str, dict[str, Any]]
    kept: Spooled
    planned: list[tuple[Match, AccountDraft]]
    found: list[Verdicts]


def start_import(
    *,
    person: User,
    data: bytes | File[Any],
    filename: str,
    account: MoneyAccount | None = None,
    came_by: Import.CameBy = Import.CameBy.PERSON,
) -> Import:
    """Keep a dropped file and say what would happen to its lines; see `read_dropped` and `keep_dropped`.

    A large one is kept at once and is `reading` until a job has done that: see `reading_apart`.
    """
    if reading_apart.is_large(data):
        return keep_unread(person=person, data=data, filename=filename, account=account, came_by=came_by)
    content = data if isinstance(data, bytes) else data.read()
    return keep_dropped(read_dropped(person=person, data=content, filename=filename, account=account), came_by=came_by)


def read_dropped(*, person: User, data: bytes, filename: str, account: MoneyAccount | None = None) -> Dropped:
    """Read a dropped file; nothing is written, so that nobody waits for it: a CPU second for 100,000 lines.

    `account` was found through `owned_by`.

    Raises:
        FileRefused: nothing of the file can be used.
        FieldError: the account is closed, of another currency, or one of several the file holds.
    """
    name = clean_name(filename)
    read_on = person.today
    read, mapping = keeping.read_first(person, data, name, read_on)
    if account is not None:
        check_chosen(account, read.statements)
    kept, shape = spooled(read), keeping.shape_of(read)
    planned = planned_batches(person, kept, shape, account)
    found = check_planned(kept, [target_of_plan(*each, reader=person.pk) for each in planned], shape)
    categories = suggested_categories(person, read, shape)
    return Dropped(person, data, name, read_on, shape, mapping, categories, kept, planned, found)


def keep_dropped(dropped: Dropped, *, came_by: Import.CameBy = Import.CameBy.PERSON) -> Import:
    """Keep what `read_dropped` read, as an import that waits to be confirmed."""
    person, kept, name = dropped.person, dropped.kept, dropped.name
    with transaction.atomic():
        source = Import.objects.create(
            person=person,
            file=keep_file(person, dropped.data, name),
            filename=name,
            format=kept.read.format,
            shape=dropped.shape,
            read_on=dropped.read_on,
            mapping=dropped.mapping,
            categories=dropped.categories,
            question=question_code(kept.read),
            came_by=came_by,
        )
        make_batches(source, dropped.planned)
        store_counts(source, take_over(source, kept, dropped.found))
    killing.point("import:started")
    keeping.keep(source, kept)
    # Once more, now that it is committed: the page that follows finds it.
    take_over(source, kept, dropped.found)
    return source


def import_again(*, source: Import) -> Import:
    """Read the kept file of an import once more, as if it were dropped now. Raises FileRefused."""
    return start_import(person=source.person, data=keeping.data_of(source), filename=source.filename)


def answer_question(*, source: Import, answer: str) -> Import:
    """Read the file again under an answer to its question. Lines and accounts chosen before stay chosen.

    Raises:
        Conflict: the import is no longer waiting.
        FieldError: not one of the answers, or one under which nothing can be read.
    """
    question = _as_read(source).question
    if question is None or answer not in {option.value for option in question.options}:
        raise errors.no_such_answer()
    return _read_anew(source, errors.answer_does_not_fit, answers={**source.answers, question.code: answer})


def choose_columns(*, source: Import, roles: Mapping[int, str]) -> Import:
    """Say what the columns of a table hold, by index from 0; those not named are not used. Remembered for the next
    file of this form.

    Raises:
        Conflict: the import is no longer waiting.
        FieldError: no such column or role, no day or no amount among them, or nothing can be read so.
    """
    read = _as_read(source)
    if read.format != "csv" or read.product:
        raise errors.no_columns()
    if not roles_fit(roles, len(read.columns)):
        raise errors.columns_do_not_fit()
    head = {name: value for name, value in read.mapping.items() if name != "plan"}
    mapping = {**head, "roles": {str(index): role for index, role in sorted(roles.items())}}
    return _read_anew(source, errors.columns_do_not_fit, mapping=mapping, answers={})


def correct_line(*, source: Import, key: str, booked_on: date, amount: Decimal, payee: str) -> Import:
    """Say what a refused line ('r<statement>:<line>') means; it is a line like any other then, known by its own text.

    `amount` is signed: out is negative. Correcting it again replaces what was said.

    Raises:
        Conflict: the import is no longer waiting.
        FieldError: no such refused line, or an amount no account can hold.
    """
    plain = _as_read(source)
    known = {f"r{place}:{line.line_no}" for place, each in enumerate(plain.statements) for line in each.refused}
    if key not in known and key not in source.corrections:
        raise errors.no_such_line()
    if not amount.is_finite() or abs(amount) >= TOO_LARGE:
        raise errors.amount_impossible()
    said = {"booked_on": booked_on.isoformat(), "amount": f"{amount:f}", "payee": payee.strip()[:PAYEE_LENGTH]}
    return _read_anew(source, errors.no_such_line, corrections={**source.corrections, key: said})


def forget_correction(*, source: Import, key: str) -> Import:
    """Take back what was said of a refused line: it is one that cannot be read again.

    Raises: Conflict: the import is no longer waiting; FieldError: nothing was said of such a line.
    """
    _as_read(source)
    if key not in source.corrections:
        raise errors.no_such_line()
    kept = {name: said for name, said in source.corrections.items() if name != key}
    return _read_anew(source, errors.no_such_line, corrections=kept)


def choose_account(
    *, batch: ImportBatch, account: MoneyAccount | None = None, draft: Mapping[str, str] | None = None
) -> Import:
    """Say which account a statement belongs to: one found through `owned_by`, or a new one with what `draft` changes.

    `draft` may name, type, subtype and (where the file does not say it) currency.

    Raises: Conflict; FieldError; ValidationError of a field of the new account.
    """
    if account is not None:
        check_account(account, _as_read(batch.source).statements[batch.statement])
    with transaction.atomic():
        source = _waiting(batch.source)
        if account is None:
            batch.account_draft = changed_draft(batch.account_draft, draft or {})
        batch.account = account
        batch.matched_by = MatchedBy.PERSON if account else MatchedBy.NEW
        batch.account_draft = {**batch.account_draft, "wanted": account is None}
        batch.save(update_fields=["account", "account_draft", "matched_by"])
    return _count_anew(source)


def choose_lines(*, source: Import, choices: Mapping[str, str]) -> Import:
    """Add, leave out or merge single lines, by 'statement:line' ('p<statement>:<line>' for announced ones); those not
    named stay as they were.

    Raises: Conflict; FieldError: no such line, no such choice, or nothing to merge it with.
    """
    _as_read(source)
    check_choices(preview(source), choices)
    with transaction.atomic():
        source = _waiting(source)
        source.choices = {**source.choices, **choices}
        source.save(update_fields=["choices"])
    return _count_anew(source)


def confirm_import(*, source: Import, choices: Mapping[str, str] | None = None) -> Import:
    """Let the import run: accounts that are new are made, the work is written down as a job.

    Raises:
        Conflict: it was confirmed, or removed, in the meantime.
        FieldError: its question is open; an account was closed; a choice names no line of the file.
    """
    if choices:
        source = choose_lines(source=source, choices=choices)
    if source.question:
        raise errors.question_open()
    # Outside the transaction: a pass over the lines would keep everybody else from writing.
    _as_read(source)
    preview(source)
    with transaction.atomic():
        started = Import.objects.filter(pk=source.pk, status=Status.PREVIEW, question="").update(
            status=Status.RUNNING, version=F("version") + 1
        )
        source = locked(source)
        if not started:
            raise Conflict(source)
        checked = preview(source)
        for each in checked.batches:
            settle_account(source, each)
        settle_categories(source, checked.read)
        keep_messages(source, checked.read)
        remember(source, checked)
        source.total_count = checked.taken
        lines = sum(len(each.statement.lines) for each in checked.batches)
        source.job = jobs.enqueue(JOB, {"import": str(source.pk), "lines": lines}, person=source.person)
        source.save(update_fields=["job", "total_count"])
    killing.point("import:confirmed")
    return source


@transaction.atomic
def discard_import(*, source: Import) -> None:
    """Remove a file that was not confirmed, or is being read. Raises Conflict."""
    waiting = locked(source)
    if waiting.status not in (Status.PREVIEW, Status.READING):
        raise Conflict(waiting)
    kept = waiting.file
    transaction.on_commit(lambda: keeping.forget(waiting), robust=True)
    waiting.delete()
    if kept is not None:
        files.release(kept)


def undo_import(*, source: Import) -> Import:
    """Take back everything an import brought, edited since or not, but for what another file names too; the file can
    be imported again.

    A large one is taken back by a job, its status 'undoing' until then.

    Raises:
        Conflict: it is not done, or was undone in the meantime.
        FieldError: more than 30 days have passed; an account is no longer the person's.
    """
    if source.status == Status.DONE and not source.can_be_undone:
        raise errors.not_to_undo()
    begun = begin_taking_back(source, Status.DONE)
    fresh = locked(source)
    if not begun:
        raise Conflict(fresh)
    return fresh


def _read_anew(source: Import, refusal: Callable[[], FieldError], **changes: Any) -> Import:
    """Read the file under other terms, and count again. What does not fit leaves everything as it was."""
    if source.read_apart:
        return read_later(source, refusal=refusal.__name__, **changes)
    proposed = changed(source, changes)
    try:
        kept = keeping.read_again(proposed)
    except FileRefused as refused:
        raise refusal() from refused
    planned = planned_batches(source.person, kept, source.shape, None)
    with transaction.atomic():
        source = changed(_waiting(source), changes)
        source.question = question_code(kept.read)
        source.save(update_fields=[*changes, "question"])
        if len(kept.read.statements) != source.batches.count():
            source.batches.all().delete()
            make_batches(source, planned)
    return _count_anew(source)


def _count_anew(source: Import) -> Import:
    """What would happen to the lines, worked out before anything is locked and stored if it still waits."""
    if not is_at_hand(source):
        return read_later(source)
    checked = preview(source)
    with transaction.atomic():
        fresh = locked(source)
        if fresh.status == Status.PREVIEW:
            store_counts(fresh, checked)
    return fresh


def _as_read(source: Import) -> ReadFile:
    """What a waiting import's file says. Raises Conflict: it no longer waits, or is to be read again first."""
    need_reading(source)
    if source.status != Status.PREVIEW:
        raise Conflict(source)
    return keeping.read_again(source).read


def _waiting(source: Import) -> Import:
    """The import, locked, if it still waits to be confirmed. Raises Conflict."""
    fresh = locked(source)
    if fresh.status != Status.PREVIEW:
        raise Conflict(fresh)
    return fresh
