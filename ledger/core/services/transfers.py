"""Money that moves between two accounts of one's own: entered as one, or found as two entries and paired."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from config.kernel.events import announce
from ledger.core import embargo, errors, parting, rules
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import new_frame, told
from ledger.core.models import Category, Link, MoneyAccount, MoneyAccountAccess, Transaction, Transfer
from ledger.core.payees import payee_key, search_text
from ledger.core.posting import post, postings_of
from ledger.core.services.filing import file_as, filing_of, plain
from ledger.core.services.together import lock_all, owned_accounts, postings_now, sees_all, store_all
from ledger.core.shares import share


@database_transaction.atomic
def record_transfer(
    *,
    from_account: MoneyAccount,
    to_account: MoneyAccount,
    recorded_by: User,
    amount: Decimal,
    booked_on: date,
    to_amount: Decimal | None = None,
    notes: str = "",
) -> Transfer:
    """Record both halves. `amount` is positive, in the first account's currency; `to_amount` in the second's.

    `to_amount` is needed when the currencies differ, and refused when they are the same and it differs.

    Raises:
        FieldError: the same account twice, a closed one, an amount out of bounds, or `to_amount` missing.
    """
    if from_account.pk == to_account.pk:
        raise errors.same_account()
    rules.check_open(from_account)
    rules.check_open(to_account)
    rules.check_amount_by_hand(amount, from_account.currency)
    arriving = _arriving(from_account, to_account, amount, to_amount)
    halves = [
        _half(from_account, -amount, name_for(from_account, to_account), recorded_by, booked_on, notes),
        _half(to_account, arriving, name_for(to_account, from_account), recorded_by, booked_on, notes),
    ]
    for half in halves:
        half.save(force_insert=True)
    pair = Transfer.objects.create(outgoing=halves[0], incoming=halves[1])
    balances = post(posting for half in halves for posting in postings_of(half))
    for half in halves:
        announce(TransactionsChanged(half.account_id, (half.pk,)))
    tell(
        {half.account_id: told(new_frame(half, half.account)) for half in halves},
        balances,
        {from_account.pk: from_account.currency, to_account.pk: to_account.currency},
    )
    return pair


def _arriving(source: MoneyAccount, target: MoneyAccount, amount: Decimal, to_amount: Decimal | None) -> Decimal:
    if source.currency == target.currency:
        if to_amount not in (None, amount):
            raise errors.to_amount_differs()
        return amount
    if to_amount is None:
        raise errors.to_amount_needed(target.currency)
    rules.check_amount_by_hand(to_amount, target.currency, field="to_amount")
    return to_amount


def name_for(account: MoneyAccount, other: MoneyAccount) -> str:
    """What a half on `account` calls `other`: its name, unless somebody reads the line who does not know of it."""
    readers = MoneyAccountAccess.objects.filter(account=account, level=MoneyAccountAccess.Level.FULL)
    know = MoneyAccountAccess.objects.filter(account=other).values("person")
    return "" if readers.exclude(person__in=know).exists() else other.name


def _half(
    account: MoneyAccount, amount: Decimal, other_name: str, person: User, booked_on: date, notes: str
) -> Transaction:
    half = Transaction(
        account=account,
        kind=Transaction.Kind.TRANSFER,
        amount=amount,
        own_amount=amount,
        booked_on=booked_on,
        payee=other_name,
        payee_key=payee_key(other_name),
        notes=notes,
        search_text=search_text(other_name, notes),
        recorded_by=person,
    )
    share(half)
    half.clean_fields(exclude=["account", "category", "recorded_by", "search_text"])
    return half


def transfers_of(ids: Collection[UUID]) -> QuerySet[Transfer]:
    """The transfers that have one of these entries as a half."""
    return Transfer.objects.filter(Q(outgoing__in=ids) | Q(incoming__in=ids))


@database_transaction.atomic
def pair_transfer(
    *, outgoing: Transaction, incoming: Transaction, paired_by: User, found_by: str = Transfer.FoundBy.PERSON
) -> Transfer:
    """Make two entries one transfer: neither income nor spending any more, their categories kept for unpairing.

    The person owns the accounts of both; or of one, and sees the other in full, where that half is filed as a
    transfer already and so need not be changed.

    Raises:
        NoLongerThere: an entry is gone, in the bin, or on an account the person has no business with.
        Conflict: one of them is half of another transfer by now.
        FieldError: one account, two directions that do not fit, or amounts that differ in one currency.
    """
    locked = lock_all([outgoing.pk, incoming.pk])
    outgoing, incoming = locked[outgoing.pk], locked[incoming.pk]
    changed = _halves_to_change([outgoing, incoming], paired_by)
    _check_fit(outgoing, incoming)
    taken = transfers_of([outgoing.pk, incoming.pk]).first()
    if taken is not None:
        raise errors.Conflict(outgoing if outgoing.pk == taken.outgoing_id else incoming)
    before = postings_now(changed)
    pair = Transfer.objects.create(outgoing=outgoing, incoming=incoming, found_by=found_by)
    for half in changed:
        _become_transfer(half, incoming if half is outgoing else outgoing)
    was = embargo.spread_to(changed, paired_by, source=incoming if incoming.withheld else outgoing)
    store_all(changed, before, was_withheld=was)
    return pair


@database_transaction.atomic
def unpair_transfer(*, pair: Transfer) -> None:
    """Make two entries of a transfer, each filed as it was before; the caller owns the account of one of them.

    A transfer that was entered as one becomes an expense and an income without a category. That the two are not
    one is remembered. Raises NoLongerThere.
    """
    ids = [pair.outgoing_id, pair.incoming_id]
    locked = lock_all(ids, binned=ids)
    if not Transfer.objects.filter(pk=pair.pk).delete()[0]:
        raise errors.NoLongerThere
    kept = Link.objects.filter(kind=Link.Kind.TRANSFER, entry__in=ids, other__in=ids)
    links = {link.entry_id: link for link in kept}
    changed = [half for half in locked.values() if half.pk in links or not links]
    before = postings_now(changed)
    for half in changed:
        link = links.get(half.pk)
        file_as(half, link.before["filing"][0] if link else plain(rules.kind_of(half.amount)))
    kept.delete()
    store_all(changed, before)
    parting.current().parted(Link.Kind.TRANSFER, pair.outgoing_id, pair.incoming_id)


def _halves_to_change(halves: list[Transaction], person: User) -> list[Transaction]:
    owned = owned_accounts(person, halves)
    others = [half for half in halves if half.account_id not in owned]
    if len(others) == len(halves) or not sees_all(person, halves):
        raise errors.NoLongerThere
    if any(half.kind != Transaction.Kind.TRANSFER for half in others):
        raise errors.NoLongerThere
    return [half for half in halves if half.account_id in owned]


def _check_fit(outgoing: Transaction, incoming: Transaction) -> None:
    if outgoing.account_id == incoming.account_id:
        raise errors.same_account("incoming")
    if not outgoing.amount < 0 < incoming.amount:
        raise errors.not_opposite()
    if outgoing.account.currency == incoming.account.currency and outgoing.amount != -incoming.amount:
        raise errors.amounts_differ("incoming")


def _become_transfer(half: Transaction, other: Transaction) -> None:
    was = filing_of(half)
    now = plain(Transaction.Kind.TRANSFER.value)
    if half.category is not None and half.category.kind == Category.Kind.TRANSFER:
        now = {**was, "kind": now["kind"], "refund_of": None, "parts": []}
    file_as(half, now)
    Link.objects.create(kind=Link.Kind.TRANSFER, entry=half, other=other, before={"filing": [was, now]})
