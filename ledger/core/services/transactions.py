"""Changes to a transaction that stands: edit, recategorise, bin, restore."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.events import announce
from ledger.core import categoriser, embargo, errors, rules
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import changed_frame, new_frame, removed_frame, told
from ledger.core.models import Category, Link, MoneyAccount, Transaction, TransactionLine
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import Balances, Posting, post, postings_of
from ledger.core.services.filing import release_refunds
from ledger.core.services.merging import unmerge_transactions
from ledger.core.services.recording import question_of
from ledger.core.services.together import owned_accounts, share_anew
from ledger.core.services.transfers import transfers_of, unpair_transfer

BIN_KEEPS = timedelta(days=30)
# What decides whose part an amount is.
_SHARED_BY = frozenset(["account", "kind", "amount", "booked_on", "category", "lines"])
Source = Transaction.CategorySource


class Changes(TypedDict, total=False):
    """What `update_transaction` may change; what is left out stays. `amount` is signed; `lines=[]` ends a split."""

    account: MoneyAccount
    kind: str
    amount: Decimal
    booked_on: date
    occurred_at: datetime | None
    payee: str
    notes: str
    category: Category | None
    lines: Sequence[tuple[Category | None, Decimal]]


@database_transaction.atomic
def update_transaction(
    *, entry: Transaction, changed_by: User, version: int | None = None, **changes: Unpack[Changes]
) -> Transaction:
    """Change a transaction found through `owned_by`; the account in `changes` too.

    Raises:
        Conflict: `version` is given and is not the current one.
        FieldError: as record_transaction; and half of a transfer keeps its amount, account and kind.
    """
    entry = locked(entry, version)
    before = _postings(entry)
    account_before, withheld_before = entry.account, entry.withheld
    was_purchase = entry.kind == Transaction.Kind.EXPENSE
    _refuse_half_of_transfer(entry, changes)
    parts = _apply(entry, changed_by, changes)
    if _SHARED_BY & changes.keys():
        share_anew(entry, parts)
    entry.clean_fields(exclude=["account", "category", "recorded_by", "search_text"])
    _store(entry)
    if was_purchase and entry.kind != Transaction.Kind.EXPENSE:
        release_refunds(entry)
    if parts is not None:
        entry.lines.all().delete()
        TransactionLine.objects.bulk_create(parts)
    balances = post(_postings(entry), before)
    _tell_of_move(entry, account_before, withheld_before, balances)
    return entry


def _apply(entry: Transaction, person: User, changes: Changes) -> list[TransactionLine] | None:
    """Set the changed fields; returns the new parts of a split, or None when those stay."""
    if "account" in changes:
        rules.check_open(changes["account"])
        if changes["account"].currency != entry.account.currency:
            raise errors.other_currency()
        if changes["account"].pk != entry.account_id:
            # It was ticked off on a statement of the account it leaves.
            entry.reconciled_on = None
            if entry.withheld:
                entry.withheld = embargo.role_of(person, changes["account"].pk)
        entry.account = changes["account"]
    for name in ("kind", "amount", "booked_on", "occurred_at", "payee", "notes"):
        if name in changes:
            setattr(entry, name, changes[name])
    rules.check_decimals(entry.amount, entry.account.currency)
    if entry.kind != Transaction.Kind.REFUND:
        entry.refund_of = None
    if entry.kind != Transaction.Kind.TRANSFER and rules.signed(entry.kind, abs(entry.amount)) != entry.amount:
        raise errors.wrong_direction()
    entry.payee_key = payee_key(entry.payee)
    entry.search_text = search_text(entry.payee, entry.notes)
    return _apply_category(entry, person, changes)


def _apply_category(entry: Transaction, person: User, changes: Changes) -> list[TransactionLine] | None:
    if changes.get("lines"):
        lines = changes["lines"]
        rules.check_lines(lines, amount=entry.amount, person=person, kind=entry.kind)
        entry.is_split = True
        _set_category(entry, None, Source.NONE)
        return [TransactionLine(transaction=entry, category=each, amount=part, own_amount=part) for each, part in lines]
    if "lines" in changes or "category" in changes:
        ended_split: list[TransactionLine] | None = [] if entry.is_split else None
        entry.is_split = False
        if "category" in changes:
            _choose(entry, person, changes["category"])
        return ended_split
    if entry.is_split:
        _check_parts_still_fit(entry)
    if entry.category is not None and entry.category.kind != rules.category_kind_for(entry.kind):
        _set_category(entry, None, Source.NONE)
    return None


def _check_parts_still_fit(entry: Transaction) -> None:
    parts = entry.lines.select_related("category")
    if sum((line.amount for line in parts), Decimal(0)) != entry.amount:
        raise errors.lines_do_not_add_up()
    kind = rules.category_kind_for(entry.kind)
    if any(line.category is not None and line.category.kind != kind for line in parts):
        raise errors.category_kind_mismatch(entry.kind)


def _choose(entry: Transaction, person: User, category: Category | None) -> None:
    rules.check_category(category, person=person, kind=entry.kind)
    before = entry.category_id if entry.category_source == Source.PERSON else None
    _set_category(entry, category, Source.PERSON if category else Source.NONE)
    if category is not None or before is not None:
        lesson = categoriser.Lesson(question_of(entry), category.pk if category else None, before)
        categoriser.current().learn(person, [lesson])


def _set_category(entry: Transaction, category: Category | None, source: str) -> None:
    entry.category = category
    entry.category_source = source
    entry.category_confidence = Decimal(1) if source == Source.PERSON else None
    entry.category_reason = ""


def choose_category(
    *, entry: Transaction, changed_by: User, category: Category | None, version: int | None = None
) -> Transaction:
    """A person's own choice: never changed by a machine, and it teaches the next suggestion."""
    return update_transaction(entry=entry, changed_by=changed_by, version=version, category=category)


