"""Positions and wallets of an archive, on the accounts that came with it. What follows from moves is reckoned anew."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive, Row
from config.kernel.own_data.taking import (
    Section,
    Taking,
    WithoutJob,
    as_id,
    built,
    by_parent,
    ids_here,
    maybe_id,
    takes_in,
)
from ledger.alerting.own_data_plans import entries_here
from ledger.core import rules
from ledger.core.models import MoneyAccount
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.services.positions import MOST_POSITIONS, checked_day
from ledger.holdings.settling import Worth, moves_of, settle
from ledger.holdings.standing import MoreThanHeld, Moved, TooMuch, stand
from ledger.holdings.telling import tell_position
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.holdings.wallets import link_wallet

HOLDINGS = "holdings.json"
POSITION = (
    "name", "symbol", "kind", "protocol_name", "position_id", "asset_address", "currency", "apy", "opened_on",
    "closed_on", "note",
)  # fmt: skip
MOVE = ("kind", "on", "shares", "price", "amount", "note")
VALUE = ("on", "value", "price", "source")
EVENT = (
    "event_id", "transaction_hash", "block_number", "timestamp", "amount", "token_address", "token_symbol",
    "transaction_type", "is_incoming", "recipient_address", "gas_used", "gas_price", "not_booked", "metadata",
)  # fmt: skip
Source = PositionValue.Source


class Holdings(WithoutJob):
    sections = tuple(
        Section(kind, HOLDINGS, kind) for kind in ("positions", "moves", "values", "wallets", "wallet_transactions")
    )

    def check(self, person: Any, archive: OpenedArchive) -> None:
        positions = {as_id(row, "id"): row for row in archive.rows(HOLDINGS, "positions")}
        moves = by_parent(archive.rows(HOLDINGS, "moves"), "position_id")
        for key, row in positions.items():
            as_id(row, "account_id")
            _check_moves(built(Position, row, POSITION), moves.get(key, []))
        for row in archive.rows(HOLDINGS, "values"):
            as_id(row, "position_id"), built(PositionValue, row, VALUE)
        for row in archive.rows(HOLDINGS, "wallets"):
            as_id(row, "id"), as_id(row, "account_id"), built(Wallet, row, ("chain", "address", "name"))
        for row in archive.rows(HOLDINGS, "wallet_transactions"):
            as_id(row, "wallet_id"), built(WalletTransaction, row, EVENT)

    def take(self, taking: Taking) -> None:
        """What is here stays as it is, with its moves and values."""
        accounts = MoneyAccount.objects.owned_by(taking.person).in_bulk(list(taking.ids.values()))
        _take_positions(taking, accounts)
        _take_wallets(taking, accounts)


def _check_moves(position: Position, rows: list[Row]) -> None:
    """Raises ArchiveRefused: moves that take more than there is, or come to more than can be kept."""
    moves = []
    for row in rows:
        maybe_id(row, "entry")
        moves.append(built(PositionMove, row, MOVE))
    told = [Moved(each.pk, each.kind, each.on, each.shares, each.amount, each.price) for each in moves]
    try:
        stand(told, position.currency)
    except (MoreThanHeld, TooMuch) as error:
        raise ArchiveRefused("wrong_value", f"{HOLDINGS}: moves") from error


def _take_positions(taking: Taking, accounts: dict[Any, MoneyAccount]) -> None:
    rows = {as_id(row, "id"): row for row in taking.archive.rows(HOLDINGS, "positions")}
    own = Position.objects.owned_by(taking.person)
    new = ids_here(Position, own, taking.person, list(rows))
    moves = by_parent(taking.archive.rows(HOLDINGS, "moves"), "position_id")
    values = by_parent(taking.archive.rows(HOLDINGS, "values"), "position_id")
    known = entries_here(taking, [row for key in new for row in moves.get(key, [])])
    hanging = {key: {"moves": len(moves.get(key, [])), "values": len(values.get(key, []))} for key in rows}
    for key in rows.keys() - new.keys():
        taking.passed.update(positions=1, **hanging[key])
    room = MOST_POSITIONS - own.count()
    for key, here in new.items():
        account = accounts.get(taking.ids.get(str(rows[key].get("account_id"))))
        if account is None or account.type != MoneyAccount.Type.INVESTMENT or room <= 0:
            continue
        room -= 1
        with taking.one("positions", **hanging[key]):
            position = taking.built(Position, rows[key], POSITION, id=here, account=account)
            checked_day(position.opened_on, taking.person.today, "opened_on")
            position.save(force_insert=True)
            PositionMove.objects.bulk_create(_moves(taking, position, moves.get(key, []), known))
            _settle(taking, position, values.get(key, []))


def _moves(taking: Taking, position: Position, rows: list[Row], known: set[UUID]) -> list[PositionMove]:
    """A payment that is of another move already stays with that."""
    free = known - set(PositionMove.objects.filter(transaction__in=known).values_list("transaction", flat=True))
    found = []
    for row in rows:
        entry = maybe_id(row, "entry")
        move = taking.built(PositionMove, row, MOVE, position=position, person=taking.person)
        checked_day(move.on, taking.person.today, "on")
        rules.check_decimals(move.amount, position.currency)
        move.transaction_id = entry if entry in free else None
        found.append(move)
    return found


def _settle(taking: Taking, position: Position, rows: list[Row]) -> None:
    given: dict[date, Worth] = {}
    for row in rows:
        each = taking.built(PositionValue, row, VALUE)
        if each.source != Source.MOVE:
            given[each.on] = Worth(each.value, each.price, each.source)
    moves = moves_of(position)
    since = min([position.opened_on, *given, *(each.on for each in moves)])
    settle(position, moves, [], since=since, given=given)
    tell_position(position)


def _take_wallets(taking: Taking, accounts: dict[Any, MoneyAccount]) -> None:
    """Events come along, so that what was booked of them is not booked again."""
    events = by_parent(taking.archive.rows(HOLDINGS, "wallet_transactions"), "wallet_id")
    here = set(Wallet.objects.owned_by(taking.person).values_list("chain", "address"))
    for row in taking.archive.rows(HOLDINGS, "wallets"):
        account = accounts.get(taking.ids.get(str(row.get("account_id"))))
        hanging = events.get(as_id(row, "id"), [])
        if (row["chain"], row["address"]) in here:
            taking.passed.update(wallets=1, wallet_transactions=len(hanging))
            continue
        if account is None:
            continue
        with taking.one("wallets", wallet_transactions=len(hanging)):
            wallet = link_wallet(
                person=taking.person, chain=row["chain"], address=row["address"], name=row["name"], account=account
            )
            told = [taking.built(WalletTransaction, each, EVENT, wallet=wallet) for each in hanging]
            WalletTransaction.objects.bulk_create(told)


takes_in(Holdings())
