"""The live frames of the ledger (see config.kernel.live), and which of those who see an account's lines get them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from config.kernel.live import Frame
from config.kernel.money import money_text
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction

EVERYBODY: Final = frozenset(each.value for each in MoneyAccountAccess.Role)
_OWNERS: Final = EVERYBODY - {MoneyAccountAccess.Role.VIEWER.value}
_COMES_OR_GOES: Final = frozenset(["transaction:new", "transaction:removed"])


class Told(NamedTuple):
    """A frame for those of an account's people who have one of these roles and see every line."""

    frame: Frame
    roles: frozenset[str] = EVERYBODY


def told(frame: Frame, withheld: str = "") -> list[Told]:
    """What is told of an entry. Of one that is withheld its giver hears all; the other owner, who has a line without
    words on its day, that there is something to fetch when it comes or goes; a viewer nothing.
    """
    if not withheld:
        return [Told(frame)]
    news = [Told(frame, frozenset([withheld]))]
    if frame[0] in _COMES_OR_GOES:
        news.append(Told(changed_frame(UUID(frame[1]["money_account"]), []), _OWNERS - {withheld}))
    return news


def turned(entry: Transaction, was: str) -> list[Told]:
    """What others are told when an entry begins to be withheld, or ends: to a viewer it goes or comes, the other owner
    fetches it anew. `was` is who withheld it before, `entry.withheld` who does now; the entry's account is joined.
    """
    if entry.deleted_at is not None or was == entry.withheld:
        return []
    keys = [entry.pk]
    goes = removed_frame(entry.account_id, keys) if entry.withheld else new_frame(entry, entry.account)
    giver = frozenset([was or entry.withheld])
    return [Told(goes, EVERYBODY - _OWNERS), Told(changed_frame(entry.account_id, keys), _OWNERS - giver)]


def changes_told(entries: Iterable[Transaction]) -> dict[UUID, list[Told]]:
    """Of several changed entries, by account."""
    ids: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for each in entries:
        ids[each.account_id, each.withheld].append(each.pk)
    news: dict[UUID, list[Told]] = defaultdict(list)
    for (account_id, withheld), keys in ids.items():
        news[account_id] += told(changed_frame(account_id, keys), withheld)
    return news


def new_frame(entry: Transaction, account: MoneyAccount) -> Frame:
    return (
        "transaction:new",
        {
            "id": str(entry.pk),
            "money_account": str(account.pk),
            "kind": entry.kind,
            "amount": money_text(abs(entry.amount), account.currency),
            "currency": account.currency,
            "booked_on": entry.booked_on.isoformat(),
            "payee": entry.payee,
            "category": str(entry.category_id) if entry.category_id else None,
        },
    )


def changed_frame(account_id: UUID, ids: Sequence[UUID]) -> Frame:
    """Too many to name: `ids` is empty and the account's list is to be fetched again."""
    return ("transaction:changed", {"money_account": str(account_id), "ids": [str(each) for each in ids]})


def removed_frame(account_id: UUID, ids: Sequence[UUID]) -> Frame:
    return ("transaction:removed", {"money_account": str(account_id), "ids": [str(each) for each in ids]})
