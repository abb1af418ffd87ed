"""One request after another, each as if it were the only one: what it changed is looked at and undone."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception, request_finished
from django.db import close_old_connections, transaction
from django.test import RequestFactory

from prove.routing.rows import Rows, differing, rows_of, tables, watching_writes

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows` are those that came, went or changed, as text; `error` says where an exception came from, if one did."""

    status: int
    headers: dict[str, str]
    body: bytes
    rows: frozenset[str]
    error: str

    @property
    def told(self) -> str:
        """Everything that was sent."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.status}\n{headers}\n\n{self.body.decode('utf-8', 'replace')}"


class _Undo(Exception):
    pass


class Asker:
    """Asks the product through all its layers, without a server. The caller holds a transaction open."""

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()
        self._factory = RequestFactory()
        self._tables = frozenset(tables())
        self._before: Rows = rows_of(self._tables)

    def ask(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"", content_type: str = FORM
    ) -> Answer:
        """One savepoint, and a read of each table that was written to."""
        cache.clear()
        request: Any = self._factory.generic(method, address, body, content_type, headers=headers)
        request._dont_enforce_csrf_checks = True
        answers = []
        try:
            with transaction.atomic(), watching_writes() as written, _catching() as errors:
                response: Any = self._handler.get_response(request)
                told = _told(response)
                _close(response)
                rows = differing(self._before, rows_of(written & self._tables))
                answers.append(Answer(response.status_code, _headers(response), told, rows, "; ".join(errors)))
                raise _Undo
        except _Undo:
            return answers[0]


def _close(response: Any) -> None:
    """As a server does at the end, but for the connection to the database, which the next request needs."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def _headers(response: Any) -> dict[str, str]:
    cookies = {f"Set-Cookie {name}": cookie.OutputString() for name, cookie in response.cookies.items()}
    return {**response.headers, **cookies}


@contextmanager
def _catching() -> Iterator[list[str]]:
    """Exceptions that were answered with 500, each with the line that raised it."""
    caught: list[str] = []

    def note(sender: Any, request: Any = None, **_signal: Any) -> None:
        error = sys.exception()
        if error is not None:
            caught.append(f"{type(error).__name__}: {error} ({traceback.extract_tb(error.__traceback__)[-1]})")

    got_request_exception.connect(note)
    try:
        yield caught
    finally:
        got_request_exception.disconnect(note)


def _told(response: Any) -> bytes:
    """All of the body, of one that streams until it ends."""
    if not response.streaming:
        return bytes(response.content)
    return async_to_sync(_collected)(response) if response.is_async else b"".join(response.streaming_content)


async def _collected(response: Any) -> bytes:
    return b"".join([each async for each in response.streaming_content])
