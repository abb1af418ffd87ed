"""The parts of the page of two. Each has its own figures, its own fragment, and is fetched anew when they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partnerships.agreements import presenting
from partnerships.agreements.overview import overview
from partnerships.approvals.listing import asked_by, waiting_for
from partnerships.approvals.presenting import readings
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing
from partnerships.together.accounts_seen import seen_accounts

APPROVALS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """`figures` puts together what its fragment needs, which has it under the part's name."""

    figures: Callable[[Standing], dict[str, Any]]
    template: str


def common(standing: Standing) -> dict[str, Any]:
    """What every part may need. No query."""
    return {
        "partner": str(standing.other),
        "currency": standing.partnership.currency,
        "partnership": standing.partnership,
        "today": standing.person.today,
        "is_active": standing.partnership.status == Partnership.Status.ACTIVE,
    }


def _split(standing: Standing) -> dict[str, Any]:
    """Seven queries: the agreement, what the month comes to so far."""
    shown = overview(standing.partnership)
    told = presenting.told([shown.in_force] if shown.in_force else [], standing)
    return {"bar": presenting.bar(shown.share, standing), "told": told[0] if told else None}


def _approvals(standing: Standing) -> dict[str, Any]:
    """Four queries, and those of what is shown of each kind."""
    person = standing.person
    waiting = list(waiting_for(person))
    return {
        "waiting": readings(waiting[:APPROVALS_SHOWN], person.pk),
        "waiting_count": len(waiting),
        "asked": readings(asked_by(person)[:APPROVALS_SHOWN], person.pk),
    }


def _accounts(standing: Standing) -> dict[str, Any]:
    """Five queries at most, see seen_accounts."""
    found = seen_accounts(standing)
    return {"joint": found.joint, "theirs": found.theirs}


# In the order of the page.
PARTS = {
    "split": Part(_split, "partnerships/together/_split.html"),
    "approvals": Part(_approvals, "partnerships/together/_approvals.html"),
    "accounts": Part(_accounts, "partnerships/together/_accounts.html"),
}
