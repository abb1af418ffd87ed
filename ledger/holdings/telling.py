"""Who hears of holdings: those who see the positions of the account. Nobody else, by no frame."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from accounts.notifications.services import notify
from config.kernel.live import push
from config.kernel.money import money_text
from ledger.core.access import Role, watchers_of
from ledger.core.models import MoneyAccountAccess
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.queries import portfolio

YIELD = "yield"
CHANGED, EARNED = "position:changed", "yield:update"
FULL = MoneyAccountAccess.Level.FULL


def tell_position(position: Position) -> None:
    """That it is other than it was; call it last. Lists fetch themselves."""
    told = {"position": str(position.pk), "money_account": str(position.account_id)}
    push(_watching(position.account_id), CHANGED, told)


def tell_yield(position: Position, move: PositionMove, *, by: User | None) -> None:
    """To each owner what all of theirs earned by now; who did not record it is notified as well."""
    owners = User.objects.filter(pk__in=_watching(position.account_id, owners=True)).order_by("pk")
    for each in owners:
        push([each.pk], EARNED, earned(each, position))
        if by is None or each.pk != by.pk:
            data = {
                "position": str(position.pk),
                "name": position.name,
                "amount": str(move.amount),
                "currency": position.currency,
                "on": move.on.isoformat(),
            }
            notify(person_id=each.pk, kind=YIELD, cause=f"{YIELD}:{move.pk}", data=data)


def earned(person: User, position: Position) -> dict[str, object]:
    """What `yield:update` carries: all the person's yields in their currency, the position they came from, the APY."""
    found = portfolio(person)
    apy = found.apy
    of_it = {
        "id": str(position.pk),
        "name": position.name,
        "protocol_name": position.protocol_name,
        "yield_earned": money_text(position.yield_earned, position.currency),
        "currency": position.currency,
    }
    return {
        "total_yield": money_text(found.total_yield, found.currency),
        "currency": found.currency,
        "positions": [of_it],
        "apy": None if apy is None else str(apy),
    }


def _watching(account_id: UUID, *, owners: bool = False) -> list[UUID]:
    """One query."""
    found = watchers_of([account_id]).get(account_id, [])
    return [each.person_id for each in found if each.level == FULL and (not owners or each.role != Role.VIEWER)]
