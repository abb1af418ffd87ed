"""Who sees what of which account: the one place that decides. Pages, API, search, analytics, exports, live frames and
badges all start from a Lens.

In SQL by hand: every request begins with one of these questions, and building the same queries through `granted_to`
costs ten times what the database needs for them. A test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from config.kernel.money import ZERO, from_stored
from config.kernel.sql import db_date, db_uuid, from_db_uuid
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Rollup
from ledger.core.others_categories import ShownAs

ME: Final = "me"
PARTNER: Final = "partner"
TOGETHER: Final = "together"
SCOPES: Final = (ME, PARTNER, TOGETHER)

Level = MoneyAccountAccess.Level
Role = MoneyAccountAccess.Role
_IN_FORCE = "(g.until IS NULL OR g.until >= %s) AND (g.since IS NULL OR g.since <= %s)"
_RANK = {each.value: rank for rank, each in enumerate(Level)}
_SUMS = _RANK[Level.CATEGORY_SUMS.value]
_CO_OWNER, _VIEWER = Role.CO_OWNER.value, Role.VIEWER.value


class Sight(NamedTuple):
    """What one person sees of one account today.

    `role` decides which lines and cells: those that nobody withholds, and those the person withholds.
    `is_joint`: it has two owners. `is_turned` and `revision`: see MoneyAccount; the latter is None where nobody asked
    for it. `others` has the categories of others that lines of it have, and what the person is shown instead.
    """

    account_id: UUID
    currency: str
    role: str
    level: str
    is_joint: bool = False
    is_turned: bool = False
    others: Mapping[UUID, UUID | None] = MappingProxyType({})
    revision: int | None = None

    def shown(self, category_id: UUID | None) -> UUID | None:
        """The category a line is shown under."""
        return self.others.get(category_id, category_id) if category_id is not None else None

    @property
    def takes_rest(self) -> bool:
        """The part of the person, or of the owner by whose word they see it, is what `own_amount` leaves."""
        return (self.role == _CO_OWNER) != self.is_turned

    @property
    def is_mine(self) -> bool:
        return self.role != _VIEWER

    @property
    def has_lines_of_others(self) -> bool:
        """Somebody else has, or had, to do with what the person sees there."""
        return (self.is_joint or self.is_turned or not self.is_mine) and _RANK[self.level] >= _SUMS

    @property
    def is_coarse(self) -> bool:
        """Sums of months only, and coarsened (see ledger.core.coarsening)."""
        return self.level == Level.CATEGORY_SUMS


_OTHERS: Final = Sight._fields.index("others")


@dataclass(frozen=True, slots=True)
class Lens:
    """The accounts a report is about and whose part of them it counts.

    `me`: accounts I own or co-own, my part. `partner`: accounts of others that I see, their owner's part. `together`:
    all I may see, whole amounts; an account of two owners is there once. Balances are whole in all three.
    """

    scope: str
    sights: Mapping[UUID, Sight]

    def __iter__(self) -> Iterator[Sight]:
        return iter(self.sights.values())

    def __len__(self) -> int:
        return len(self.sights)

    def at(self, level: str) -> Lens:
        """Only accounts seen at `level` or better."""
        least = _RANK[level]
        return self._where(lambda sight: _RANK[sight.level] >= least)

    @property
    def lines(self) -> Lens:
        return self.at(Level.FULL.value)

    @property
    def sums(self) -> Lens:
        return self.at(Level.CATEGORY_SUMS.value)

    @property
    def totals(self) -> Lens:
        return self.at(Level.TOTAL.value)

    @property
    def coarse(self) -> Lens:
        return self._where(lambda sight: sight.is_coarse)

    def of_currency(self, currency: str) -> Lens:
        return self._where(lambda sight: sight.currency == currency)

    def only(self, account_ids: Collection[UUID]) -> Lens:
        """As it is where none is named."""
        return self._where(lambda sight: sight.account_id in account_ids) if account_ids else self

    @property
    def others(self) -> dict[UUID, UUID | None]:
        """As that of a Sight, of all of them."""
        return {key: shown for each in self for key, shown in each.others.items()}

    @property
    def currencies(self) -> dict[UUID, str]:
        return {key: each.currency for key, each in self.sights.items()}

    @property
    def mine(self) -> set[UUID]:
        return {key for key, each in self.sights.items() if each.is_mine}

    @property
    def state(self) -> Hashable | None:
        """What stands for all that is seen through it: as long as this is the same, so are its lines and sums. None
        where somebody made it who did not ask for revisions. One query where others have lines on its accounts.
        """
        if any(each.revision is None for each in self):
            return None
        sights = sorted((*each[:_OTHERS], each.revision) for each in self)
        return self.scope, tuple(sights), frozenset(self.others.items())

    def through(self, scope: str) -> Lens:
        """The same person's accounts through another lens; from `together`, where all of them are."""
        return Lens(scope, self._where(lambda sight: scope == TOGETHER or sight.is_mine == (scope == ME)).sights)

    def _where(self, wanted: Any) -> Lens:
        return Lens(self.scope, {key: each for key, each in self.sights.items() if wanted(each)})


