"""`me/keys/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema

from accounts.api.proof import PROOF
from accounts.keys.api.serializers import KeyIn, KeyPage, NewKeyOut

KEY = {
    "id": "01930000-0000-7000-8000-0000000000e1",
    "name": "Backup at night",
    "beginning": "tup_Zk3f9Q",
    "scopes": ["ledger:read"],
    "created_at": "2026-11-20T08:00:00Z",
    "expires_at": "2027-11-20T08:00:00Z",
    "last_used_on": "2026-11-20",
    "last_used_from": "203.0.113.7",
}
NEW_KEY = {**KEY, "last_used_on": None, "last_used_from": None, "secret": "tup_Zk3f9Q…"}
SENT = {"name": "Backup at night", "scopes": ["ledger:read"], "password": "correct horse"}
NO_KEYS = "Only for people who are logged in: keys make, list and revoke no keys."

KEY_LIST = extend_schema(
    operation_id="me_keys_list",
    summary="List my API keys",
    description=NO_KEYS,
    responses={200: KeyPage},
    examples=[
        OpenApiExample(
            "Answer",
            value={
                "count": 1,
                "count_exact": True,
                "next": None,
                "previous": None,
                "next_cursor": None,
                "results": [KEY],
            },
            response_only=True,
        )
    ],
)
KEY_CREATE = extend_schema(
    operation_id="me_keys_create",
    summary="Make an API key",
    description="The answer holds the key, once: send it as `Authorization: Bearer tup_…`. It opens what its scopes "
    "name and nothing else: no log-in, no profile to change, no other keys. A wrong scope answers 403 "
    "(`scope_missing`, `not_for_keys`), a key that is revoked or has expired 401. " + PROOF + " " + NO_KEYS,
    request=KeyIn,
    responses={201: NewKeyOut, 403: None},
    examples=[
        OpenApiExample("Request", value=SENT, request_only=True),
        OpenApiExample("Answer", value=NEW_KEY, response_only=True, status_codes=["201"]),
    ],
)
KEY_DELETE = extend_schema(
    operation_id="me_keys_destroy",
    summary="Revoke an API key",
    description="It opens nothing from the next request on. " + NO_KEYS,
    responses={204: None},
)
