"""Ana's depot: what it holds for two years, its moves and its worth by month, drawn from a fixed seed.

It came in two years ago as it was. Since then the cash that yields brought, and what was sold, are all that bought
anything: no money appears that the rest of the household would have to miss.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from config.kernel.ids import new_id
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services import create_money_account, record_transaction
from ledger.core.system_categories import system_category_id
from ledger.demo import story
from ledger.holdings.models import Position, PositionMove, PositionValue
from ledger.holdings.services import create_position
from ledger.holdings.settling import Worth, moves_of, settle

MONTHS = 24
Kind = PositionMove.Kind


@dataclass(frozen=True, slots=True)
class Planned:
    """`shares` at `price` two years ago; prices move by about `trend` a month, give or take `swing`, both per cent.

    Each `every` months it yields: `yields` a share in cash, or that part of a share more where it is `in_kind`.
    """

    name: str
    symbol: str
    kind: str
    shares: Decimal
    price: Decimal
    trend: float
    swing: float
    apy: Decimal | None = None
    every: int = 0
    yields: Decimal = Decimal(0)
    in_kind: bool = False
    protocol: str = ""
    address: str = ""


PLANNED = (
    Planned("MSCI World ETF", "IWDA", "fund", Decimal(38), Decimal("78.40"), 0.9, 2.6),
    Planned("Euro government bonds", "EUNH", "bond", Decimal(26), Decimal("108.20"), 0.15, 0.7, Decimal("2.60"), 3,
            Decimal("0.71")),
    Planned("Siemens Energy", "ENR", "stock", Decimal(30), Decimal("41.10"), 1.6, 6.5),
    Planned("USDC on Aave", "aUSDC", "crypto", Decimal("1480.254417"), Decimal("0.918"), 0.0, 0.8, Decimal("4.20"), 1,
            Decimal("0.0034"), in_kind=True, protocol="aave", address="0xbcca60bb61934080951369a648fb03df4f96263c"),
)  # fmt: skip


def fill_depot(people: Mapping[str, User], today: date) -> MoneyAccount:
    """Make the account with its positions, and the income that came of them; about a hundred statements."""
    ana = people["ana"]
    months = _months(today)
    account = create_money_account(
        owner=ana,
        currency="EUR",
        name="Depot",
        type=MoneyAccount.Type.INVESTMENT,
        subtype=MoneyAccount.Subtype.BROKERAGE,
        institution="Scalable",
        opening_balance=Decimal("184.20"),
        opened_on=months[0],
    )
    for planned in PLANNED:
        _keep(planned, account, ana, months)
    _rebalance(account, ana, months[len(months) * 2 // 3])
    return account


def _months(today: date) -> list[date]:
    """The first days of the last two years' months, the running one too."""
    found = [today.replace(day=1)]
    while len(found) <= MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def _keep(planned: Planned, account: MoneyAccount, ana: User, months: list[date]) -> None:
    position = create_position(
        account=account,
        person=ana,
        name=planned.name,
        symbol=planned.symbol,
        kind=planned.kind,
        protocol_name=planned.protocol,
        asset_address=planned.address,
        apy=planned.apy,
        shares=planned.shares,
        entry_price=planned.price,
        opened_on=months[0],
    )
    was = moves_of(position)
    prices = dict(_prices(planned, months))
    PositionMove.objects.bulk_create(_yields(planned, position, account, ana, prices))
    given = {on: Worth(Decimal(0), price, PositionValue.Source.PERSON) for on, price in prices.items()}
    settle(position, moves_of(position), was, since=months[0], given=given)


def _prices(planned: Planned, months: list[date]) -> Iterator[tuple[date, Decimal]]:
    price = planned.price
    for month in months[1:]:
        dice = random.Random(f"{story.SEED}.{planned.symbol}.{month.isoformat()}")  # noqa: S311
        price = round(price * (1 + Decimal(round(dice.gauss(planned.trend, planned.swing), 2)) / 100), 4)
        yield month, price


def _yields(
    planned: Planned, position: Position, account: MoneyAccount, ana: User, prices: Mapping[date, Decimal]
) -> Iterator[PositionMove]:
    """In cash it is income of the account, in shares it is worth what they are."""
    category = Category.objects.get(pk=system_category_id("interest-dividends")) if planned.every else None
    for place, (on, price) in enumerate(prices.items(), 1):
        if not planned.every or place % planned.every:
            continue
        move = PositionMove(id=new_id(), position=position, kind=Kind.YIELD, on=on, person=ana)
        if planned.in_kind:
            move.shares = round(planned.shares * planned.yields, 6)
            move.amount = round(move.shares * price, 2)
        else:
            move.amount = round(planned.shares * planned.yields, 2)
            move.transaction = record_transaction(
                account=account,
                recorded_by=ana,
                amount=move.amount,
                booked_on=on,
                payee=planned.name,
                kind=Transaction.Kind.INCOME,
                category=category,
            )
        yield move


def _rebalance(account: MoneyAccount, ana: User, on: date) -> None:
    """Some of the stock was sold, and the fund bought for the same amount: no cash moves."""
    sold, bought = (Position.objects.get(account=account, symbol=symbol) for symbol in ("ENR", "IWDA"))
    price = PositionValue.objects.get(position=sold, on=on).price
    assert price is not None, "every month has one"
    amount = round(8 * price, 2)
    for position, kind, shares in ((sold, Kind.SELL, Decimal(8)), (bought, Kind.BUY, _shares_for(bought, amount, on))):
        was = moves_of(position)
        PositionMove.objects.create(position=position, kind=kind, on=on, shares=shares, amount=amount, person=ana)
        rows = PositionValue.objects.filter(position=position, source=PositionValue.Source.PERSON)
        given = {each.on: Worth(each.value, each.price, each.source) for each in rows}
        settle(position, moves_of(position), was, since=position.opened_on, given=given)


def _shares_for(position: Position, amount: Decimal, on: date) -> Decimal:
    price = PositionValue.objects.get(position=position, on=on).price
    assert price is not None, "every month has one"
    shares: Decimal = round(amount / price, 6)
    return shares
