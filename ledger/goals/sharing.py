"""The seam to whoever knows two people: it says whom a person saves with, and asks the other where they must agree.

Nothing is shared until a higher app registers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from accounts.models import User
from ledger.goals import errors
from ledger.goals.models import Goal


@dataclass(frozen=True, slots=True)
class Couple:
    """The person's household as it stands now, with `currency` for all that is both's."""

    household_id: UUID
    currency: str
    partner: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits about a goal: `url` is the page where it is decided, `mine` that the reader asked."""

    url: str
    mine: bool


class SharedGoals(Protocol):
    """All but the first and the last are called in a transaction and raise SharingRefused where nothing can be shared
    at the moment.
    """

    def couple_of(self, person: User) -> Couple | None:
        """One query."""

    def hold(self, person: User, household_id: UUID) -> None:
        """Keep the household as it is until commit. Raises Http404 for somebody who was never of it."""

    def add(self, *, person: User, values: Mapping[str, Any], message: str) -> tuple[Goal, UUID]:
        """A goal of both that waits, and the id of what waits. `values` as services.create_goal."""

    def change(
        self, *, person: User, goal: Goal, changes: Mapping[str, Any], version: int | None, message: str
    ) -> dict[str, Any]:
        """Ask for a change: what was asked, in the API's form. Raises Conflict, FieldError."""

    def delete(self, *, person: User, goal: Goal, version: int | None) -> dict[str, Any] | None:
        """Ask for its end; None where it still waited for its first approval and is withdrawn."""

    def waiting(self, person: User) -> Mapping[UUID, Asked]:
        """What waits, by goal. One query."""


class _Alone:
    def couple_of(self, person: User) -> Couple | None:
        return None

    def hold(self, person: User, household_id: UUID) -> None:
        raise errors.no_partner()

    def add(self, *, person: User, values: Mapping[str, Any], message: str) -> tuple[Goal, UUID]:
        raise errors.no_partner()

    def change(
        self, *, person: User, goal: Goal, changes: Mapping[str, Any], version: int | None, message: str
    ) -> dict[str, Any]:
        raise errors.no_partner()

    def delete(self, *, person: User, goal: Goal, version: int | None) -> dict[str, Any] | None:
        raise errors.no_partner()

    def waiting(self, person: User) -> Mapping[UUID, Asked]:
        return {}


_current: SharedGoals = _Alone()


def register(shared: SharedGoals) -> None:
    global _current
    _current = shared


def current() -> SharedGoals:
    return _current
