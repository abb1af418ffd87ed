"""`partnerships/invitations/` in the API's schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema

from ledger.core.api.docs.common import FLAG_SCHEMA, LIMIT, SKIP, example, one_of, page_of_one, query
from partnerships.core.api.answers import PartnershipAnswer
from partnerships.core.api.docs import ANA, OURS
from partnerships.inviting.api.answers import (
    InvitationAnswer,
    InvitationBody,
    InvitationPage,
    OpeningBody,
    SecretBody,
    SentAnswer,
)
from partnerships.inviting.models import Invitation

SENT: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-0000000000d7",
    "is_sent": True,
    "invited_by": "Ana",
    "email": "ben@example.org",
    "message": "So we stop guessing who paid what.",
    "method": "income",
    "first_percent": None,
    "currency": "EUR",
    "status": "pending",
    "expires_at": "2026-12-04T19:12:00Z",
    "decided_at": None,
    "created_at": "2026-11-20T19:12:00Z",
}
RECEIVED = {**SENT, "is_sent": False, "email": ""}
SECRET = "tup_invite_2b0NQz6yqO1Tn3nVw8aLk5uXcR7dJfHs9mEgYiPtBvA"  # noqa: S105 an example
MADE = {
    **SENT,
    "secret": SECRET,
    "code": "K7QM-4TXP",
    "link": f"https://money.example.org/invitation/{SECRET}/",
}
DECIDED = "409 `already_decided`, `invitation_expired`, `invitation_renewed` (there is a newer link)."
INVITATION_LIST = extend_schema(
    operation_id="invitations_list",
    summary="List invitations",
    description="Those you sent, and those that wait for you at an address known to be yours; the newest first.",
    parameters=[
        query("sent", "true: only those you sent; false: only those that wait for you.", FLAG_SCHEMA),
        query("status", "Only of this status.", one_of(list(Invitation.Status.values))),
        LIMIT,
        SKIP,
    ],
    responses={200: InvitationPage},
    examples=[page_of_one(SENT)],
)
INVITATION_CREATE = extend_schema(
    operation_id="invitations_create",
    summary="Invite your partner",
    description=(
        "By e-mail where there is a mail server, by the link or by the code; open for 14 days. `secret`, `code` and "
        "`link` are in this answer and no other. Whether somebody here has the address makes no difference. 400 "
        "`own_address`, `already_invited`, `too_many`, `too_often`; 409 `already_partnered`. Not repeatable by "
        "Idempotency-Key: the kept answer would be the secret in clear."
    ),
    request=InvitationBody,
    responses={201: SentAnswer, 409: None},
    examples=[
        example({"email": "ben@example.org", "message": SENT["message"], "method": "income"}, request=True),
        example(MADE, status=201),
    ],
)
INVITATION_WITHDRAW = extend_schema(
    operation_id="invitations_withdraw",
    summary="Withdraw an invitation",
    description="Its link and code open nothing any more. 409 `already_decided`.",
    responses={204: None, 404: None, 409: None},
)
INVITATION_RENEW = extend_schema(
    operation_id="invitations_renew",
    summary="Send an invitation again",
    description=(
        "For 14 days from now, with another link and code; the earlier ones open nothing any more. 400 `too_often`, "
        "409 `already_decided`, `already_partnered`."
    ),
    request=None,
    responses={200: SentAnswer, 409: None},
    examples=[example(MADE)],
)
INVITATION_LOOKUP = extend_schema(
    operation_id="invitations_lookup",
    summary="Look at an invitation before answering",
    description=(
        "Who invites, what they say and the split they propose. 404 where nothing open has this secret or code; 429 "
        "after ten codes in a quarter of an hour. A new person of an instance that is for the invited signs up with "
        "the header `X-Invitation` and the secret in it."
    ),
    request=SecretBody,
    responses={200: InvitationAnswer, 404: None, 429: None},
    examples=[example({"secret": "K7QM-4TXP"}, request=True), example(RECEIVED)],
)
INVITATION_ACCEPT = extend_schema(
    operation_id="invitations_accept",
    summary="Accept: become partners",
    description=(
        "You split as proposed from this month on, and nobody sees an account before its owner opens it. 403 "
        f"`not_your_own`. {DECIDED} 409 `already_partnered` where one of you is: the invitation waits on."
    ),
    request=OpeningBody,
    responses={200: PartnershipAnswer, 403: None, 404: None, 409: None},
    examples=[
        example({"secret": SECRET}, request=True),
        example({**OURS, "place": 1, "partner": {"id": ANA, "name": "Ana", "place": 0}}),
    ],
)
INVITATION_DECLINE = extend_schema(
    operation_id="invitations_decline",
    summary="Decline an invitation",
    description=f"403 `not_your_own`. {DECIDED}",
    request=OpeningBody,
    responses={204: None, 403: None, 404: None, 409: None},
    examples=[example({"secret": SECRET}, request=True)],
)
