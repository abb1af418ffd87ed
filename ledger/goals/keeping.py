"""The seam to what is above and names a goal in what is closed: it says so, and the goal stays."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from ledger.goals import errors

Keeper = Callable[[UUID], bool]
_keepers: list[Keeper] = []


def register(keeper: Keeper) -> Keeper:
    """`keeper(goal_id)` says whether something closed would be another without this goal."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def is_kept(goal_id: UUID) -> bool:
    return any(keeper(goal_id) for keeper in _keepers)


def check_may_go(goal_id: UUID) -> None:
    """Raises FieldError `in_closed_month`."""
    if is_kept(goal_id):
        raise errors.in_closed_month()
