"""The two protocols of the tests' language model, as their services write them: JSON, and events of a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from typing import Protocol as Typed

Heard = dict[str, Any]


class Answering(Typed):
    """What of a reply goes over the wire."""

    @property
    def text(self) -> str: ...
    @property
    def calls(self) -> tuple[tuple[str, Mapping[str, Any]], ...]: ...
    @property
    def sent_tokens(self) -> int: ...
    @property
    def received_tokens(self) -> int: ...


class Protocol(Typed):
    def error(self, status: int) -> Heard: ...
    def whole(self, reply: Answering) -> Heard: ...
    def stream(self, reply: Answering) -> tuple[list[bytes], list[bytes]]:
        """The pieces up to the last word, and those that end the answer."""

    def event(self, name: str, data: bytes) -> bytes: ...


def words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


class Anthropic:
    def error(self, status: int) -> Heard:
        kind = {429: "rate_limit_error", 529: "overloaded_error"}.get(status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": f"{status} of the tests"}}

    def whole(self, reply: Answering) -> Heard:
        usage = {"input_tokens": reply.sent_tokens, "output_tokens": reply.received_tokens}
        text = [{"type": "text", "text": reply.text}] if reply.text else []
        uses = [
            {"type": "tool_use", "id": f"toolu_{place}", "name": name, "input": dict(arguments)}
            for place, (name, arguments) in enumerate(reply.calls)
        ]
        return {**self._message(usage), "content": text + uses, "stop_reason": self._stop(reply)}

    def _message(self, usage: Heard) -> Heard:
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "model-of-the-tests", "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": usage,
        }  # fmt: skip

    def _stop(self, reply: Answering) -> str:
        return "tool_use" if reply.calls else "end_turn"

    def stream(self, reply: Answering) -> tuple[list[bytes], list[bytes]]:
        started = self._message({"input_tokens": reply.sent_tokens, "output_tokens": 1})
        begun = [self._say("message_start", {"message": started}), self._say("ping", {})]
        if reply.text:
            begun.append(self._say("content_block_start", {"index": 0, "content_block": {"type": "text", "text": ""}}))
            begun += [self._delta(0, {"type": "text_delta", "text": each}) for each in words(reply.text)]
        ending = [self._say("content_block_stop", {"index": 0})] if reply.text else []
        for place, (name, arguments) in enumerate(reply.calls, 1):
            ending += self._use(place, name, arguments)
        usage = {"output_tokens": reply.received_tokens}
        ended = {"delta": {"stop_reason": self._stop(reply), "stop_sequence": None}, "usage": usage}
        return begun, [*ending, self._say("message_delta", ended), self._say("message_stop", {})]

    def _use(self, place: int, name: str, arguments: Mapping[str, Any]) -> Iterator[bytes]:
        block = {"type": "tool_use", "id": f"toolu_{place}", "name": name, "input": {}}
        yield self._say("content_block_start", {"index": place, "content_block": block})
        written = json.dumps(arguments, ensure_ascii=False)
        for piece in (written[:7], written[7:]):
            yield self._delta(place, {"type": "input_json_delta", "partial_json": piece})
        yield self._say("content_block_stop", {"index": place})

    def _delta(self, place: int, delta: Heard) -> bytes:
        return self._say("content_block_delta", {"index": place, "delta": delta})

    def _say(self, name: str, data: Heard) -> bytes:
        return self.event(name, json.dumps({"type": name, **data}, ensure_ascii=False).encode())

    def event(self, name: str, data: bytes) -> bytes:
        return f"event: {name}\ndata: ".encode() + data + b"\n\n"


class OpenAI:
    def error(self, status: int) -> Heard:
        return {"error": {"type": "server_error", "message": f"{status} of the tests", "code": None}}

    def whole(self, reply: Answering) -> Heard:
        message: Heard = {"role": "assistant", "content": reply.text or None}
        if reply.calls:
            message["tool_calls"] = [self._call(place, *each) for place, each in enumerate(reply.calls)]
        choice = {"index": 0, "message": message, "finish_reason": self._finish(reply), "logprobs": None}
        return {**self._chunk("chat.completion"), "choices": [choice], "usage": self._usage(reply)}

    def _chunk(self, kind: str) -> Heard:
        return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "model-of-the-tests"}

    def _usage(self, reply: Answering) -> Heard:
        total = reply.sent_tokens + reply.received_tokens
        counted = {"prompt_tokens": reply.sent_tokens, "completion_tokens": reply.received_tokens}
        return {**counted, "total_tokens": total}

    def _finish(self, reply: Answering) -> str:
        return "tool_calls" if reply.calls else "stop"

    def _call(self, place: int, name: str, arguments: Mapping[str, Any]) -> Heard:
        written = json.dumps(arguments, ensure_ascii=False)
        return {"id": f"call_{place}", "type": "function", "function": {"name": name, "arguments": written}}

    def stream(self, reply: Answering) -> tuple[list[bytes], list[bytes]]:
        begun = [self._delta({"role": "assistant", "content": ""})]
        begun += [self._delta({"content": each}) for each in words(reply.text)]
        ending = []
        for place, each in enumerate(reply.calls):
            call = self._call(place, *each)
            written = call["function"].pop("arguments")
            ending.append(self._delta({"tool_calls": [{"index": place, **call}]}))
            for piece in (written[:7], written[7:]):
                ending.append(self._delta({"tool_calls": [{"index": place, "function": {"arguments": piece}}]}))
        ending.append(self._delta({}, self._finish(reply)))
        last = {**self._chunk("chat.completion.chunk"), "choices": [], "usage": self._usage(reply)}
        return begun, [*ending, self._say(last), b"data: [DONE]\n\n"]

    def _delta(self, delta: Heard, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return self._say({**self._chunk("chat.completion.chunk"), "choices": [choice]})

    def _say(self, data: Heard) -> bytes:
        return self.event("", json.dumps(data, ensure_ascii=False).encode())

    def event(self, name: str, data: bytes) -> bytes:
        """The name is in none of its events."""
        return b"data: " + data + b"\n\n"


def all_text(heard: Heard) -> str:
    """Every text of a request that a model reads, the descriptions of tools aside."""
    parts: list[str] = []

    def gather(found: Any) -> None:
        if isinstance(found, str):
            parts.append(found)
        elif isinstance(found, dict):
            for each in found.values():
                gather(each)
        elif isinstance(found, list):
            for each in found:
                gather(each)

    gather(heard.get("system", ""))
    gather([message for message in heard["messages"] if message["role"] != "assistant"])
    return "\n".join(parts)


def tools(heard: Heard) -> list[Heard]:
    """What may be called: name, description, and the schema as `parameters`."""
    found = [each.get("function", each) for each in heard.get("tools", [])]
    return [{**each, "parameters": each.get("parameters", each.get("input_schema"))} for each in found]


def called(heard: Heard) -> list[tuple[str, Heard]]:
    """What the model has called already in this conversation."""
    found: list[tuple[str, Heard]] = []
    for message in heard["messages"]:
        if message["role"] != "assistant":
            continue
        for each in message.get("tool_calls", ()):
            found.append((each["function"]["name"], json.loads(each["function"]["arguments"])))
        blocks = message["content"] if isinstance(message["content"], list) else ()
        found += [(each["name"], each["input"]) for each in blocks if each["type"] == "tool_use"]
    return found
