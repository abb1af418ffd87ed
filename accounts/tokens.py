"""Access and refresh tokens: short-lived JWTs bound to a server-side session."""

from __future__ import annotations

from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy

from accounts.models import User


class TokenStrategy(JWTTokenStrategy):
    def get_claims(self, user: User) -> dict[str, Any]:
        return {"partnership_id": None}
