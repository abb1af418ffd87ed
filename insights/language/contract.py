"""What the product and a language model say to each other, whoever provides it. Pure data: no network, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from accounts.models import User


class Reason(StrEnum):
    """Why a model does not answer; the local engine does, and says which of these it was."""

    NOT_CONFIGURED = "not_configured"
    NO_CONSENT = "no_consent"
    TOO_OFTEN = "too_often"
    SPENT = "spent"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    BROKEN = "broken"


class Unavailable(Exception):
    """The model does not answer, or broke off in the middle of it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tool:
    """What a model may ask for. `parameters` is a JSON Schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """`arguments` are what the model wrote: data from outside, checked by whoever acts on them."""

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolResult:
    call_id: str
    content: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: what the person said with the results of tools, or what the model said with its calls."""

    role: Literal["user", "assistant"]
    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    results: tuple[ToolResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """`purpose` is one word for the record of calls: assistant, month, insight, advice, payees.

    `must_call`: the answer is a call of one of `tools`, so that its form is theirs.
    """

    person: User
    purpose: str
    system: str
    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = field(default=())
    most_tokens: int = 1024
    must_call: bool = False


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of the answer as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer is whole. `record` is the kept call: what was sent, and what it cost."""

    wants_tools: bool
    record: UUID


Event = TextPart | ToolCall | Ended


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    calls: tuple[ToolCall, ...]
    record: UUID
