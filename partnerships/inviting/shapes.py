"""An invitation as the API gives it: to whom sent it with its address, to the invited what is proposed and by whom."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import Sent


def invitation_shape(invitation: Invitation, reader: User) -> dict[str, Any]:
    is_sent = invitation.invited_by_id == reader.pk
    percent = invitation.first_percent
    return {
        "id": str(invitation.pk),
        "is_sent": is_sent,
        "invited_by": invitation.invited_by.short_name,
        "email": invitation.email if is_sent else "",
        "message": invitation.message,
        "method": invitation.method,
        "first_percent": None if percent is None else f"{percent:.2f}",
        "currency": invitation.currency,
        "status": invitation.status,
        "expires_at": invitation.expires_at,
        "decided_at": invitation.decided_at,
        "created_at": invitation.created_at,
    }


def sent_shape(sent: Sent, reader: User) -> dict[str, Any]:
    return {
        **invitation_shape(sent.invitation, reader),
        "secret": sent.secret,
        "code": sent.code,
        "link": sent.link,
    }
