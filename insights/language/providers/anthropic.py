"""Anthropic's Messages API, through the official SDK. Imported where it is needed: the SDK takes seconds to load."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import cached_property
from typing import Any

import anthropic
import httpx2

from insights.language.configuration import Configured
from insights.language.contract import Reason, Request, TextPart, ToolCall, Turn
from insights.language.providers.base import BETWEEN, CONNECT, JOB_READ, Begun, Body, Finished, Part, Tokens, Whole
from insights.language.providers.clients import ByLoop
from insights.language.providers.failing import Failed, arguments_of, failure_of


class Anthropic:
    def __init__(self, setup: Configured) -> None:
        self._setup = setup
        self._by_loop = ByLoop(self._new_client)

    def body(self, request: Request, model: str, *, streamed: bool) -> Body:
        found: Body = {
            "model": model,
            "max_tokens": request.most_tokens,
            "system": request.system,
            "messages": [_message_of(each) for each in request.turns],
        }
        if request.tools:
            found["tools"] = [
                {"name": each.name, "description": each.description, "input_schema": dict(each.parameters)}
                for each in request.tools
            ]
            if request.must_call:
                found["tool_choice"] = {"type": "any"}
        return {**found, "stream": True} if streamed else found

    async def stream(self, body: Body) -> AsyncGenerator[Part]:
        reader = _Reader()
        try:
            answer: Any = await self._by_loop.here().messages.create(**body)
            async with answer:
                async for event in answer:
                    for part in reader.take(event):
                        yield part
            yield reader.finished()
        except Exception as error:
            raise failure_of(error, anthropic, has_begun=reader.has_begun) from error

    def complete(self, body: Body) -> Whole:
        try:
            message: Any = self._client.messages.create(**body)
            if message.stop_reason == "refusal":
                raise Failed(Reason.REFUSED, rests=False)
            calls = (
                ToolCall(each.id, each.name, dict(each.input)) for each in message.content if each.type == "tool_use"
            )
            text = "".join(each.text for each in message.content if each.type == "text")
            return Whole(text, tuple(calls), _tokens(message.usage, message.usage.output_tokens))
        except Exception as error:
            raise failure_of(error, anthropic, has_begun=False) from error

    @cached_property
    def _client(self) -> anthropic.Anthropic:
        timeout = httpx2.Timeout(JOB_READ, connect=CONNECT)
        return anthropic.Anthropic(
            api_key=self._setup.key or "none",
            base_url=self._setup.url,
            timeout=timeout,
            max_retries=0,
            open_telemetry=False,
            http_client=anthropic.DefaultHttpxClient(follow_redirects=False, timeout=timeout),
        )

    def _new_client(self) -> anthropic.AsyncAnthropic:
        timeout = httpx2.Timeout(BETWEEN, connect=CONNECT)
        return anthropic.AsyncAnthropic(
            api_key=self._setup.key or "none",
            base_url=self._setup.url,
            timeout=timeout,
            max_retries=0,
            open_telemetry=False,
            http_client=anthropic.DefaultAsyncHttpxClient(follow_redirects=False, timeout=timeout),
        )


class _Reader:
    """Events of a stream on their way to parts."""

    def __init__(self) -> None:
        self.has_begun = False
        self._sent = self._received = 0
        self._tool: tuple[str, str] | None = None
        self._written = ""
        self._stop: str | None = None
        self._is_whole = False

    def take(self, event: Any) -> list[Part]:
        if event.type == "message_start":
            self.has_begun, self._sent = True, _tokens(event.message.usage, 0).sent
            return [Begun()]
        if event.type == "content_block_start" and event.content_block.type == "tool_use":
            self._tool, self._written = (event.content_block.id, event.content_block.name), ""
        elif event.type == "content_block_delta":
            return self._delta(event.delta)
        elif event.type == "content_block_stop" and self._tool is not None:
            call = ToolCall(*self._tool, arguments_of(self._written))
            self._tool = None
            return [call]
        elif event.type == "message_delta":
            self._stop, self._received = event.delta.stop_reason, event.usage.output_tokens
        elif event.type == "message_stop":
            self._is_whole = True
        return []

    def _delta(self, delta: Any) -> list[Part]:
        if delta.type == "input_json_delta":
            self._written += delta.partial_json
        return [TextPart(delta.text)] if delta.type == "text_delta" and delta.text else []

    def finished(self) -> Finished:
        """Raises Failed where the stream ended before the answer did, or the model refused."""
        if not self._is_whole:
            raise Failed(Reason.BROKEN)
        if self._stop == "refusal":
            raise Failed(Reason.REFUSED, rests=False)
        return Finished(self._stop == "tool_use", Tokens(self._sent, self._received))


def _tokens(usage: Any, received: int) -> Tokens:
    cached = (usage.cache_creation_input_tokens or 0) + (usage.cache_read_input_tokens or 0)
    return Tokens(usage.input_tokens + cached, received)


def _message_of(turn: Turn) -> Body:
    blocks: list[Body] = [
        {"type": "tool_result", "tool_use_id": each.call_id, "content": each.content, "is_error": each.is_error}
        for each in turn.results
    ]
    if turn.text:
        blocks.append({"type": "text", "text": turn.text})
    blocks += [
        {"type": "tool_use", "id": each.id, "name": each.name, "input": dict(each.arguments)} for each in turn.calls
    ]
    return {"role": turn.role, "content": blocks}
