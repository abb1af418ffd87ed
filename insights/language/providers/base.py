"""What a provider does for us, whichever it is."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Protocol

from insights.language.contract import Request, TextPart, ToolCall

Body = dict[str, Any]
# Seconds: until a connection stands, and between two bytes.
CONNECT, BETWEEN = 1.0, 5.0
# A call of a job may think longer before its whole answer comes.
JOB_READ = 15.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider counted; it bills by that."""

    sent: int
    received: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The first sign of an answer, before any of its words."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The last of the answer. `tokens` None: the provider did not say."""

    wants_tools: bool
    tokens: Tokens | None


Part = Begun | TextPart | ToolCall | Finished


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer that came in one piece."""

    text: str
    calls: tuple[ToolCall, ...]
    tokens: Tokens | None


class Provider(Protocol):
    """Every failure of its service is a `failing.Failed`, before the stream and in the midst of it."""

    def body(self, request: Request, model: str, *, streamed: bool) -> Body:
        """The JSON that will be sent, all of it."""

    def stream(self, body: Body) -> AsyncGenerator[Part]:
        """The answer as it comes. Closing the generator closes the connection."""

    def complete(self, body: Body) -> Whole: ...
