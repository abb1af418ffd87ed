"""A partnership as the API gives it: to the two alone, so with each one's id and name."""

from __future__ import annotations

from typing import Any

from config.kernel.money import money_text
from partnerships.core.models import Member
from partnerships.core.standing import Standing


def partnership_shape(standing: Standing) -> dict[str, Any]:
    """No query: the standing has both."""
    partnership, other = standing.partnership, standing.other
    paused_by = partnership.paused_by_id
    return {
        "id": str(partnership.pk),
        "status": partnership.status,
        "currency": partnership.currency,
        "mode": partnership.mode,
        "approval_threshold": money_text(partnership.approval_threshold, partnership.currency),
        "place": standing.place,
        "partner": _member(other),
        "paused_by": str(paused_by) if paused_by else None,
        "started_on": partnership.started_on.isoformat(),
        "ended_on": partnership.ended_on.isoformat() if partnership.ended_on else None,
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "id": str(member.person_id) if member.person_id else None,
        "name": str(member),
        "place": member.place,
    }
