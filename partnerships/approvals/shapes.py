"""An approval as the API and live frames give it."""

from __future__ import annotations

from typing import Any

from partnerships.approvals.models import Approval


def approval_shape(approval: Approval) -> dict[str, Any]:
    return {
        "id": str(approval.pk),
        "kind": approval.kind,
        "object_id": str(approval.object_id) if approval.object_id else None,
        "title": approval.title,
        "before": approval.before,
        "after": approval.after,
        "message": approval.message,
        "requested_by": str(approval.requested_by_id) if approval.requested_by_id else None,
        "status": approval.status,
        "responded_by": str(approval.responded_by_id) if approval.responded_by_id else None,
        "responded_at": approval.responded_at,
        "answer": approval.answer,
        "expires_at": approval.expires_at,
        "created_at": approval.created_at,
    }