def lens_of(user: User, scope: str = ME) -> Lens:
    """What `user` sees today through `scope`. One query, as `sights_of`."""
    return Lens(TOGETHER, sights_of(user)).through(scope)


def sights_of(user: User) -> dict[UUID, Sight]:
    """Every account `user` sees anything of today. One query; one more once others' categories are asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.account_id, a.currency, g.role, g.level, EXISTS (SELECT 1 FROM ledger_moneyaccountaccess c"
            " WHERE c.account_id = g.account_id AND c.role = 'co_owner'), a.is_turned, a.revision"
            " FROM ledger_moneyaccountaccess g"
            " JOIN ledger_moneyaccount a ON a.id = g.account_id"
            f" WHERE g.person_id = %s AND {_IN_FORCE}",
            [db_uuid(user.pk), *_on(user.today)],
        )
        rows = cursor.fetchall()
    found = {}
    for account_id, currency, role, level, is_joint, is_turned, revision in rows:
        key = from_db_uuid(account_id)
        found[key] = Sight(key, currency, role, level, bool(is_joint), bool(is_turned), revision=revision)
    of_others = [each.account_id for each in found.values() if each.has_lines_of_others]
    others = ShownAs(user, of_others)
    return found | {key: found[key]._replace(others=others) for key in of_others}


def owned_account(user: User, key: UUID) -> MoneyAccount | None:
    """The account, when `user` may change it today: as owner or co-owner. One query."""
    found = MoneyAccount.objects.raw(
        "SELECT a.* FROM ledger_moneyaccount a JOIN ledger_moneyaccountaccess g ON g.account_id = a.id"
        f" WHERE a.id = %s AND g.person_id = %s AND g.role IN ('owner', 'co_owner') AND {_IN_FORCE}",
        [db_uuid(key), db_uuid(user.pk), *_on(user.today)],
    )
    return next(iter(found), None)


def seen_condition(
    sights: Iterable[Sight], column: str = "account_id", withheld: str = "withheld"
) -> tuple[str, list[Any]]:
    """SQL condition on lines or cells that they are of these accounts and not withheld from the person.

    Roles are ours and stand in the text; of no account nothing is seen.
    """
    by_role: dict[str, list[Any]] = {}
    for sight in sights:
        by_role.setdefault(sight.role, []).append(db_uuid(sight.account_id))
    parts: list[str] = []
    parameters: list[Any] = []
    for role, keys in by_role.items():
        own = "= ''" if role == _VIEWER else f"IN ('', '{role}')"
        parts.append(f"{column} IN ({', '.join(['%s'] * len(keys))}) AND {withheld} {own}")
        parameters += keys
    return (f"({' OR '.join(parts)})" if parts else "1 = 0"), parameters


def part_of(lens: Lens) -> tuple[str, list[Any]]:
    """SQL expression for the part of a cell or a line that counts through `lens`."""
    if lens.scope == TOGETHER:
        return "amount", []
    rests = [db_uuid(each.account_id) for each in lens if each.takes_rest]
    if not rests:
        return "own_amount", []
    marks = ", ".join(["%s"] * len(rests))
    return f"CASE WHEN account_id IN ({marks}) THEN amount - own_amount ELSE own_amount END", rests


def withheld_from(sights: Iterable[Sight]) -> dict[UUID, Decimal]:
    """What others withhold on these accounts: 0 where their lines add up to nothing; most accounts are not there.

    One query of the cells of all time, none where each account is the person's alone.
    """
    mine: dict[str, list[Any]] = {}
    for sight in sights:
        if sight.is_joint or not sight.is_mine:
            mine.setdefault(sight.role, []).append(db_uuid(sight.account_id))
    if not mine:
        return {}
    parts = [
        f"(account_id IN ({', '.join(['%s'] * len(keys))}) AND withheld NOT IN ('', '{role}'))"
        for role, keys in mine.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account_id, SUM(amount) FROM ledger_rollup WHERE span = '{Rollup.Span.ALL.value}'"
            f" AND line_count <> 0 AND ({' OR '.join(parts)}) GROUP BY account_id",
            [key for keys in mine.values() for key in keys],
        )
        return {from_db_uuid(key): from_stored(int(amount)) for key, amount in cursor.fetchall()}


def hidden_from(person_id: UUID, account_id: UUID) -> Decimal | None:
    """What others withhold from one of an account's people, None where that is no line. Two queries."""
    role = (
        MoneyAccountAccess.objects.filter(account=account_id, person=person_id).values_list("role", flat=True).first()
    )
    if role is None:
        return None
    return withheld_from([Sight(account_id, "", role, Level.FULL.value, is_joint=True)]).get(account_id)


