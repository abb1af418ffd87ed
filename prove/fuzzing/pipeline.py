"""One file the whole way: started, answered, confirmed, run and taken back; the ledger is checked at each stop."""

from __future__ import annotations

import traceback
from random import Random

from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import create_money_account
from ledger.imports import keeping, services
from ledger.imports.models import Import, ImportedLine
from ledger.imports.readers import FileRefused
from prove.fuzzing.reading import TooSlow, within
from prove.outcome import Outcome

MOST_SECONDS = 20.0
MOST_ANSWERS = 6
Status = Import.Status


class Wrong(Exception):
    """Something of the ledger is not as it must be."""


def import_and_take_back(number: int, kind: str, data: bytes, outcome: Outcome) -> str:
    """What went wrong, '' where all holds. The file is a new person's; half of them have an account already."""
    dice = Random(number)  # noqa: S311
    person = User.objects.create_user(f"fuzz-{number}-{connection.vendor}@example.org", "pw", currency="EUR")
    account = create_money_account(owner=person, currency="EUR", name="Main") if dice.random() < 0.5 else None
    try:
        with within(MOST_SECONDS):
            outcome.figures[f"imported: {_live_through(person, account, data, dice)}"] += 1
        return ""
    except TooSlow:
        return f"more than {MOST_SECONDS:.0f} s of CPU"
    except Wrong as wrong:
        return str(wrong)
    except Exception as error:  # noqa: BLE001 a crash is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({where.name}, line {where.lineno})"


def _live_through(person: User, account: MoneyAccount | None, data: bytes, dice: Random) -> str:
    try:
        source = services.start_import(
            person=person, data=data, filename="file", account=account if dice.random() < 0.5 else None
        )
        source = _answer(source, dice)
        _choose(source, dice)
        services.confirm_import(source=source)
    except (FileRefused, ValidationError) as refusal:
        _expect_nothing(person, account)
        return "refused" if isinstance(refusal, FileRefused) else "refused when answered"
    source.refresh_from_db()
    if source.status == Status.FAILED:
        _expect_nothing(person, account)
        return "failed whole"
    if source.status != Status.DONE:
        raise Wrong(f"confirmed and run, it is {source.status}: {source.job and source.job.error}")
    _expect_whole(person, source)
    _expect_no_doubles(person, source, data)
    services.undo_import(source=source)
    source.refresh_from_db()
    if source.status != Status.UNDONE:
        raise Wrong(f"taken back, it is {source.status}")
    _expect_nothing(person, account)
    return "whole, and taken back"


def _answer(source: Import, dice: Random) -> Import:
    for _ in range(MOST_ANSWERS):
        question = keeping.read_again(source).question
        if question is None or not source.question:
            return source
        source = services.answer_question(source=source, answer=dice.choice(question.options).value)
    raise Wrong(f"still asking for {source.question} after {MOST_ANSWERS} answers")


def _choose(source: Import, dice: Random) -> None:
    keys = [
        f"{place}:{line.line_no}"
        for place, statement in enumerate(keeping.read_again(source).statements)
        for line in statement.lines
    ]
    if keys and dice.random() < 0.3:
        chosen = {key: dice.choice(("add", "skip")) for key in dice.sample(keys, min(3, len(keys)))}
        services.choose_lines(source=source, choices=chosen)


def _expect_whole(person: User, source: Import) -> None:
    entries = Transaction.objects.owned_by(person).count()
    lines = ImportedLine.objects.filter(batch__source=source)
    if not entries == lines.count() == lines.values("transaction").distinct().count() == source.report["taken"]:
        raise Wrong(f"{entries} entries, {lines.count()} fingerprints, {source.report['taken']} reported")
    _expect_right(person)


def _expect_no_doubles(person: User, source: Import, data: bytes) -> None:
    """The same file again brings nothing, where it is known to be of the same accounts and was taken whole."""
    again = services.start_import(person=person, data=data, filename="file")
    same = {each.account_id for each in again.batches.all()} <= {each.account_id for each in source.batches.all()}
    if same and not source.choices and again.answers == source.answers and again.new_count:
        raise Wrong(f"the same file again would add {again.new_count} lines")
    services.discard_import(source=again)


def _expect_nothing(person: User, account: MoneyAccount | None) -> None:
    entries = Transaction.objects.owned_by(person).count()
    lines = ImportedLine.objects.filter(account__grants__person=person).count()
    accounts = MoneyAccount.objects.owned_by(person).count()
    if entries or lines or accounts != (account is not None):
        raise Wrong(f"not taken: yet {entries} entries, {lines} fingerprints, {accounts} accounts are here")
    _expect_right(person)


def _expect_right(person: User) -> None:
    for each in MoneyAccount.objects.owned_by(person):
        for difference in check_account(each):
            raise Wrong(str(difference))
