"""One change to many transactions at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.db.models import Q

from accounts.models import User
from ledger.core import categoriser, rules
from ledger.core.audience import tell
from ledger.core.frames import Told, changed_frame, changes_told, told
from ledger.core.models import Category, Transaction, TransactionLine
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import Balances, Posting, post, postings_of
from ledger.core.services.recording import question_of
from ledger.core.services.together import lines_of
from ledger.core.services.transactions import bin_transaction, restore_transaction
from ledger.core.shares import share_all

MOST_AT_ONCE = 500
CHUNK = 500


@dataclass(frozen=True, slots=True)
class BulkChange:
    """Exactly one of: `category` with `set_category`, `payee`, `notes`, `delete`, `restore`."""

    set_category: bool = False
    category: Category | None = None
    payee: str | None = None
    notes: str | None = None
    delete: bool = False
    restore: bool = False


@dataclass(frozen=True, slots=True)
class BulkReport:
    """`refused` names each transaction left as it was, with a stable code."""

    changed: tuple[UUID, ...]
    refused: tuple[tuple[UUID, str], ...]


@database_transaction.atomic
def change_many(*, entries: Sequence[Transaction], changed_by: User, change: BulkChange) -> BulkReport:
    """Apply one change to up to 500 transactions found through `owned_by`, in one transaction.

    What the rules refuse (a category of the wrong kind) stays as it is and is named in the report.
    """
    if change.delete or change.restore:
        return _bin_or_restore(entries, change, changed_by)
    locked = list(
        Transaction.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(pk__in=[each.pk for each in entries])
        .order_by("pk")
    )
    refused: list[tuple[UUID, str]] = []
    before: list[Posting] = []
    changed: list[Transaction] = []
    chosen_before: dict[UUID, UUID] = {}
    lines = lines_of(locked)
    for entry in locked:
        old = postings_of(entry, lines.get(entry.pk, ()))
        if entry.category_id is not None and entry.category_source == Transaction.CategorySource.PERSON:
            chosen_before[entry.pk] = entry.category_id
        try:
            _apply(entry, changed_by, change)
        except ValidationError as error:
            refused.append((entry.pk, _code_of(error)))
            continue
        before += old
        entry.version += 1
        changed.append(entry)
    if change.set_category:
        share_all((each, ()) for each in changed)
    _store(changed, chosen_before, change, changed_by)
    balances = post([posting for each in changed for posting in postings_of(each, lines.get(each.pk, ()))], before)
    _tell(changed, balances)
    return BulkReport(tuple(each.pk for each in changed), tuple(refused))


def _apply(entry: Transaction, person: User, change: BulkChange) -> None:
    if change.set_category:
        rules.check_category(change.category, person=person, kind=entry.kind)
        entry.is_split = False
        entry.category = change.category
        entry.category_source = (
            Transaction.CategorySource.PERSON if change.category else Transaction.CategorySource.NONE
        )
        entry.category_confidence = Decimal(1) if change.category else None
        entry.category_reason = ""
    if change.payee is not None:
        entry.payee = change.payee
    if change.notes is not None:
        entry.notes = change.notes
    entry.payee_key = payee_key(entry.payee)
    entry.search_text = search_text(entry.payee, entry.notes)
    entry.clean_fields(exclude=["account", "category", "recorded_by", "search_text"])


def _store(changed: Sequence[Transaction], before: dict[UUID, UUID], change: BulkChange, person: User) -> None:
    if change.set_category:
        TransactionLine.objects.filter(transaction__in=changed).delete()
        _learn(changed, before, change, person)
    Transaction.objects.bulk_update(
        changed,
        [
            "is_split", "own_amount", "category", "category_source", "category_confidence", "category_reason",
            "payee", "payee_key", "notes", "search_text", "version",
        ],
    )  # fmt: skip


def _learn(changed: Sequence[Transaction], before: dict[UUID, UUID], change: BulkChange, person: User) -> None:
    """One lesson a payee and note: many lines at once are one act, not so many choices."""
    chosen = change.category.pk if change.category else None
    lessons = {
        (each.payee_key, each.notes, each.kind): categoriser.Lesson(question_of(each), chosen, before.get(each.pk))
        for each in changed
        if chosen is not None or each.pk in before
    }
    categoriser.current().learn(person, list(lessons.values()))


def _bin_or_restore(entries: Sequence[Transaction], change: BulkChange, person: User) -> BulkReport:
    act: Any = bin_transaction if change.delete else restore_transaction
    changed: list[UUID] = []
    for entry in sorted(entries, key=lambda each: each.pk):
        changed += act(entry=entry, changed_by=person)
    return BulkReport(tuple(dict.fromkeys(changed)), ())


def _code_of(error: ValidationError) -> str:
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    first = next(iter(found.values()))[0]
    return str(first.code or "invalid")


def _tell(changed: Sequence[Transaction], balances: Balances) -> None:
    tell(changes_told(changed), balances, {each.account_id: each.account.currency for each in changed})


@database_transaction.atomic
def move_category(*, source: Category, target: Category | None) -> None:
    """Give everything of one category to another of the same kind, or to none; those in the bin too."""
    touched: set[tuple[UUID, str]] = set()
    using = Q(category=source) | Q(lines__category=source)
    while True:
        entries = list(
            Transaction.objects.filter(using).distinct().select_related("account").prefetch_related("lines")[:CHUNK]
        )
        if not entries:
            break
        before = [posting for entry in entries for posting in postings_of(entry, list(entry.lines.all()))]
        lines = {entry.pk: _move(entry, source, target) for entry in entries}
        share_all((entry, lines[entry.pk]) for entry in entries)
        Transaction.objects.bulk_update(entries, ["category", "own_amount", "version"])
        TransactionLine.objects.bulk_update([line for some in lines.values() for line in some], ["own_amount"])
        post([posting for entry in entries for posting in postings_of(entry, lines[entry.pk])], before)
        touched |= {(entry.account_id, entry.withheld) for entry in entries}
    if target is not None:
        categoriser.current().replace_category(source.pk, target.pk)
    news: dict[UUID, list[Told]] = defaultdict(list)
    for account_id, withheld in touched:
        news[account_id] += told(changed_frame(account_id, []), withheld)
    tell(news, {}, {})


def _move(entry: Transaction, source: Category, target: Category | None) -> list[TransactionLine]:
    """Move one transaction, which the caller stores, and return its parts. A split may hold the target already: the
    two become one.
    """
    lines = list(entry.lines.all())
    if entry.category_id == source.pk:
        entry.category = target
    for line in [each for each in lines if each.category_id == source.pk]:
        twin = next((each for each in lines if each.category_id == (target and target.pk)), None)
        if twin is None:
            line.category = target
            line.save(update_fields=["category"])
        else:
            twin.amount += line.amount
            lines.remove(line)
            line.delete()
            twin.save(update_fields=["amount"])
    entry.version += 1
    return lines
