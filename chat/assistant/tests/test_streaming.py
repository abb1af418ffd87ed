"""The stream tells its events in their order, as Server-Sent Events."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync

from chat.assistant.conversing import begin_question
from chat.assistant.streaming import stream_of
from chat.assistant.tests.conftest import Home
from chat.assistant.tests.test_failing import QUESTION, RIGHT


def test_a_stream_tells_its_events(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # A test's transaction lives in the one connection, which is called obsolete for being in a transaction.
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    answer = stream_of(home.ana, begin_question(person=home.ana, text=QUESTION))

    async def read() -> bytes:
        return b"".join([bytes(each) async for each in answer])

    body = async_to_sync(read)().decode()
    assert answer["Content-Type"] == "text/event-stream"
    names = [line[7:] for line in body.splitlines() if line.startswith("event: ")]
    assert names == ["started", "text", "data", "done"]
    assert RIGHT in body
