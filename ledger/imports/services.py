"""A dropped file, from start to undo. Doors (pages, API, jobs) call these and nothing else."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import PurePath

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.kernel import files, jobs
from config.kernel.live import push
from ledger.core.errors import Conflict
from ledger.core.models import MoneyAccount
from ledger.imports import errors, keeping
from ledger.imports.batches import (
    changed_draft,
    check_account,
    check_chosen,
    make_batches,
    remember,
    settle_account,
    store_counts,
)
from ledger.imports.checking import ADD, SKIP, check_import, line_key
from ledger.imports.models import Import, ImportBatch
from ledger.imports.readers import FileRefused, ReadFile
from ledger.imports.taking_back import take_back

JOB = "ledger.import"
Status = Import.Status
MatchedBy = ImportBatch.MatchedBy


def start_import(*, person: User, data: bytes, filename: str, account: MoneyAccount | None = None) -> Import:
    """Keep a dropped file and say what would happen to its lines. `account` was found through `owned_by`.

    A refused file is not kept. Reading takes 1-2 CPU seconds for 100,000 lines.

    Raises:
        FileRefused: nothing of the file can be used.
        FieldError: the account is closed, of another currency, or one of several the file holds.
    """
    name = _clean_name(filename)
    read_on = person.today
    read, mapping = keeping.read_first(person, data, name, read_on)
    if account is not None:
        check_chosen(account, read.statements)
    with transaction.atomic():
        kept = files.store(
            person,
            data,
            name=name,
            content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
            purpose="import",
        )
        source = Import.objects.create(
            person=person,
            file=kept,
            filename=name,
            format=read.format,
            shape=keeping.shape_of(read),
            read_on=read_on,
            mapping=mapping,
            question=_question_code(read),
        )
        make_batches(source, read, account)
        store_counts(source, check_import(source))
    return source


@transaction.atomic
def answer_question(*, source: Import, answer: str) -> Import:
    """Read the file again under an answer to its question. Lines and accounts chosen before stay chosen.

    Raises:
        Conflict: the import is no longer waiting.
        FieldError: not one of the answers, or one under which nothing can be read.
    """
    source = _waiting(source)
    question = keeping.read_again(source).question
    if question is None or answer not in {option.value for option in question.options}:
        raise errors.no_such_answer()
    source.answers = {**source.answers, question.code: answer}
    try:
        read = keeping.read_again(source)
    except FileRefused as refusal:
        raise errors.answer_does_not_fit() from refusal
    source.question = _question_code(read)
    source.save(update_fields=["answers", "question"])
    if len(read.statements) != source.batches.count():
        source.batches.all().delete()
        make_batches(source, read, None)
    store_counts(source, check_import(source))
    return source


@transaction.atomic
def choose_account(
    *, batch: ImportBatch, account: MoneyAccount | None = None, draft: Mapping[str, str] | None = None
) -> Import:
    """Say which account a statement belongs to: one found through `owned_by`, or a new one with what `draft` changes.

    `draft` may name, type, subtype and (where the file does not say it) currency.

    Raises: Conflict; FieldError; ValidationError of a field of the new account.
    """
    source = _waiting(batch.source)
    if account is not None:
        statement = keeping.read_again(source).statements[batch.statement]
        check_account(account, statement)
    else:
        batch.account_draft = changed_draft(batch.account_draft, draft or {})
    batch.account = account
    batch.matched_by = MatchedBy.PERSON if account else MatchedBy.NEW
    batch.account_draft = {**batch.account_draft, "wanted": account is None}
    batch.save(update_fields=["account", "account_draft", "matched_by"])
    store_counts(source, check_import(source))
    return source


@transaction.atomic
def choose_lines(*, source: Import, choices: Mapping[str, str]) -> Import:
    """Add or leave out single lines, by 'statement:line'; those not named stay as they were.

    Raises: Conflict; FieldError: no such line, or neither 'add' nor 'skip'.
    """
    source = _waiting(source)
    _set_choices(source, choices)
    store_counts(source, check_import(source))
    return source


@transaction.atomic
def confirm_import(*, source: Import, choices: Mapping[str, str] | None = None) -> Import:
    """Let the import run: accounts that are new are made, the work is written down as a job.

    Raises:
        Conflict: it was confirmed, or removed, in the meantime.
        FieldError: its question is open; an account was closed; a choice names no line of the file.
    """
    if source.question:
        raise errors.question_open()
    started = Import.objects.filter(pk=source.pk, status=Status.PREVIEW, question="").update(
        status=Status.RUNNING, version=F("version") + 1
    )
    source = _fresh(source)
    if not started:
        raise Conflict(source)
    if choices:
        _set_choices(source, choices)
    checked = check_import(source)
    for each in checked.batches:
        settle_account(source, each)
    remember(source, checked)
    source.total_count = sum(len(each.taken) for each in checked.batches)
    source.job = jobs.enqueue(JOB, {"import": str(source.pk), "lines": source.total_count}, person=source.person)
    source.save(update_fields=["job", "total_count"])
    return source


@transaction.atomic
def discard_import(*, source: Import) -> None:
    """Remove a file that was not confirmed. Raises Conflict."""
    waiting = _waiting(source)
    kept = waiting.file
    waiting.delete()
    files.release(kept)


@transaction.atomic
def undo_import(*, source: Import) -> Import:
    """Take back everything an import brought, edited since or not, in one act; the file can be imported again.

    Raises:
        Conflict: it is not done, or was undone in the meantime.
        FieldError: more than 30 days have passed; an account is no longer the person's.
    """
    if source.status == Status.DONE and not source.can_be_undone:
        raise errors.not_to_undo()
    undone = Import.objects.filter(pk=source.pk, status=Status.DONE).update(
        status=Status.UNDONE, undone_at=timezone.now(), version=F("version") + 1
    )
    source = _fresh(source)
    if not undone:
        raise Conflict(source)
    take_back(source)
    push([source.person_id], "import:done", {"id": str(source.pk), "status": source.status})
    return source


def _waiting(source: Import) -> Import:
    """The import, locked, if it still waits to be confirmed. Raises Conflict."""
    fresh = _fresh(source)
    if fresh.status != Status.PREVIEW:
        raise Conflict(fresh)
    return fresh


def _fresh(source: Import) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("person", "file").get(pk=source.pk)


def _set_choices(source: Import, choices: Mapping[str, str]) -> None:
    read = keeping.read_again(source)
    known = {line_key(place, line) for place, statement in enumerate(read.statements) for line in statement.lines}
    if not choices.keys() <= known or not set(choices.values()) <= {ADD, SKIP}:
        raise errors.no_such_line()
    source.choices = {**source.choices, **choices}
    source.save(update_fields=["choices"])


def _question_code(read: ReadFile) -> str:
    return read.question.code if read.question else ""


def _clean_name(filename: str) -> str:
    """The name without a path or control characters; it is shown and never opened."""
    plain = "".join(each for each in filename if each.isprintable())
    return PurePath(plain.replace("\\", "/")).name[-255:] or "file"
