"""New transactions: one by hand, or thousands from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.events import announce
from config.kernel.ids import NIL, new_id
from config.kernel.live import Frame
from config.kernel.money import from_stored, to_stored
from config.kernel.sql import db_date, db_datetime
from ledger.core import batch, categoriser, embargo, errors, rules, shares
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import Told, changed_frame, new_frame, told
from ledger.core.models import Category, MoneyAccount, Transaction, TransactionLine
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import Posting, post, postings_of
from ledger.core.shares import share

MANY = 50


@dataclass(frozen=True, slots=True)
class TransactionDraft:
    """A movement before it is recorded. `amount` is signed, in the account's currency: out is negative."""

    amount: Decimal
    booked_on: date
    payee: str = ""
    notes: str = ""
    kind: str = ""
    occurred_at: datetime | None = None
    category_id: UUID | None = None
    category_source: str = ""
    category_confidence: Decimal | None = None
    category_reason: str = ""
    raw_kind: str = ""
    id: UUID = field(default_factory=new_id)


@database_transaction.atomic
def record_transaction(
    *,
    account: MoneyAccount,
    recorded_by: User,
    amount: Decimal,
    booked_on: date,
    payee: str = "",
    notes: str = "",
    kind: str = "",
    category: Category | None = None,
    lines: Sequence[tuple[Category | None, Decimal]] = (),
    occurred_at: datetime | None = None,
    raw_kind: str = "",
    withheld_until: date | None = None,
) -> Transaction:
    """Record one movement of money and announce it once committed.

    `amount` is in the account's currency, money out is negative. The caller has found `account` through
    `owned_by`. Without a category one is suggested. With `withheld_until`, a day to come, nobody but `recorded_by`
    sees it until then. Four statements besides the insert: balance, roll-up, audience, live number.

    Raises:
        FieldError: a closed account, a category of somebody else or of the wrong kind, lines that do not add up.
    """
    rules.check_open(account)
    rules.check_decimals(amount, account.currency)
    kind = kind or rules.kind_of(amount)
    if kind == Transaction.Kind.TRANSFER or rules.signed(kind, abs(amount)) != amount:
        raise errors.wrong_direction()
    entry = Transaction(
        account=account,
        kind=kind,
        raw_kind=raw_kind,
        amount=amount,
        own_amount=amount,
        booked_on=booked_on,
        occurred_at=occurred_at,
        payee=payee,
        payee_key=payee_key(payee),
        notes=notes,
        search_text=search_text(payee, notes),
        recorded_by=recorded_by,
    )
    parts = _split(entry, lines, recorded_by) if lines else []
    if not parts:
        _categorise(entry, category, recorded_by)
    if withheld_until is not None:
        entry.withheld = embargo.role_of(recorded_by, account.pk)
        entry.withheld_until = embargo.checked_day(recorded_by, withheld_until)
    add_entry(entry, parts)
    return entry


def add_entry(entry: Transaction, parts: Sequence[TransactionLine] = ()) -> None:
    """Store a new entry with its parts, in the sums too, and announce it; within the caller's transaction."""
    account = entry.account
    share(entry, parts)
    entry.clean_fields(exclude=["account", "category", "recorded_by", "search_text"])
    entry.save(force_insert=True)
    TransactionLine.objects.bulk_create(parts)
    balances = post(postings_of(entry, parts))
    announce(TransactionsChanged(account.pk, (entry.pk,), are_new=True))
    tell({account.pk: told(new_frame(entry, account), entry.withheld)}, balances, {account.pk: account.currency})


def _split(entry: Transaction, lines: Sequence[tuple[Category | None, Decimal]], person: User) -> list[TransactionLine]:
    rules.check_lines(lines, amount=entry.amount, person=person, kind=entry.kind)
    entry.is_split = True
    return [
        TransactionLine(transaction=entry, category=category, amount=part, own_amount=part) for category, part in lines
    ]


