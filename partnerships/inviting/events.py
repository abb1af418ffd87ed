"""What invitations tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InvitationSent:
    """It waits for an answer: new, or renewed with another link."""

    invitation_id: UUID
