"""The seam to what is above and names a category: it registers how that goes along when a category goes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Follower = Callable[[UUID, UUID | None], None]
_followers: list[Follower] = []


def register(follower: Follower) -> Follower:
    """`follower(source_id, target_id)` is called in the transaction in which the category `source_id` goes, before it
    is deleted: what names it names `target_id`, of the same kind, from then on, or nothing where that is None.
    """
    if follower not in _followers:
        _followers.append(follower)
    return follower


def follow(source_id: UUID, target_id: UUID | None) -> None:
    """Call each of them, in the order they registered."""
    for follower in _followers:
        follower(source_id, target_id)