def _categorise(entry: Transaction, category: Category | None, person: User) -> None:
    rules.check_category(category, person=person, kind=entry.kind)
    if category is not None:
        entry.category = category
        entry.category_source = Transaction.CategorySource.PERSON
        entry.category_confidence = Decimal(1)
        categoriser.current().learn(person, [categoriser.Lesson(question_of(entry), category.pk)])
        return
    [found] = categoriser.current().suggest_many(person, [question_of(entry)])
    if found is not None:
        entry.category_id = found.category_id
        entry.category_source = found.source
        entry.category_confidence = found.confidence
        entry.category_reason = found.reason
        if found.rule_id is not None:
            categoriser.current().note_use([found.rule_id])


def question_of(entry: Transaction) -> categoriser.Question:
    return categoriser.Question(entry.payee, entry.notes, entry.kind, entry.amount, entry.account_id)


class NewPart(NamedTuple):
    """One category's part of a split row; `amount` in stored units, signed as the whole."""

    category_id: UUID | None
    amount: int
    notes: str = ""


class NewRow(NamedTuple):
    """A movement as `record_rows` takes it: `id` is 32 hex digits, `amount` in stored units, out is negative.

    A row with `parts` has no category of its own; the parts add up to it, and no category occurs twice among them.
    """

    id: str
    amount: int
    booked_on: date
    kind: str
    payee: str = ""
    notes: str = ""
    occurred_at: datetime | None = None
    category_id: UUID | None = None
    category_source: str = ""
    category_confidence: Decimal | None = None
    category_reason: str = ""
    raw_kind: str = ""
    is_pending: bool = False
    parts: tuple[NewPart, ...] = ()


def record_many(*, account: MoneyAccount, recorded_by: User, drafts: Sequence[TransactionDraft]) -> None:
    """Record up to 20,000 movements of one account in one transaction; see `record_rows`. Raises FieldError."""
    rows = [
        NewRow(
            id=draft.id.hex,
            amount=to_stored(draft.amount),
            booked_on=draft.booked_on,
            kind=draft.kind or rules.kind_of(draft.amount),
            payee=draft.payee,
            notes=draft.notes,
            occurred_at=draft.occurred_at,
            category_id=draft.category_id,
            category_source=draft.category_source,
            category_confidence=draft.category_confidence,
            category_reason=draft.category_reason,
            raw_kind=draft.raw_kind,
        )
        for draft in drafts
    ]
    record_rows(account=account, recorded_by=recorded_by, rows=rows)


@database_transaction.atomic
def record_rows(*, account: MoneyAccount, recorded_by: User, rows: Sequence[NewRow]) -> None:
    """Record up to 20,000 movements of one account in one transaction; the caller has categorised them.

    Amounts have the currency's decimals already and may be 0 or large. `kind` says everything: a 'transfer'
    without its other half is allowed here, since the other bank's file may come later. Per call: one batch insert
    (two with splits), one upsert per 200 roll-up cells, one frame for every open window. About 25 microseconds a row.

    Raises:
        FieldError: a closed account.
    """
    rules.check_open(account)
    if not rows:
        return
    parts = _shared_parts(account, rows)
    owned = [of_row[0][1] if len(of_row) == 1 else sum(own for _part, own in of_row) for of_row in parts]
    batch.insert_values(Transaction._meta.db_table, _COLUMNS, _values(account, recorded_by, rows, owned))
    batch.insert_rows(
        TransactionLine,
        [
            _line(row.id, part, own)
            for row, of_row in zip(rows, parts, strict=True)
            if row.parts
            for part, own in of_row
        ],
    )
    balances = post(_summed(account.pk, rows, parts))
    few = len(rows) <= MANY
    announce(TransactionsChanged(account.pk, tuple(UUID(row.id) for row in rows) if few else ()))
    frames = [_new_frame(row, account) for row in rows] if few else [changed_frame(account.pk, [])]
    tell({account.pk: [Told(each) for each in frames]}, balances, {account.pk: account.currency})


