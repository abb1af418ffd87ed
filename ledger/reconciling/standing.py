"""Whether accounts agree with their bank, and where a gap began: read from bank balances and roll-ups alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Min, OuterRef, Subquery

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.access import lens_of, withheld_from
from ledger.core.models import MoneyAccount
from ledger.core.standings import Standing
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.movements import held_at, moved_by_day

# How many days before the latest balance the beginning of a gap is looked for, further each time. Most begin within
# weeks of the latest file, and each round reads the cells of its days.
HORIZONS: tuple[int | None, ...] = (62, 800, None)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What we have at the end of a day, from which earlier days are counted back."""

    on: date
    ours: Decimal


@dataclass(frozen=True, slots=True)
class Beginning:
    """The last day before an anchor on which ours and the bank's balance were equal, and the first one told of after
    it, with its gap. `steady`: it stayed that gap on every day told of before the anchor."""

    agreed_on: date | None = None
    apart_since: date | None = None
    first_gap: Decimal = ZERO
    steady: bool = True


class KnownStandings:
    """What `ledger.core.standings` offers to the pages and the API below."""

    def of(self, person: User, accounts: Iterable[MoneyAccount]) -> dict[UUID, Standing]:
        """Four queries where all agree; up to five more for each of HORIZONS while a beginning is looked for."""
        shown = {each.pk: each for each in accounts}
        latest = _latest(person, shown)
        with_balance = [shown[key] for key in latest]
        ours = held_at(with_balance, {key: each.on for key, each in latest.items()})
        found = {key: Standing(each.on, each.amount, ours[key]) for key, each in latest.items()}
        apart = {key: Anchor(each.on, each.ours) for key, each in found.items() if not each.agrees}
        for key, beginning in beginnings(apart).items():
            found[key] = _with_beginning(found[key], beginning)
        return found


def standing_of(person: User, account: MoneyAccount) -> Standing | None:
    return KnownStandings().of(person, [account]).get(account.pk)


def _latest(person: User, accounts: Mapping[UUID, MoneyAccount]) -> dict[UUID, StatementBalance]:
    of_account = StatementBalance.objects.filter(account=OuterRef("pk")).order_by("-on", "-created_at", "-id")
    owned = MoneyAccount.objects.filter(pk__in=told_to(person, accounts))
    newest = owned.values(newest=Subquery(of_account.values("pk")[:1]))
    return {each.account_id: each for each in StatementBalance.objects.filter(pk__in=newest)}


def told_to(person: User, accounts: Iterable[UUID]) -> set[UUID]:
    """Those of `accounts` whose bank `person` hears of: owned, and without a line that the other owner withholds, whose
    amount the gap would tell. One query, and one as `withheld_from`.
    """
    mine = lens_of(person)
    asked = [mine.sights[key] for key in accounts if key in mine.sights]
    return {each.account_id for each in asked} - withheld_from(asked).keys()


def _with_beginning(standing: Standing, beginning: Beginning) -> Standing:
    if beginning.apart_since is None:
        return replace(
            standing,
            agreed_on=beginning.agreed_on,
            apart_since=standing.on,
            first_gap=standing.gap,
            steady=True,
        )
    return replace(
        standing,
        agreed_on=beginning.agreed_on,
        apart_since=beginning.apart_since,
        first_gap=beginning.first_gap,
        steady=beginning.steady and beginning.first_gap == standing.gap,
    )


def beginnings(anchors: Mapping[UUID, Anchor]) -> dict[UUID, Beginning]:
    """For each account, how the balances told of before its anchor compare with ours, back to the last equal one.

    At most three rounds of three queries, one more for the last; a round reads the balances and the cells of its days.
    """
    found: dict[UUID, Beginning] = {}
    for horizon in HORIZONS:
        left = {key: anchor for key, anchor in anchors.items() if key not in found}
        if not left:
            break
        first = _first_day(left, horizon)
        if first is None:
            return found | dict.fromkeys(left, Beginning())
        told = _told(list(left), first=first, last=max(each.on for each in left.values()))
        moves = moved_by_day(list(left), first=first, last=max(each.on for each in left.values()))
        for key, anchor in left.items():
            beginning = walk_back(anchor, told.get(key, {}), moves.get(key, {}))
            if beginning.agreed_on is not None or horizon is None:
                found[key] = beginning
    return found


def _first_day(left: Mapping[UUID, Anchor], horizon: int | None) -> date | None:
    if horizon is not None:
        return min(each.on for each in left.values()) - timedelta(days=horizon)
    told = StatementBalance.objects.filter(account__in=list(left))
    first: date | None = told.aggregate(first=Min("on"))["first"]
    return first


def _told(keys: Sequence[UUID], *, first: date, last: date) -> dict[UUID, dict[date, Decimal]]:
    """The bank's balances by account and day; of several of one day the newest."""
    told: dict[UUID, dict[date, Decimal]] = {}
    rows = StatementBalance.objects.filter(account__in=keys, on__gte=first, on__lt=last).order_by("created_at", "id")
    for key, on, amount in rows.values_list("account_id", "on", "amount"):
        told.setdefault(key, {})[on] = amount
    return told


def walk_back(anchor: Anchor, told: Mapping[date, Decimal], moves: Mapping[date, Decimal]) -> Beginning:
    """`told` are balances and `moves` what was booked, by day, without a gap down to the first of `told`."""
    ours, since, gap, steady = anchor.ours, None, ZERO, True
    moved = sorted((day for day in moves if day <= anchor.on), reverse=True)
    place = 0
    for on in sorted((day for day in told if day < anchor.on), reverse=True):
        while place < len(moved) and moved[place] > on:
            ours -= moves[moved[place]]
            place += 1
        if told[on] == ours:
            return Beginning(on, since, gap, steady)
        here = told[on] - ours
        steady = steady and (since is None or here == gap)
        since, gap = on, here
    return Beginning(None, since, gap, steady)
