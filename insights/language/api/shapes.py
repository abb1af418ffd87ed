"""Consent, spending and calls as the API sends them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.models import User
from insights.language import consent, spending
from insights.language.configuration import configured
from insights.language.keeping import dollars
from insights.language.models import LanguageCall
from insights.language.talking import why_not

_SIX = Decimal("0.000001")


def language_shape(person: User) -> dict[str, Any]:
    """Six queries at most."""
    setup = configured()
    given = consent.consents_of(person, setup)
    return {
        "is_configured": setup is not None,
        "recipient": setup.recipient if setup else "",
        "model": setup.model if setup else "",
        "answers": consent.What.ANSWERS in given,
        "payees": consent.What.PAYEES in given,
        "why_not": why_not(person),
        "spending": {
            "month": spending.this_month(),
            "spent": dollar_text(spending.spent(person)),
            "ceiling": dollar_text(setup.of_person if setup else 0),
            "currency": "USD",
        },
    }


def call_shape(call: LanguageCall) -> dict[str, Any]:
    return {
        "id": call.pk,
        "purpose": call.purpose,
        "recipient": call.recipient,
        "model": call.model,
        "status": call.status,
        "reason": call.reason or None,
        "sent_tokens": call.sent_tokens,
        "received_tokens": call.received_tokens,
        "cost": dollar_text(call.cost),
        "currency": "USD",
        "started_at": call.started_at,
        "ended_at": call.ended_at,
        "first_token_ms": call.first_token_ms,
    }


def whole_call_shape(call: LanguageCall) -> dict[str, Any]:
    return {**call_shape(call), "sent": call.sent_body, "received": call.received_parts}


def dollar_text(micro: int) -> str:
    return str(dollars(micro).quantize(_SIX))
