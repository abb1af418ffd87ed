"""What the check page shows: counts, accounts, columns, and the lines that need a look, are new or here already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import sentences
from ledger.imports.checked import ADD, ALIKE, DUPLICATE, NEW, POSTS, SKIP, CheckedBatch, CheckedImport, CheckedLine
from ledger.imports.checking import check_import
from ledger.imports.file_categories import FileCategories
from ledger.imports.forms import BatchAccountForm
from ledger.imports.kinds import judge
from ledger.imports.models import Import, ImportBatch
from ledger.imports.readers import ColumnUse, ReadFile
from ledger.imports.reports import BalanceCheck, preview_balance
from ledger.imports.views.category_card import category_card

FIRST_SHOWN = 6
MORE_SHOWN = 40
ALIKE_SHOWN = 50
REFUSED_SHOWN = 50
HERE_SHOWN = 50
UNUSED_COLUMNS_SHOWN = 8
# Above this many new lines only the shown ones are looked up: counting the others costs a second for each 30,000.
CATEGORIES_COUNTED = 5_000

Kind = Transaction.Kind
Source = Transaction.CategorySource


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the file; `choice` is what its button would choose."""

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
    other: str = ""
    other_on: date | None = None
    other_by_hand: bool = False
    category: CategoryNode | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line_no: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One statement and where it goes. `tail` is the end of the account's number."""

    batch: ImportBatch
    name: str
    institution: str
    tail: str
    matched: str
    subtype: str
    lines: int
    balance: BalanceCheck
    form: BatchAccountForm


@dataclass(frozen=True, slots=True)
class ColumnHead:
    label: str
    icon: str
    header: str
    is_figure: bool
    unused: bool


def check_context(person: User, source: Import, shown: int, form: BatchAccountForm | None) -> dict[str, Any]:
    """The check page's figures: only the lines that are shown are made."""
    checked = check_import(source)
    several = len(checked.batches) > 1
    new_count, alike_count, here_count = (
        sum(each.count(verdict) for each in checked.batches for verdict in verdicts)
        for verdicts in ((NEW,), (ALIKE, POSTS), (DUPLICATE,))
    )
    alike = _some(checked, (ALIKE, POSTS), ALIKE_SHOWN)
    refused = [line for each in checked.batches for line in each.statement.refused]
    limit = max(shown, FIRST_SHOWN)
    of_file = FileCategories(source, product=checked.read.product)
    rows, categorised = _new_rows(person, checked, limit, several, of_file)
    return {
        "cards": [_card(person, source, each, form) for each in checked.batches],
        "question": sentences.asked(checked.read.question) if checked.read.question else None,
        "columns": _columns(checked.read),
        "sample_rows": _sample_rows(checked.read),
        "refused": [
            RefusedRow(line.line_no, line.text, sentences.refused_line(line.code, line.params))
            for line in refused[:REFUSED_SHOWN]
        ],
        "refused_count": len(refused),
        "left_out": any(each.sums.left_out for each in checked.batches),
        "alike": [_row(each, line, several) for each, line in alike],
        "alike_count": alike_count,
        "new": rows,
        "new_count": new_count,
        "categorised": categorised,
        "more": max(new_count - limit, 0),
        "next_count": min(MORE_SHOWN, max(new_count - limit, 0)),
        "more_shown": limit + MORE_SHOWN,
        "here": [_row(each, line, several) for each, line in _some(checked, (DUPLICATE,), HERE_SHOWN)],
        "here_count": here_count,
        "taken": checked.taken,
        "several": several,
        **category_card(person, source),
    }


def _some(checked: CheckedImport, verdicts: tuple[str, ...], limit: int) -> list[tuple[CheckedBatch, CheckedLine]]:
    found: list[tuple[CheckedBatch, CheckedLine]] = []
    for each in checked.batches:
        for verdict in verdicts:
            found += [(each, line) for line in each.of(verdict, 0, limit - len(found))]
    return found


def _new_rows(
    person: User, checked: CheckedImport, limit: int, several: bool, of_file: FileCategories
) -> tuple[list[LineRow], int | None]:
    """The first `limit` new lines with their categories, and how many of all new lines have one (None: too many)."""
    tree = category_tree(person)
    rows: list[LineRow] = []
    categorised = 0
    countable = sum(each.count(NEW) for each in checked.batches) <= CATEGORIES_COUNTED
    for each in checked.batches:
        new = each.of(NEW, 0, None if countable else max(limit - len(rows), 0))
        for line, judged in zip(new, judge(person, [line.line for line in new], each.subtype, of_file), strict=True):
            found = judged.suggested
            categorised += found is not None
            if len(rows) < limit:
                category = tree.get(found.category_id) if found else None
                how = str(Source(found.source).label) if found else ""
                if judged.kind in (Kind.REFUND, Kind.TRANSFER):
                    how = str(Kind(judged.kind).label)
                rows.append(_row(each, line, several, category=category, how=how))
    return rows, categorised if countable else None


def _row(each: CheckedBatch, line: CheckedLine, several: bool, **more: Any) -> LineRow:
    alike = line.alike
    if alike is not None:
        more |= {"other": alike.payee, "other_on": alike.booked_on, "other_by_hand": alike.by_hand}
    return LineRow(
        line_no=line.line.line_no,
        payee=line.line.payee,
        notes=line.line.notes,
        booked_on=line.line.booked_on,
        amount=line.amount,
        currency=each.currency,
        account=_name_of(each.batch) if several else "",
        taken=line.choice != SKIP,
        add=f"{line.key}={ADD}",
        skip=f"{line.key}={SKIP}",
        **more,
    )


def _name_of(batch: ImportBatch) -> str:
    return batch.account.name if batch.account else str(batch.account_draft["name"])


def _card(person: User, source: Import, each: CheckedBatch, form: BatchAccountForm | None) -> BatchCard:
    batch, account = each.batch, each.batch.account
    number = "".join(sign for sign in each.statement.account_number if sign.isalnum())
    given = form if form is not None and form.prefix == f"batch{batch.statement}" else None
    return BatchCard(
        batch=batch,
        name=_name_of(batch),
        institution=account.institution if account else batch.account_draft["institution"],
        tail=account.number_tail if account else number[-4:],
        matched=str(ImportBatch.MatchedBy(batch.matched_by).label),
        subtype=str(MoneyAccount.Subtype(each.subtype).label),
        lines=len(each.statement.lines) + len(each.statement.refused),
        balance=preview_balance(each),
        form=given or BatchAccountForm(person, batch),
    )


def _shown_columns(read: ReadFile) -> list[ColumnUse]:
    """Every column that is used, and the first few that are not: some programs export a hundred."""
    unused = [column for column in read.columns if column.role == "ignore"][:UNUSED_COLUMNS_SHOWN]
    return [column for column in read.columns if column.role != "ignore" or column in unused]


def _columns(read: ReadFile) -> list[ColumnHead]:
    heads = []
    for column in _shown_columns(read):
        label, icon = sentences.role(column.role)
        header = column.header or _("Column %(column)s") % {"column": column.index + 1}
        heads.append(ColumnHead(label, icon, header, column.role in sentences.FIGURES, column.role == "ignore"))
    return heads


def _sample_rows(read: ReadFile) -> list[list[tuple[str, ColumnHead]]]:
    shown = list(zip(_shown_columns(read), _columns(read), strict=True))
    return [
        [(row[column.index] if column.index < len(row) else "", head) for column, head in shown]
        for row in read.sample_rows
    ]
