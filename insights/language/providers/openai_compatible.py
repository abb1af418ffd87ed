"""Chat completions, as OpenAI, its followers and models on one's own machine speak them, through the official SDK."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from functools import cached_property
from typing import Any

import httpx2
import openai

from insights.language.configuration import Configured
from insights.language.contract import Reason, Request, TextPart, ToolCall, Turn
from insights.language.providers.base import BETWEEN, CONNECT, JOB_READ, Begun, Body, Finished, Part, Tokens, Whole
from insights.language.providers.clients import ByLoop
from insights.language.providers.failing import Failed, arguments_of, failure_of


class OpenAICompatible:
    def __init__(self, setup: Configured) -> None:
        self._setup = setup
        self._by_loop = ByLoop(self._new_client)

    def body(self, request: Request, model: str, *, streamed: bool) -> Body:
        """`max_tokens`, the older word, is the one that others than OpenAI understand."""
        at_most = "max_tokens" if self._setup.has_own_url else "max_completion_tokens"
        system = {"role": "system", "content": request.system}
        messages = [system, *(message for each in request.turns for message in _messages_of(each))]
        found: Body = {"model": model, at_most: request.most_tokens, "messages": messages}
        if request.tools:
            found["tools"] = [
                {
                    "type": "function",
                    "function": {
                        "name": each.name,
                        "description": each.description,
                        "parameters": dict(each.parameters),
                    },
                }
                for each in request.tools
            ]
            if request.must_call:
                found["tool_choice"] = "required"
        return {**found, "stream": True, "stream_options": {"include_usage": True}} if streamed else found

    async def stream(self, body: Body) -> AsyncGenerator[Part]:
        reader = _Reader()
        try:
            answer: Any = await self._by_loop.here().chat.completions.create(**body)
            async with answer:
                async for chunk in answer:
                    for part in reader.take(chunk):
                        yield part
            for part in reader.finished():
                yield part
        except Exception as error:
            raise failure_of(error, openai, has_begun=reader.has_begun) from error

    def complete(self, body: Body) -> Whole:
        try:
            found: Any = self._client.chat.completions.create(**body)
            choice = found.choices[0]
            if choice.finish_reason == "content_filter":
                raise Failed(Reason.REFUSED, rests=False)
            calls = (
                ToolCall(each.id, each.function.name, arguments_of(each.function.arguments))
                for each in choice.message.tool_calls or ()
            )
            return Whole(choice.message.content or "", tuple(calls), _tokens(found.usage))
        except Exception as error:
            raise failure_of(error, openai, has_begun=False) from error

    @cached_property
    def _client(self) -> openai.OpenAI:
        timeout = httpx2.Timeout(JOB_READ, connect=CONNECT)
        return openai.OpenAI(
            api_key=self._setup.key or "none",
            base_url=self._setup.url,
            timeout=timeout,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(follow_redirects=False, timeout=timeout),
        )

    def _new_client(self) -> openai.AsyncOpenAI:
        timeout = httpx2.Timeout(BETWEEN, connect=CONNECT)
        return openai.AsyncOpenAI(
            api_key=self._setup.key or "none",
            base_url=self._setup.url,
            timeout=timeout,
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False, timeout=timeout),
        )


class _Reader:
    """Chunks of a stream on their way to parts. Calls come in pieces, by their place, and are whole at the end."""

    def __init__(self) -> None:
        self.has_begun = False
        self._calls: dict[int, list[str]] = {}
        self._finish: str | None = None
        self._tokens: Tokens | None = None

    def take(self, chunk: Any) -> Iterator[Part]:
        if not self.has_begun:
            self.has_begun = True
            yield Begun()
        self._tokens = _tokens(chunk.usage) or self._tokens
        for choice in chunk.choices or ():
            for piece in choice.delta.tool_calls or ():
                self._gather(piece)
            if choice.delta.content:
                yield TextPart(choice.delta.content)
            self._finish = choice.finish_reason or self._finish

    def _gather(self, piece: Any) -> None:
        call = self._calls.setdefault(piece.index, ["", "", ""])
        call[0] = call[0] or piece.id or ""
        call[1] = call[1] or piece.function.name or ""
        call[2] += piece.function.arguments or ""

    def finished(self) -> Iterator[Part]:
        """Raises Failed where the stream ended before the answer did, or a filter took it."""
        if self._finish is None:
            raise Failed(Reason.BROKEN)
        if self._finish == "content_filter":
            raise Failed(Reason.REFUSED, rests=False)
        for place in sorted(self._calls):
            name_of_call, name, arguments = self._calls[place]
            yield ToolCall(name_of_call or f"call-{place}", name, arguments_of(arguments))
        yield Finished(bool(self._calls), self._tokens)


def _tokens(usage: Any) -> Tokens | None:
    return Tokens(usage.prompt_tokens, usage.completion_tokens) if usage else None


def _messages_of(turn: Turn) -> Iterator[Body]:
    for each in turn.results:
        yield {"role": "tool", "tool_call_id": each.call_id, "content": each.content}
    if not turn.text and not turn.calls:
        return
    message: Body = {"role": turn.role, "content": turn.text}
    if turn.calls:
        message["tool_calls"] = [
            {
                "id": each.id,
                "type": "function",
                "function": {"name": each.name, "arguments": json.dumps(each.arguments, ensure_ascii=False)},
            }
            for each in turn.calls
        ]
    yield message
