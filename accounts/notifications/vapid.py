"""Who we are to the push services of browsers (VAPID, RFC 8292): the key pair of VAPID_PRIVATE_KEY."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

HOURS_GOOD = 12


def is_configured() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """As a browser's subscription takes it: an uncompressed point in base64url."""
    point = _key(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def header_for(endpoint: str) -> dict[str, str]:
    """The Authorization by which the service at `endpoint` knows us for the next 12 hours (it takes at most 24)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": settings.VAPID_SUBJECT,
        "exp": int(timezone.now().timestamp()) + HOURS_GOOD * 3600,
    }
    signed: dict[str, str] = _key(settings.VAPID_PRIVATE_KEY).sign(claims)
    return signed


@lru_cache(maxsize=2)
def _key(private_key: str) -> Any:
    # Imported where it is used: its 40 ms would be paid by every start.
    from py_vapid import Vapid02

    return Vapid02.from_string(private_key)