def seen_balances(accounts: Iterable[MoneyAccount], sights: Mapping[UUID, Sight]) -> dict[UUID, Decimal]:
    """The balance of each account as the person may see it: less what others withhold. A query as `withheld_from`."""
    shown = {each.pk: each.balance for each in accounts if each.pk in sights}
    hidden = withheld_from([sights[key] for key in shown])
    return {key: balance - hidden.get(key, ZERO) for key, balance in shown.items()}


def own_part(sight: Sight, amount: int, own_amount: int) -> int:
    """The part of a line's amount that is the person's; a viewer has none."""
    if sight.role == _VIEWER:
        return 0
    return amount - own_amount if sight.takes_rest else own_amount


def owner_names(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """By what name each account's owner goes. One query, none for no account."""
    wanted = list(account_ids)
    if not wanted:
        return {}
    grants = MoneyAccountAccess.objects.filter(account__in=wanted, role=MoneyAccountAccess.Role.OWNER)
    return {each.account_id: each.person.short_name for each in grants.select_related("person")}


class Watcher(NamedTuple):
    """Somebody who sees an account today (UTC). `hidden` is what others withhold from them there, in stored units."""

    person_id: UUID
    role: str
    level: str
    hidden: int


def watchers_of(account_ids: Iterable[UUID]) -> dict[UUID, list[Watcher]]:
    """For each account, the people with a grant in force today. One query."""
    keys = [db_uuid(each) for each in account_ids]
    if not keys:
        return {}
    hidden = (
        "SELECT COALESCE(SUM(r.amount), 0) FROM ledger_rollup r WHERE r.account_id = g.account_id"
        f" AND r.span = '{Rollup.Span.ALL.value}' AND r.withheld <> '' AND r.withheld <> g.role"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT g.account_id, g.person_id, g.role, g.level, ({hidden}) FROM ledger_moneyaccountaccess g"
            f" WHERE g.account_id IN ({', '.join(['%s'] * len(keys))}) AND {_IN_FORCE}",
            [*keys, *_on(timezone.localdate())],
        )
        rows = cursor.fetchall()
    found: dict[UUID, list[Watcher]] = {}
    for account_id, person_id, role, level, amount in rows:
        watcher = Watcher(from_db_uuid(person_id), role, level, int(amount))
        found.setdefault(from_db_uuid(account_id), []).append(watcher)
    return found


def _on(day: date) -> list[Any]:
    return [db_date(day)] * 2
