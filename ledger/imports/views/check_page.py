"""What the check page shows: counts, accounts, what was understood, and the lines by what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from ledger.core.category_tree import category_tree
from ledger.core.models import MoneyAccount
from ledger.imports import sentences
from ledger.imports.checked import ALIKE, DUPLICATE, NEW, PENDING, POSTS, CheckedBatch, CheckedImport
from ledger.imports.file_categories import FileCategories
from ledger.imports.forms import BatchAccountForm, CorrectionForm
from ledger.imports.models import Import, ImportBatch
from ledger.imports.previewing import preview
from ledger.imports.readers import ReadFile
from ledger.imports.readers.examples import guess
from ledger.imports.reports import BalanceCheck, preview_balance
from ledger.imports.views.category_card import category_card
from ledger.imports.views.line_rows import lines_of, name_of, new_rows, refused_rows
from ledger.imports.views.understood import understood

# Of each part where all are shown, and on a page of one part.
FIRST_SHOWN = 6
PAGE = 25
# Refused lines that are asked for what the bank's balance misses.
GUESSED = 50
ALL = "all"
REFUSED = "refused"
# The parts of the list, by the verdicts their lines have.
PARTS: dict[str, tuple[str, ...]] = {
    "new": (NEW,),
    "alike": (ALIKE, POSTS),
    "announced": (PENDING,),
    "here": (DUPLICATE,),
    REFUSED: (),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the list is looked at, and which page of it, from 1. `columns`: every column, used or not."""

    part: str = ALL
    page: int = 1
    columns: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        part, page = query.get("show", ALL), query.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return cls(part if part in PARTS else ALL, max(number, 1), query.get("columns") == "all")

    @property
    def start(self) -> int:
        return 0 if self.part == ALL else (self.page - 1) * PAGE

    @property
    def limit(self) -> int:
        return FIRST_SHOWN if self.part == ALL else PAGE

    def shows(self, part: str) -> bool:
        return self.part in (ALL, part)

    def query(self, **changes: object) -> str:
        """As the address says it, with its question mark; '' for the page as it opens."""
        said = {
            "show": self.part if self.part != ALL else None,
            "page": self.page if self.page > 1 else None,
            "columns": "all" if self.columns else None,
            **changes,
        }
        given = {name: value for name, value in said.items() if value is not None}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent and refused, to be shown again: the form of an account or a line, the roles of columns."""

    account: BatchAccountForm | None = None
    correction: CorrectionForm | None = None
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One statement and where it goes. `tail` is the end of the account's number; `mends` the number of the line that
    cannot be read and is, as it was probably meant, all that keeps the account from agreeing with the bank.
    """

    batch: ImportBatch
    name: str
    institution: str
    tail: str
    matched: str
    subtype: str
    lines: int
    balance: BalanceCheck
    form: BatchAccountForm
    mends: int | None


def check_context(person: User, source: Import, wanted: Wanted, typed: Typed) -> dict[str, Any]:
    """The check page's figures: only the lines that are shown are made."""
    checked = preview(source)
    of_file = FileCategories(source, product=checked.read.product)
    counts = _counts(checked, source)
    currency = checked.batches[0].currency if checked.batches else ""
    return {
        "cards": [_card(person, checked.read, each, typed.account) for each in checked.batches],
        "question": sentences.asked(checked.read.question) if checked.read.question else None,
        **understood(source, checked.read, currency, typed.roles, every=wanted.columns),
        "left_out": any(each.sums.left_out for each in checked.batches),
        "wanted": wanted,
        "query": wanted.query(),
        **{f"{name}_count": count for name, count in counts.items()},
        **_lists(person, source, checked, wanted, typed, of_file),
        "pages": _pages(counts, wanted),
        "taken": checked.taken,
        "added": sum(each.sums.taken for each in checked.batches),
        "merged": sum(each.sums.merged for each in checked.batches),
        "several": len(checked.batches) > 1,
        **category_card(person, source),
        "category_groups": category_tree(person).groups() if counts["new"] or source.categories else [],
    }


def _lists(
    person: User, source: Import, checked: CheckedImport, wanted: Wanted, typed: Typed, of_file: FileCategories
) -> dict[str, Any]:
    start, limit = wanted.start, wanted.limit
    new, categorised = new_rows(person, checked, start, limit, of_file) if wanted.shows("new") else ([], None)
    refused = refused_rows(checked, source.corrections, start, limit, typed.correction)
    return {
        "new": new,
        "categorised": categorised,
        "refused": refused if wanted.shows(REFUSED) else [],
        **{
            name: lines_of(checked, PARTS[name], start, limit) if wanted.shows(name) else []
            for name in ("alike", "announced", "here")
        },
    }


def _counts(checked: CheckedImport, source: Import) -> dict[str, int]:
    counts = {
        name: sum(each.count(verdict) for each in checked.batches for verdict in verdicts)
        for name, verdicts in PARTS.items()
    }
    counts[REFUSED] = sum(len(each.statement.refused) for each in checked.batches)
    counts["mended"] = len(source.corrections)
    return counts


def _pages(counts: Mapping[str, int], wanted: Wanted) -> dict[str, Any]:
    """Where the shown page of one part stands, and its neighbours; nothing where all parts are shown."""
    if wanted.part == ALL:
        return {}
    count = counts[wanted.part] + (counts["mended"] if wanted.part == REFUSED else 0)
    last = max(1, -(-count // PAGE))
    return {
        "before": wanted.query(page=wanted.page - 1) if 1 < wanted.page <= last else "",
        "after": wanted.query(page=wanted.page + 1) if wanted.page < last else "",
        "text": _("Page %(page)s of %(last)s") % {"page": wanted.page, "last": last} if last > 1 else "",
    }


def _card(person: User, read: ReadFile, each: CheckedBatch, form: BatchAccountForm | None) -> BatchCard:
    batch, account = each.batch, each.batch.account
    balance = preview_balance(each)
    number = "".join(sign for sign in each.statement.account_number if sign.isalnum())
    given = form if form is not None and form.prefix == f"batch{batch.statement}" else None
    return BatchCard(
        batch=batch,
        name=name_of(batch),
        institution=account.institution if account else batch.account_draft["institution"],
        tail=account.number_tail if account else number[-4:],
        matched=str(ImportBatch.MatchedBy(batch.matched_by).label),
        subtype=str(MoneyAccount.Subtype(each.subtype).label),
        lines=len(each.statement.lines) + len(each.statement.refused),
        balance=balance,
        form=given or BatchAccountForm(person, batch),
        mends=_mends(read, each, balance.gap) if balance.gap else None,
    )


def _mends(read: ReadFile, each: CheckedBatch, gap: Decimal) -> int | None:
    lines = each.statement.refused[:GUESSED]
    return next((line.line_no for line in lines if guess(read, line).amount == gap), None)
