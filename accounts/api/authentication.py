"""Who is calling: a bearer token of an app, else the session cookie of our own pages."""

from __future__ import annotations

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication


class TokenAuthentication(JWTTokenAuthentication):
    keyword: Any = "Bearer"
