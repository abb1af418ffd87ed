"""Who hears of a change on an account, and what they are told: the lines they see, and the balance they may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.live import Frame, push_all
from config.kernel.money import from_stored, money_text
from ledger.core.access import watchers_of
from ledger.core.frames import Told
from ledger.core.models import Category, MoneyAccountAccess
from ledger.core.others_categories import nearest_known, shared_ids
from ledger.core.posting import Moved

Level = MoneyAccountAccess.Level


def tell(lines: Mapping[UUID, Sequence[Told]], balances: Mapping[UUID, Moved], currencies: Mapping[UUID, str]) -> None:
    """Push `lines` (news per account) to those who see them, new balances to those whose balance it moves.

    A person's balance is without what others withhold: what moves only there is no news to them, and raises no number
    of theirs. Call it last in a service: see push_all.
    """
    per_person: dict[UUID, list[Frame]] = {}
    known: dict[str, Category | None] = {}
    for account_id, watchers in watchers_of({*lines, *balances}).items():
        moved = balances.get(account_id)
        for person_id, role, level, hidden in watchers:
            frames = per_person.setdefault(person_id, [])
            if level == Level.FULL:
                news = [each.frame for each in lines.get(account_id, ()) if role in each.roles]
                frames += news if len(watchers) == 1 else [_as_shown(each, person_id, known) for each in news]
            if moved is not None and level != Level.EXISTS and moved.seen_by(role):
                seen = moved.balance - from_stored(hidden)
                frames.append(balance_frame(account_id, seen, currencies[account_id]))
    for person_id in sorted(per_person):
        push_all([person_id], per_person[person_id])


def _as_shown(frame: Frame, person_id: UUID, known: dict[str, Category | None]) -> Frame:
    """Without the id of somebody else's own category: that of the nearest above that the person has. A query for each
    own category that is told of.
    """
    name, data = frame
    key = data.get("category")
    if key is None or UUID(key) in shared_ids():
        return frame
    if key not in known:
        known[key] = Category.objects.select_related("parent__parent__parent").filter(pk=key).first()
    shown = nearest_known(known[key], person_id)
    return name, {**data, "category": str(shown.pk) if shown else None}


def balance_frame(account_id: UUID, balance: Decimal, currency: str) -> Frame:
    data: dict[str, Any] = {
        "money_account": str(account_id),
        "balance": money_text(balance, currency),
        "currency": currency,
    }
    return ("balance:changed", data)