@database_transaction.atomic
def bin_transaction(*, entry: Transaction, version: int | None = None, changed_by: User | None = None) -> list[UUID]:
    """Put a transaction into the bin, out of every sum, for 30 days; both halves of a transfer together.

    Where `changed_by` may not change the other half's account, the two are taken apart and only this one goes.
    Returns the ids that went. Raises Conflict.
    """
    entry = locked(entry, version)
    if entry.deleted_at is not None:
        return []
    now = timezone.now()
    gone = _with_other_half(entry, changed_by)
    removed = [posting for each in gone for posting in _postings(each)]
    for each in gone:
        each.deleted_at = now
        _store(each)
    balances = post((), removed)
    for each in gone:
        announce(TransactionsChanged(each.account_id, (each.pk,)))
    tell(
        {each.account_id: told(removed_frame(each.account_id, [each.pk]), each.withheld) for each in gone},
        balances,
        {each.account_id: each.account.currency for each in gone},
    )
    return [each.pk for each in gone]


@database_transaction.atomic
def restore_transaction(*, entry: Transaction, changed_by: User | None = None) -> list[UUID]:
    """Take a transaction, and the other half of its transfer, out of the bin. Returns the ids that came back.

    One that went into another by merging comes back as an entry of its own. `changed_by` as in `bin_transaction`.
    """
    entry = locked(entry, None)
    if entry.deleted_at is None:
        return []
    merged = Link.objects.filter(kind=Link.Kind.MERGE, other=entry).first()
    if merged is not None:
        unmerge_transactions(link=merged)
        return [entry.pk]
    back = _with_other_half(entry, changed_by)
    for each in back:
        each.deleted_at = None
        # What was said of it while it lay in the bin, nobody has stored.
        share_anew(each)
        _store(each)
    balances = post(posting for each in back for posting in _postings(each))
    for each in back:
        announce(TransactionsChanged(each.account_id, (each.pk,)))
    tell(
        {each.account_id: told(new_frame(each, each.account), each.withheld) for each in back},
        balances,
        {each.account_id: each.account.currency for each in back},
    )
    return [each.pk for each in back]


def purge_bin(*, now: datetime | None = None) -> int:
    """Delete for good what has been in the bin for 30 days. Imported lines keep their fingerprints."""
    before = (now or timezone.now()) - BIN_KEEPS
    deleted, _ = Transaction.objects.filter(deleted_at__lt=before).delete()
    return deleted


def locked(entry: Transaction, version: int | None) -> Transaction:
    """The row as it stands now, locked until commit (on SQLite the transaction itself is the lock).

    Raises NoLongerThere; Conflict when `version` is given and is not the current one.
    """
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
    fresh = rows.filter(pk=entry.pk).first()
    if fresh is None:
        raise errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise errors.Conflict(fresh)
    return fresh


def other_half(entry: Transaction) -> list[Transaction]:
    if entry.kind != Transaction.Kind.TRANSFER:
        return []
    pair = transfers_of([entry.pk]).first()
    if pair is None:
        return []
    other = pair.incoming_id if pair.outgoing_id == entry.pk else pair.outgoing_id
    return [Transaction.objects.select_for_update(of=("self",)).select_related("account").get(pk=other)]


def _with_other_half(entry: Transaction, person: User | None) -> list[Transaction]:
    others = other_half(entry)
    if others and person is not None and not owned_accounts(person, others):
        unpair_transfer(pair=transfers_of([entry.pk]).get())
        return [locked(entry, None)]
    return [entry, *others]


def _refuse_half_of_transfer(entry: Transaction, changes: Changes) -> None:
    touches: set[Any] = {"account", "kind", "amount", "lines"} & changes.keys()
    if not touches:
        return
    if entry.kind == Transaction.Kind.TRANSFER and other_half(entry):
        raise errors.part_of_transfer()
    if changes.get("kind") == Transaction.Kind.TRANSFER != entry.kind:
        raise errors.transfer_needs_two()


def _postings(entry: Transaction) -> list[Posting]:
    return postings_of(entry, list(entry.lines.all()) if entry.is_split else ())


def _store(entry: Transaction) -> None:
    entry.version += 1
    entry.save()


def _tell_of_move(entry: Transaction, account_before: MoneyAccount, withheld_before: str, balances: Balances) -> None:
    announce(TransactionsChanged(entry.account_id, (entry.pk,)))
    news = {entry.account_id: told(changed_frame(entry.account_id, [entry.pk]), entry.withheld)}
    if account_before.pk != entry.account_id:
        announce(TransactionsChanged(account_before.pk, (entry.pk,)))
        news = {
            account_before.pk: told(removed_frame(account_before.pk, [entry.pk]), withheld_before),
            entry.account_id: told(new_frame(entry, entry.account), entry.withheld),
        }
    currencies = {account_before.pk: account_before.currency, entry.account_id: entry.account.currency}
    tell(news, balances, currencies)
