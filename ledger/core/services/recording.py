"""New transactions: one by hand, or thousands from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.events import announce
from config.kernel.ids import new_id
from config.kernel.live import Frame
from ledger.core import batch, categoriser, errors, rules
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import changed_frame, new_frame
from ledger.core.models import Category, MoneyAccount, Transaction, TransactionLine
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import post, postings_of

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
) -> Transaction:
    """Record one movement of money and announce it once committed.

    `amount` is in the account's currency, money out is negative. The caller has found `account` through
    `owned_by`. Without a category one is suggested. Four statements besides the insert: balance, roll-up,
    audience, live number.

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
    entry.clean_fields(exclude=["account", "category", "recorded_by", "search_text"])
    entry.save(force_insert=True)
    TransactionLine.objects.bulk_create(parts)
    balances = post(postings_of(entry, parts))
    announce(TransactionsChanged(account.pk, (entry.pk,)))
    tell({account.pk: [new_frame(entry, account)]}, balances, {account.pk: account.currency})
    return entry


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
        if entry.payee_key:
            categoriser.current().learn(person, payee_key=entry.payee_key, kind=entry.kind, category_id=category.pk)
        return
    [found] = categoriser.current().suggest_many(person, [categoriser.Question(entry.payee, entry.notes, entry.kind)])
    if found is not None:
        entry.category_id = found.category_id
        entry.category_source = found.source
        entry.category_confidence = found.confidence
        entry.category_reason = found.reason


@database_transaction.atomic
def record_many(*, account: MoneyAccount, recorded_by: User, drafts: Sequence[TransactionDraft]) -> None:
    """Record up to 20,000 movements of one account in one transaction; the caller has categorised them.

    Amounts have the currency's decimals already and may be 0 or large. `kind` says everything: a 'transfer'
    without its other half is allowed here, since the other bank's file may come later. Per call: one batch insert,
    one upsert per 200 roll-up cells, one frame for every open window.

    Raises:
        FieldError: a closed account.
    """
    rules.check_open(account)
    if not drafts:
        return
    now = timezone.now()
    entries = [
        Transaction(
            id=draft.id,
            account=account,
            kind=draft.kind or rules.kind_of(draft.amount),
            raw_kind=draft.raw_kind,
            amount=draft.amount,
            own_amount=draft.amount,
            booked_on=draft.booked_on,
            occurred_at=draft.occurred_at,
            payee=draft.payee,
            payee_key=payee_key(draft.payee),
            notes=draft.notes,
            search_text=search_text(draft.payee, draft.notes),
            category_id=draft.category_id,
            category_source=draft.category_source,
            category_confidence=draft.category_confidence,
            category_reason=draft.category_reason,
            recorded_by=recorded_by,
            created_at=now,
            updated_at=now,
        )
        for draft in drafts
    ]
    batch.insert(entries)
    balances = post(posting for entry in entries for posting in postings_of(entry))
    few = len(entries) <= MANY
    announce(TransactionsChanged(account.pk, tuple(entry.pk for entry in entries) if few else ()))
    frames: list[Frame] = [new_frame(entry, account) for entry in entries] if few else [changed_frame(account.pk, [])]
    tell({account.pk: frames}, balances, {account.pk: account.currency})
