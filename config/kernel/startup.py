"""What apps do and say when the server starts."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator

Preparation = Callable[[], Iterator[str]]
_preparations: list[Preparation] = []


def before_serving(preparation: Preparation) -> Preparation:
    """Register something that runs once the database is migrated; what it yields is printed under the address."""
    if preparation not in _preparations:
        _preparations.append(preparation)
    return preparation


def notes() -> list[str]:
    """Run every preparation; the lines they have for whoever started the server."""
    return [line for preparation in _preparations for line in preparation()]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
