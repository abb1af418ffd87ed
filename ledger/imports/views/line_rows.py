"""The lines of a file as the check page shows them: by what becomes of them, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.models import Transaction
from ledger.imports import sentences
from ledger.imports.checked import (
    ADD,
    MERGE,
    NEW,
    SKIP,
    CheckedBatch,
    CheckedImport,
    CheckedLine,
)
from ledger.imports.file_categories import FileCategories
from ledger.imports.forms import CorrectionForm
from ledger.imports.kinds import judge
from ledger.imports.line_categories import ChosenCategories
from ledger.imports.meeting import Alike
from ledger.imports.models import ImportBatch
from ledger.imports.readers import ReadFile, RefusedLine
from ledger.imports.readers.examples import Guess, guess
from ledger.imports.readers.packed import pack

# Above this many new lines only the shown ones are looked up: counting the others costs a second for each 30,000.
CATEGORIES_COUNTED = 5_000

Kind = Transaction.Kind
Source = Transaction.CategorySource


@dataclass(frozen=True, slots=True)
class ChoiceButton:
    """`value` is what it sends: 'statement:line=add'."""

    value: str
    text: str
    pressed: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the file. `dom_id` stays the same when the page is made anew, so that the focus stays where it was."""

    dom_id: str
    line_no: int
    payee: str
    notes: str
    booked_on: date
    amount: Decimal
    currency: str
    account: str
    taken: bool
    add: str
    skip: str
    choices: tuple[ChoiceButton, ...] = ()
    other: str = ""
    other_on: date | None = None
    other_amount: Decimal | None = None
    how_met: str = ""
    category: CategoryNode | None = None
    how: str = ""
    key: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line that cannot be read, with the form that says what it means. `corrected`: somebody has said it."""

    key: str
    line_no: int
    text: str
    why: str
    currency: str
    form: CorrectionForm
    corrected: bool = False


def lines_of(checked: CheckedImport, verdicts: Sequence[str], start: int, limit: int) -> list[LineRow]:
    """Some lines of these verdicts, verdict by verdict; only those are made."""
    found: list[LineRow] = []
    for verdict in verdicts:
        for each in checked.batches:
            count = each.count(verdict)
            wanted = limit - len(found)
            if start < count and wanted > 0:
                found += [_row(each, line, _several(checked)) for line in each.of(verdict, start, wanted)]
            start = max(0, start - count)
    return found


def new_rows(
    person: User, checked: CheckedImport, start: int, limit: int, of_file: FileCategories
) -> tuple[list[LineRow], int | None]:
    """Some new lines with their categories, and how many of all new lines have one (None: too many to count)."""
    tree = category_tree(person)
    rows: list[LineRow] = []
    categorised = passed = 0
    countable = sum(each.count(NEW) for each in checked.batches) <= CATEGORIES_COUNTED
    for each in checked.batches:
        skipped = min(max(start - passed, 0), each.count(NEW))
        first = 0 if countable else skipped
        some = each.of(NEW, first, None if countable else limit - len(rows))
        lines = [line.line for line in some]
        known = ChosenCategories(each).over([pack(line) for line in lines], judge(person, lines, each.subtype, of_file))
        for place, (line, judged) in enumerate(zip(some, known, strict=True), start=first):
            found = judged.suggested
            categorised += found is not None
            if place >= skipped and len(rows) < limit:
                category = tree.get(found.category_id) if found else None
                how = str(Source(found.source).label) if found else ""
                if judged.kind in (Kind.REFUND, Kind.TRANSFER):
                    how = str(Kind(judged.kind).label)
                chosen = found is not None and found.source == Source.PERSON
                more = {"category": category, "how": how, "key": line.key, "chosen": chosen}
                rows.append(_row(each, line, _several(checked), **more))
        passed += each.count(NEW)
    return rows, categorised if countable else None


def refused_rows(
    checked: CheckedImport,
    corrections: Mapping[str, Mapping[str, str]],
    start: int,
    limit: int,
    given: CorrectionForm | None,
) -> list[RefusedRow]:
    """Lines that were mended first, then those that cannot be read; `given` is a form that was refused."""
    mended = _mended(checked, corrections, given)
    rows = mended[start : start + limit]
    found = [(each, line) for each in checked.batches for line in each.statement.refused]
    waiting = max(0, start - len(mended))
    more = found[waiting : waiting + limit - len(rows)]
    return [*rows, *(_refused(checked.read, each, line, given) for each, line in more)]


def _mended(
    checked: CheckedImport, corrections: Mapping[str, Mapping[str, str]], given: CorrectionForm | None
) -> list[RefusedRow]:
    rows = []
    for key, said in corrections.items():
        place, _colon, number = key[1:].partition(":")
        if int(place) < len(checked.batches):
            meant = Guess(date.fromisoformat(said["booked_on"]), Decimal(said["amount"]), said["payee"])
            form = given if given and given.prefix == key else CorrectionForm(prefix=key, guess=meant)
            currency = checked.batches[int(place)].currency
            rows.append(RefusedRow(key, int(number), "", _("Corrected by you"), currency, form, corrected=True))
    return sorted(rows, key=lambda row: row.line_no)


def name_of(batch: ImportBatch) -> str:
    return batch.account.name if batch.account else str(batch.account_draft["name"])


def _refused(read: ReadFile, each: CheckedBatch, line: RefusedLine, given: CorrectionForm | None) -> RefusedRow:
    key = f"r{each.place}:{line.line_no}"
    form = given if given and given.prefix == key else CorrectionForm(prefix=key, guess=guess(read, line))
    why = sentences.refused_line(line.code, line.params)
    return RefusedRow(key, line.line_no, line.text, why, each.currency, form)


def _several(checked: CheckedImport) -> bool:
    return len(checked.batches) > 1


def _row(each: CheckedBatch, line: CheckedLine, several: bool, **more: Any) -> LineRow:
    alike = line.alike
    if alike is not None:
        more |= {
            "other": alike.payee,
            "other_on": alike.booked_on,
            "other_amount": alike.amount,
            "how_met": _how_met(alike),
        }
    return LineRow(
        dom_id=f"line-{line.key.replace(':', '-')}",
        line_no=line.line.line_no,
        payee=line.line.payee,
        notes=line.line.notes,
        booked_on=line.line.booked_on,
        amount=line.amount,
        currency=each.currency,
        account=name_of(each.batch) if several else "",
        taken=line.choice != SKIP,
        add=f"{line.key}={ADD}",
        skip=f"{line.key}={SKIP}",
        choices=_buttons(line),
        **more,
    )


def _how_met(alike: Alike) -> str:
    if alike.is_pending:
        return _("announced before")
    return _("entered by hand") if alike.by_hand else _("from another file")


def _buttons(line: CheckedLine) -> tuple[ChoiceButton, ...]:
    if line.verdict == NEW:
        return ()
    texts = {MERGE: _("Merge"), ADD: _("Add"), SKIP: _("Leave out")}
    if line.alike is None:
        del texts[MERGE]
    return tuple(ChoiceButton(f"{line.key}={choice}", text, line.choice == choice) for choice, text in texts.items())
