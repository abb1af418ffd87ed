"""Identifiers: UUID version 7 (RFC 9562), so that new rows land at the end of every index."""

from __future__ import annotations

import uuid

import uuid6

NIL = uuid.UUID(int=0)


def new_id() -> uuid.UUID:
    """A plain `uuid.UUID`: drivers and serialisers look at the class itself, not at its parents."""
    return uuid.UUID(int=uuid6.uuid7().int)
