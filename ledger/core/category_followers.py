"""The seam to what is above and names a category: it registers how that goes along when a category goes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Follower = Callable[[UUID, UUID | None], None]
Keeper = Callable[[UUID], bool]
_followers: list[Follower] = []
_keepers: list[Keeper] = []


def register(follower: Follower) -> Follower:
    """`follower(source_id, target_id)` is called in the transaction in which the category `source_id` goes, before it
    is deleted: what names it names `target_id`, of the same kind, from then on, or nothing where that is None.
    """
    if follower not in _followers:
        _followers.append(follower)
    return follower


def register_keeper(keeper: Keeper) -> Keeper:
    """`keeper(category_id)` says whether something closed names it, so that it goes only where another stands in."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def is_kept(category_id: UUID) -> bool:
    return any(keeper(category_id) for keeper in _keepers)


def follow(source_id: UUID, target_id: UUID | None) -> None:
    """Call each of them, in the order they registered."""
    for follower in _followers:
        follower(source_id, target_id)
