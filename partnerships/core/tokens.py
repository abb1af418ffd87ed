"""What an access token says of a person's partnership (named in settings.TOKEN_CLAIMS)."""

from __future__ import annotations

from accounts.models import User
from partnerships.core.standing import current_standing


def partnership_claim(person: User) -> dict[str, str | None]:
    """The open partnership's id, or None. One query."""
    standing = current_standing(person)
    return {"partnership_id": str(standing.partnership.pk) if standing else None}