_COLUMNS = (
    *("id", "account_id", "kind", "raw_kind", "amount", "own_amount", "booked_on", "occurred_at", "payee", "payee_key"),
    *("notes", "search_text", "category_id", "category_source", "category_confidence", "category_reason", "is_split"),
    *("withheld", "is_pending", "recorded_by_id", "created_at", "updated_at", "version"),
)


def _values(
    account: MoneyAccount, recorded_by: User, rows: Sequence[NewRow], owned: Sequence[int]
) -> list[tuple[Any, ...]]:
    """The rows as the database keeps them; what few payees, days and categories have in common is made once, as text:
    psycopg would write out each UUID and day of each row anew.
    """
    account_id, person_id, now = account.pk.hex, recorded_by.pk.hex, str(db_datetime(timezone.now()))
    key_of, day_of = lru_cache(50_000)(payee_key), lru_cache(20_000)(lambda day: str(db_date(day)))
    text_of = lru_cache(50_000)(lambda value: None if value is None else str(value))
    return [
        (
            row.id,
            account_id,
            row.kind,
            row.raw_kind,
            row.amount,
            own,
            day_of(row.booked_on),
            db_datetime(row.occurred_at) if row.occurred_at is not None else None,
            row.payee,
            key_of(row.payee),
            row.notes,
            search_text(row.payee, row.notes),
            None if row.parts or row.category_id is None else row.category_id.hex,
            "" if row.parts else row.category_source,
            None if row.parts else text_of(row.category_confidence),
            "" if row.parts else row.category_reason,
            bool(row.parts),
            "",
            row.is_pending,
            person_id,
            now,
            now,
            1,
        )
        for row, own in zip(rows, owned, strict=True)
    ]


def _shared_parts(account: MoneyAccount, rows: Sequence[NewRow]) -> list[list[tuple[NewPart, int]]]:
    """The parts of each row, each with its own amount; of one that is not split the row itself."""
    parts = [row.parts or (NewPart(row.category_id, row.amount),) for row in rows]
    payments = [
        shares.Payment(UUID(row.id), part.amount, row.booked_on, part.category_id)
        for row, of_row in zip(rows, parts, strict=True)
        for part in of_row
    ]
    own = iter(shares.own_amounts(account, payments))
    return [[(part, next(own)) for part in of_row] for of_row in parts]


def _line(row_id: str, part: NewPart, own: int) -> TransactionLine:
    return TransactionLine(
        transaction_id=UUID(row_id),
        category_id=part.category_id,
        amount=from_stored(part.amount),
        own_amount=from_stored(own),
        notes=part.notes,
    )


def _summed(account_id: UUID, rows: Sequence[NewRow], parts: Sequence[Sequence[tuple[NewPart, int]]]) -> list[Posting]:
    """The rows' part in the sums, those of one day, kind and category added up."""
    sums: dict[tuple[date, str, int], list[int]] = {}
    categories: dict[int, UUID | None] = {}
    for row, of_row in zip(rows, parts, strict=True):
        for place, (part, own) in enumerate(of_row):
            number = NIL.int if part.category_id is None else part.category_id.int
            categories[number] = part.category_id
            found = sums.setdefault((row.booked_on, row.kind, number), [0, 0, 0, 0])
            found[0] += part.amount
            found[1] += own
            found[2] += place == 0
            found[3] += 1
    return [
        Posting(account_id, day, categories[number], kind, "", amount, own, firsts, lines)
        for (day, kind, number), (amount, own, firsts, lines) in sums.items()
    ]


def _new_frame(row: NewRow, account: MoneyAccount) -> Frame:
    entry = Transaction(
        id=UUID(row.id),
        kind=row.kind,
        amount=from_stored(row.amount),
        booked_on=row.booked_on,
        payee=row.payee,
        category_id=None if row.parts else row.category_id,
    )
    return new_frame(entry, account)
