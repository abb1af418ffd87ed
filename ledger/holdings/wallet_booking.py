"""Events of a chain become rows of their own, each once, and entries of the ledger where their token is a currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import LARGEST, to_stored
from ledger.core.exchange import RateBook, rates_for, rounded
from ledger.core.models import MoneyAccountAccess, Transaction
from ledger.core.services.recording import NewRow, record_rows
from ledger.holdings.models import Position
from ledger.holdings.wallet_chains import chain_of, checksummed, currency_of, symbol_of
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.holdings.wallet_subgraph import Event

Type = WalletTransaction.Type
NotBooked = WalletTransaction.NotBooked
# Deposits come in, withdrawals and spending go out; a transfer goes where its recipient is.
_KINDS = {
    Type.DEPOSIT: Transaction.Kind.INCOME,
    Type.WITHDRAWAL: Transaction.Kind.EXPENSE,
    Type.SPEND: Transaction.Kind.EXPENSE,
    Type.TRANSFER: Transaction.Kind.TRANSFER,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """How many events of a page were new, and how many of those were booked."""

    new: int
    booked: int


@transaction.atomic
def store_events(*, wallet_id: UUID, events: Sequence[Event]) -> Stored:
    """Keep the events of one page that are not there yet, and book them. Running it twice changes nothing.

    The wallet is locked meanwhile, so that of two readings at once the second finds what the first has kept. About
    eight statements for a page, however long.
    """
    locked = Wallet.objects.select_for_update(of=("self",)).select_related("account")
    wallet = locked.filter(pk=wallet_id).first()
    if wallet is None or not events:
        return Stored(0, 0)
    distinct = {each.event_id: each for each in events}
    kept = WalletTransaction.objects.filter(wallet=wallet, event_id__in=list(distinct))
    for known in kept.values_list("event_id", flat=True):
        del distinct[known]
    rows = [_row(wallet, each) for each in distinct.values()]
    booked = _book(wallet, rows)
    WalletTransaction.objects.bulk_create(rows)
    newest = max(each.block_number for each in events)
    if wallet.last_block is None or newest > wallet.last_block:
        Wallet.objects.filter(pk=wallet.pk).update(last_block=newest)
    return Stored(len(rows), booked)


def _row(wallet: Wallet, event: Event) -> WalletTransaction:
    symbol = symbol_of(wallet.chain, event.token_address) or event.token_symbol
    to_wallet = event.recipient_address.lower() == wallet.address.lower()
    is_incoming = to_wallet if event.transaction_type == Type.TRANSFER else event.transaction_type == Type.DEPOSIT
    return WalletTransaction(
        wallet=wallet,
        event_id=event.event_id,
        transaction_hash=event.transaction_hash,
        block_number=event.block_number,
        timestamp=event.timestamp,
        amount=event.amount,
        token_address=event.token_address,
        token_symbol=symbol,
        transaction_type=event.transaction_type,
        is_incoming=is_incoming,
        recipient_address=event.recipient_address,
        gas_used=event.gas_used,
        gas_price=event.gas_price,
        metadata=event.metadata,
    )


def _book(wallet: Wallet, rows: Sequence[WalletTransaction]) -> int:
    """Give each row its entry, or the reason why there is none. The ledger's rows are written here."""
    owner = _owner_of(wallet)
    if wallet.account.closed_on is not None:
        for row in rows:
            row.not_booked = NotBooked.ACCOUNT_CLOSED
        return 0
    held = _held_as_positions(wallet)
    days = {each.pk: each.timestamp.astimezone(owner.zone).date() for each in rows}
    book = _rates(owner, wallet, rows, days.values())
    entries: list[NewRow] = []
    for row in rows:
        if row.token_address.lower() in held:
            row.not_booked = NotBooked.IS_POSITION
            continue
        worth = _worth(wallet, row, days[row.pk], book)
        if isinstance(worth, NotBooked):
            row.not_booked = worth
            continue
        row.entry_id = new_id()
        entries.append(_entry(wallet, row, worth, days[row.pk]))
    record_rows(account=wallet.account, recorded_by=owner, rows=entries)
    return len(entries)


def _rates(owner: User, wallet: Wallet, rows: Iterable[WalletTransaction], days: Iterable[date]) -> RateBook:
    """Two queries, none where every token is worth the account's own currency."""
    currencies = {currency_of(wallet.chain, each.token_address) for each in rows} - {"", wallet.account.currency}
    if not currencies:
        return RateBook(())
    return rates_for(owner, {*currencies, wallet.account.currency}, sorted(set(days)))


def _worth(wallet: Wallet, row: WalletTransaction, day: date, book: RateBook) -> Decimal | NotBooked:
    """In the account's currency, by the rate of its day and rounded half to even; or why that is not to be said."""
    own = wallet.account.currency
    currency = currency_of(wallet.chain, row.token_address)
    if not currency:
        return NotBooked.NO_PRICE
    rate = book.rate(currency, own, day)
    if rate is None:
        return NotBooked.NO_RATE
    worth = rounded(Fraction(row.amount) * rate.value, own)
    if worth > LARGEST:
        return NotBooked.TOO_LARGE
    return worth if worth else NotBooked.TOO_SMALL


def _entry(wallet: Wallet, row: WalletTransaction, worth: Decimal, day: date) -> NewRow:
    assert row.entry_id is not None
    chain = chain_of(wallet.chain)
    return NewRow(
        id=row.entry_id.hex,
        amount=to_stored(worth if row.is_incoming else -worth),
        booked_on=day,
        kind=_KINDS[Type(row.transaction_type)],
        payee="" if row.is_incoming else checksummed(row.recipient_address),
        notes=f"{row.amount.normalize():f} {row.token_symbol}, {chain.label if chain else wallet.chain}"[:500],
        occurred_at=row.timestamp,
        raw_kind=row.transaction_type,
    )


def _held_as_positions(wallet: Wallet) -> set[str]:
    """Tokens whose worth a position of the account tells already: as cash they would count twice. One query."""
    held = Position.objects.filter(account=wallet.account_id).exclude(asset_address="")
    return {each.lower() for each in held.values_list("asset_address", flat=True)}


def _owner_of(wallet: Wallet) -> User:
    """In whose name it is booked, and at whose rates. One query."""
    grants = MoneyAccountAccess.objects.filter(account=wallet.account_id, role=MoneyAccountAccess.Role.OWNER)
    return grants.select_related("person").get().person
