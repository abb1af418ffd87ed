"""The answer a model words: it picks tools, they run as the person, and what it writes is held against what they gave.

What it writes is let out sentence by sentence, each one checked, so that nothing unfounded is ever on the screen.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from channels.db import database_sync_to_async
from django.utils import translation

from accounts.models import User
from chat.assistant.local.asked import Asked
from chat.assistant.model.checking import has_address, was_asked_for, was_said
from chat.assistant.model.prompts import CORRECTION, SYSTEM, question_sent, tools_sent
from chat.assistant.tools.arguments import Unanswerable
from chat.assistant.tools.catalogue import run_tool
from chat.assistant.tools.outcomes import Outcome, figures_of, for_model
from insights.language.checking import unfounded
from insights.language.contract import Ended, Reason, Request, TextPart, ToolCall, ToolResult, Turn, Unavailable
from insights.language.talking import converse

MOST_ROUNDS: Final = 5
MOST_CALLS: Final = 4
MOST_TOKENS: Final = 700
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that was checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """What was said so far does not stand."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer is complete: its words, what the tools found, and the kept call."""

    text: str
    asked: Sequence[Asked]
    outcomes: Sequence[Outcome]
    record: UUID


@dataclass(slots=True)
class _Round:
    """One call of the model. `held` is what it wrote and nobody has checked yet."""

    said: str = ""
    held: str = ""
    is_unfounded: bool = False
    calls: list[ToolCall] = field(default_factory=list)
    record: UUID | None = None


class Conversing:
    """One question put to a model."""

    def __init__(self, person: User, question: str, earlier: Sequence[str]) -> None:
        self._person = person
        self._said_by_person = [*earlier, question]
        self._turns = [Turn("user", question_sent(question, earlier, person.today))]
        self._results: list[str] = []
        self._asked: list[Asked] = []
        self._outcomes: list[Outcome] = []

    async def answer(self) -> AsyncGenerator[Said | Again | Whole]:
        """At most five calls, one correction among them.

        Raises:
            Unavailable: the model failed, or what it says cannot be shown.
        """
        is_corrected = False
        for _round in range(MOST_ROUNDS):
            this = _Round()
            async with aclosing(self._one_round(this)) as pieces:
                async for piece in pieces:
                    yield piece
            if this.calls and not this.is_unfounded:
                if this.said:
                    yield Again()
                await self._run(this)
            elif this.is_unfounded or not this.said.strip():
                if is_corrected:
                    break
                is_corrected = True
                yield Again()
                self._turns += [Turn("assistant", this.said or "…"), Turn("user", CORRECTION)]
            else:
                assert this.record is not None
                yield Whole(this.said.strip(), self._asked, self._outcomes, this.record)
                return
        raise Unavailable(Reason.BROKEN)

    async def _one_round(self, this: _Round) -> AsyncGenerator[Said]:
        request = Request(self._person, "assistant", SYSTEM, tuple(self._turns), tools_sent(), MOST_TOKENS)
        async with aclosing(converse(request)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, TextPart):
                    this.said += event.text
                    this.held += event.text
                    for sentence in self._complete(this):
                        yield sentence
                elif isinstance(event, ToolCall):
                    this.calls.append(event)
                elif isinstance(event, Ended):
                    this.record = event.record
                if this.is_unfounded:
                    return
        if this.held.strip() and not this.calls:
            if self._stands(this.held):
                yield Said(this.held)
            else:
                this.is_unfounded = True

    def _complete(self, this: _Round) -> list[Said]:
        """Sentences whose end has come, as far as they stand."""
        found = []
        while match := _SENTENCE.search(this.held):
            sentence, this.held = this.held[: match.end()], this.held[match.end() :]
            if not self._stands(sentence):
                this.is_unfounded = True
                break
            found.append(Said(sentence))
        return found

    def _stands(self, text: str) -> bool:
        return not has_address(text) and not unfounded(text, [*self._results, *self._said_by_person])

    async def _run(self, this: _Round) -> None:
        calls = tuple(this.calls[:MOST_CALLS])
        results = [await database_sync_to_async(self._result)(each) for each in calls]
        self._turns += [Turn("assistant", this.said, calls), Turn("user", results=tuple(results))]

    def _result(self, call: ToolCall) -> ToolResult:
        """The tool's facts, fenced where others wrote them."""
        arguments: dict[str, Any] = dict(call.arguments)
        try:
            if not was_asked_for(call.name, arguments, self._said_by_person):
                raise Unanswerable("The person has not asked for this change in their own words.")
            with translation.override(self._person.locale.lower()):
                outcome = run_tool(self._person, call.name, arguments)
            if outcome.proposals and not was_said(arguments, self._said_by_person):
                outcome = replace(outcome, proposals=())
        except Unanswerable as why:
            return ToolResult(call.id, str(why), is_error=True)
        self._asked.append(Asked(call.name, arguments))
        self._outcomes.append(outcome)
        content = json.dumps(for_model(outcome.facts), ensure_ascii=False)
        self._results.append(json.dumps(figures_of(outcome.facts), ensure_ascii=False))
        return ToolResult(call.id, content)
