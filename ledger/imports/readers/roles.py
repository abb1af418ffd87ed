"""The columns of a table as a person names them, in place of what was guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.imports.readers.plan import Plan

_ONCE = frozenset([
    "booked_on", "amount", "debit", "credit", "balance", "currency", "sign", "fee", "bank_id", "account", "category",
    "status", "kind",
])  # fmt: skip
_OFTEN = frozenset(["payee", "notes", "ignore"])
IGNORE = "ignore"
ROLES = sorted(_ONCE | _OFTEN)


def roles_fit(roles: Mapping[int, str], width: int) -> bool:
    """Whether they are known roles of columns there are: a day and an amount among them, and only texts twice."""
    named = [role for role in roles.values() if role in _ONCE]
    return (
        set(roles.values()) <= _ONCE | _OFTEN
        and all(0 <= index < width for index in roles)
        and len(named) == len(set(named))
        and "booked_on" in named
        and bool({"amount", "debit", "credit"} & set(named))
    )


def with_changes(current: Mapping[int, str], wanted: Mapping[int, str]) -> dict[int, str]:
    """`current` with the changes in `wanted`. What can be but one column leaves the one that was not touched."""
    changed = {index: role for index, role in wanted.items() if current.get(index) != role}
    moved = _ONCE & set(changed.values())
    return {
        index: changed.get(index, IGNORE if role in moved else role) for index, role in {**current, **wanted}.items()
    }


def chosen_roles(mapping: Mapping[str, Any], width: int) -> dict[int, str]:
    """The roles a mapping remembers; none where it has none, or they do not fit a table of this width."""
    kept = mapping.get("roles")
    if not isinstance(kept, dict) or not all(isinstance(key, str) and key.isdecimal() for key in kept):
        return {}
    roles = {int(key): role for key, role in kept.items() if isinstance(role, str)}
    return roles if roles_fit(roles, width) else {}


def plan_of(roles: Mapping[int, str]) -> Plan:
    """A plan with these columns; what their signs, marks and days mean is still to be found out."""
    plan = Plan()
    for index, role in sorted(roles.items()):
        if role in ("payee", "notes"):
            setattr(plan, role, (*getattr(plan, role), index))
        elif role == "booked_on":
            plan.booked = index
        elif role != "ignore":
            setattr(plan, role, index)
    return plan
