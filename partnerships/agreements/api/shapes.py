"""Agreements as the API gives them. No income is among it, only what both have to know: the percent."""

from __future__ import annotations

from typing import Any

from partnerships.agreements.models import Agreement
from partnerships.agreements.overview import Overview
from partnerships.agreements.splitting import Share
from partnerships.agreements.terms import terms_of
from partnerships.approvals.shapes import approval_shape


def agreement_shape(agreement: Agreement, currency: str) -> dict[str, Any]:
    return {
        "id": str(agreement.pk),
        **terms_of(agreement).as_values(currency),
        "proposed_by": str(agreement.proposed_by_id) if agreement.proposed_by_id else None,
        "agreed_at": agreement.agreed_at,
    }


def share_shape(share: Share) -> dict[str, Any]:
    return {
        "first_percent": str(share.percent(0)),
        "second_percent": str(share.percent(1)),
        "reason": str(share.reason),
    }


def overview_shape(overview: Overview, currency: str) -> dict[str, Any]:
    return {
        "month": f"{overview.month:%Y-%m}",
        "share": share_shape(overview.share),
        "in_force": agreement_shape(overview.in_force, currency) if overview.in_force else None,
        "upcoming": [agreement_shape(each, currency) for each in overview.upcoming],
        "earlier": [agreement_shape(each, currency) for each in overview.earlier],
        "waiting": approval_shape(overview.waiting) if overview.waiting else None,
        "earliest_start": overview.earliest_start.isoformat(),
    }
