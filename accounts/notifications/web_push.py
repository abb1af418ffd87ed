"""Pushes to browsers (RFC 8030): encrypted for the one browser (RFC 8291), signed by us (RFC 8292).

The endpoint is an address a person gave, so it is asked through `fetching` and never by the library's own client.
"""

from __future__ import annotations

from http import HTTPStatus

import orjson
from django.conf import settings

from accounts.notifications import vapid
from accounts.notifications.models import PushDevice
from accounts.notifications.pushed import Pushed
from config.kernel.fetching import Fetched, fetch

# Seconds the service keeps it for a browser that is not there.
KEPT = 86_400
LARGEST_ANSWER = 10_000
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


def send(device: PushDevice, what: Pushed) -> Fetched:
    """Raises FetchRefused, FetchFailed."""
    # Imported where it is used: with its clients it takes a quarter of a second, which every start would pay.
    from pywebpush import WebPusher

    subscription = {"endpoint": device.address, "keys": orjson.loads(device.keys)}
    sealed = WebPusher(subscription).encode(orjson.dumps(what.as_dict()), content_encoding="aes128gcm")["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT),
        "Urgency": "high" if what.is_urgent else "normal",
        **vapid.header_for(device.address),
    }
    return fetch(device.address, headers=headers, body=sealed, limit=LARGEST_ANSWER, allow_hosts=settings.PUSH_HOSTS)


def is_gone(answer: Fetched) -> bool:
    return answer.status in GONE
