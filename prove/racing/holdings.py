"""Wallets read by several at once and moves of positions taken back by several: in the ledger once, or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from accounts.models import User
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.holdings import services, wallets
from ledger.holdings.checking import check_holdings
from ledger.holdings.models import PositionMove
from ledger.holdings.wallet_booking import store_events
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.holdings.wallet_subgraph import Event
from prove.racing.together import RACERS, Wrong, all_at_once

EVENTS = 40
EACH = Decimal("1.25")
EURC = "0x1abaea1f7c830bd89acc67ec4af516284b1bc33c"
DAY = date(2026, 11, 20)


def keep_one_page_of_a_chain(person: User) -> None:
    wallet = wallets.link_wallet(person=person, chain="ethereum", address=f"0x{person.pk.hex:0>40}"[:42])
    events = [_event(number, wallet.address) for number in range(EVENTS)]
    _all_done(all_at_once([partial(_store, wallet.pk, events)] * RACERS))
    kept = WalletTransaction.objects.filter(wallet=wallet, entry__isnull=False).count()
    _expect(wallet.account, lines=EVENTS, balance=EACH * EVENTS)
    if kept != EVENTS:
        raise Wrong(f"{kept} events are kept with their entry, {EVENTS} were told")


def let_a_wallet_go_while_it_is_read(person: User) -> None:
    wallet = wallets.link_wallet(person=person, chain="ethereum", address=f"0x{person.pk.hex:0>40}"[:42])
    events = [_event(number, wallet.address) for number in range(EVENTS)]
    acts = [partial(_store, wallet.pk, events)] * (RACERS - 1)
    _all_done(all_at_once([*acts, partial(_let_go, wallet.pk)]))
    if WalletTransaction.objects.filter(wallet=wallet.pk).exists():
        raise Wrong("events of a wallet that is gone are kept")
    if Transaction.objects.filter(account=wallet.account).count() not in (0, EVENTS):
        raise Wrong("a part of a page was booked")


def take_one_buy_back(person: User) -> None:
    account = core.create_money_account(
        owner=person, currency="EUR", name="Depot", type="investment", subtype="brokerage", opening_balance=Decimal(500)
    )
    position = services.create_position(account=account, person=person, name="Fund")
    bought = services.record_move(
        position=position, person=person, kind="buy", shares=Decimal(2), price=Decimal(30), on=DAY, book=True
    )
    _expect(account, lines=1, balance=Decimal(440))
    _all_done(all_at_once([partial(_take_back, bought.pk, person)] * RACERS), lost=RACERS - 1)
    _expect(account, lines=0, balance=Decimal(500))


def _event(number: int, address: str) -> Event:
    return Event(
        event_id=f"0x{number:064x}-0",
        transaction_hash=f"0x{number:064x}",
        block_number=1000 + number,
        timestamp=datetime(2026, 10, 10, tzinfo=UTC),
        amount=EACH,
        token_address=EURC,
        token_symbol="EURC",  # noqa: S106 a currency on a chain
        transaction_type="deposit",
        recipient_address=address,
        gas_used=65_000,
        gas_price=Decimal("0.00000001"),
        metadata={},
    )


def _store(wallet: UUID, events: list[Event]) -> None:
    store_events(wallet_id=wallet, events=events)


def _let_go(wallet: UUID) -> None:
    wallets.unlink_wallet(wallet=Wallet.objects.get(pk=wallet))


def _take_back(move: UUID, person: User) -> None:
    found = PositionMove.objects.select_related("position").filter(pk=move).first()
    if found is not None:
        services.delete_move(move=found, person=person)


def _all_done(results: list[str], *, lost: int = 0) -> None:
    counted = Counter(results)
    if counted["done"] < len(results) - lost or set(counted) - {"done", "lost"}:
        raise Wrong(f"{dict(counted)}")


def _expect(account: MoneyAccount, *, lines: int, balance: Decimal) -> None:
    account.refresh_from_db()
    here = Transaction.objects.filter(account=account).live().count()
    if (here, account.balance) != (lines, balance):
        raise Wrong(f"{here} lines and {account.balance}, {lines} and {balance} expected")
    for difference in [*check_account(account), *check_holdings(account)]:
        raise Wrong(str(difference))
