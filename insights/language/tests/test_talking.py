"""A model answers, in a conversation and in a job, over both protocols; whatever fails is told as one reason."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from accounts.models import User
from insights.language import talking
from insights.language.contract import (
    Answer,
    Ended,
    Event,
    Reason,
    Request,
    TextPart,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
    Unavailable,
)
from insights.language.models import LanguageCall, LanguageSpend
from tests.language_server import LanguageServer, Reply, calls, fails, says

SPENDING = Tool("spending", "What was spent.", {"type": "object", "properties": {"period": {"type": "string"}}})
# The answer made here must come within 3 s; what comes after the last sign of a provider is ours.
WITHIN = 3.0


def question(person: User, *turns: Turn, **more: Any) -> Request:
    return Request(person, "assistant", "Be short.", turns or (Turn("user", "How much?"),), (SPENDING,), **more)


def heard(request: Request) -> tuple[list[Event], Reason | None]:
    """Everything up to the end, and why it was one before its time."""

    async def listen() -> tuple[list[Event], Reason | None]:
        found: list[Event] = []
        try:
            async for event in talking.converse(request):
                found.append(event)
        except Unavailable as unavailable:
            return found, unavailable.reason
        return found, None

    return async_to_sync(listen)()


def text_of(events: list[Event]) -> str:
    return "".join(each.text for each in events if isinstance(each, TextPart))


def test_an_answer_comes_word_by_word_and_is_kept(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(says("You spent €40.00 on groceries."))
    events, reason = heard(question(ana))
    assert reason is None
    assert text_of(events) == "You spent €40.00 on groceries."
    assert len(events) == 5 + 1
    call = LanguageCall.objects.get()
    assert events[-1] == Ended(wants_tools=False, record=call.pk)
    assert (call.status, call.reason, call.sent_tokens, call.received_tokens) == ("done", "", 100, 20)
    assert call.sent_body == language_protocols.requests[0]
    assert call.received_parts == {"text": "You spent €40.00 on groceries.", "calls": []}
    assert call.first_token_ms is not None
    assert call.ended_at is not None


def test_the_key_goes_to_the_service_and_into_no_record(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    heard(question(ana))
    assert language_protocols.headers[0]["authorization"] == "Bearer key-of-the-tests"
    assert "key-of-the-tests" not in LanguageCall.objects.get().sent


def test_tools_are_called_and_their_results_sent_back(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(calls(("spending", {"period": "2026-10"}), text="Let me see."), says("€40.00."))
    first, _ = heard(question(ana))
    wanted = [each for each in first if isinstance(each, ToolCall)]
    assert [(each.name, each.arguments) for each in wanted] == [("spending", {"period": "2026-10"})]
    assert isinstance(first[-1], Ended)
    assert first[-1].wants_tools
    asked = Turn("user", "How much?")
    said = Turn("assistant", "Let me see.", calls=tuple(wanted))
    told = Turn("user", results=(ToolResult(wanted[0].id, '{"spent": "40.00"}'),))
    second, _ = heard(question(ana, asked, said, told))
    assert text_of(second) == "€40.00."
    assert '{\\"spent\\": \\"40.00\\"}' in LanguageCall.objects.order_by("-id")[0].sent


def test_what_it_cost_is_what_the_provider_counted(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    heard(question(ana))
    assert LanguageCall.objects.get().cost == 100 * 3 + 20 * 15
    assert list(LanguageSpend.objects.values_list("spent", flat=True)) == [600, 600]


FAULTS = [
    (fails("hang"), Reason.TIMED_OUT),
    (fails("hang_after_headers"), Reason.TIMED_OUT),
    (fails(status=429), Reason.REFUSED),
    (fails(status=503), Reason.REFUSED),
    (fails(status=529), Reason.REFUSED),
    (fails(status=401), Reason.REFUSED),
    (fails(status=400), Reason.REFUSED),
    (fails("html"), Reason.BROKEN),
    (fails("garbage", text=""), Reason.BROKEN),
    (fails("stop", text=""), Reason.BROKEN),
]
NAMES = ["hang", "hang after headers", "429", "503", "529", "401", "400", "html", "garbage", "empty"]


@pytest.mark.parametrize(("reply", "expected"), FAULTS, ids=NAMES)
def test_a_failure_is_a_reason_within_three_seconds(
    language_protocols: LanguageServer, ana: User, settings: Any, reply: Reply, expected: Reason
) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(reply)
    began = time.monotonic()
    events, reason = heard(question(ana))
    assert (events, reason) == ([], expected)
    assert time.monotonic() - began < WITHIN
    call = LanguageCall.objects.get()
    assert (call.status, call.reason) == ("failed", expected)


@pytest.mark.parametrize("fault", ["break", "stop", "error", "garbage"])
def test_an_answer_that_breaks_off_is_told_to_have(language_protocols: LanguageServer, ana: User, fault: str) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(fails(fault, text="You spent €1,234.56 on"))
    events, reason = heard(question(ana))
    assert text_of(events) == "You spent €1,234.56 on"
    assert reason == Reason.BROKEN
    call = LanguageCall.objects.get()
    assert (call.status, call.received_parts["text"]) == ("failed", "You spent €1,234.56 on")


def test_an_answer_that_stalls_is_given_up(
    language_protocols: LanguageServer, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "WHOLE", 0.6)
    language_protocols.allow(ana)
    language_protocols.plays(fails("stall", text="You spent"))
    events, reason = heard(question(ana))
    assert (text_of(events), reason) == ("You spent", Reason.TIMED_OUT)


def test_nobody_listens_and_the_next_one_is_not_kept_waiting(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.refuse()
    began = time.monotonic()
    assert heard(question(ana)) == ([], Reason.REFUSED)
    assert time.monotonic() - began < WITHIN
    began = time.monotonic()
    assert heard(question(ana)) == ([], Reason.REFUSED)
    assert time.monotonic() - began < 0.2
    assert talking.why_not(ana) == Reason.REFUSED
    assert LanguageCall.objects.count() == 1


def test_a_service_that_is_busy_once_is_asked_once_more(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(fails(status=529), says("Here."))
    events, reason = heard(question(ana))
    assert (text_of(events), reason) == ("Here.", None)
    assert len(language_protocols.requests) == 2


def test_whoever_leaves_ends_the_providers_work(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(says("word " * 400, between=0.02))

    async def leave() -> None:
        async with aclosing(talking.converse(question(ana))) as events:  # type: ignore[type-var]
            async for _event in events:
                break

    async_to_sync(leave)()
    assert LanguageCall.objects.get().status == "stopped"
    until = time.monotonic() + 5
    while not language_protocols.left:
        assert time.monotonic() < until, "the connection was not closed"
        time.sleep(0.02)


def test_a_task_that_is_cancelled_leaves_a_record(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(says("word " * 400, between=0.02))
    started = asyncio.Event()

    async def listen() -> None:
        async for _event in talking.converse(question(ana)):
            started.set()

    async def cancel() -> None:
        task = asyncio.ensure_future(listen())
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async_to_sync(cancel)()
    assert LanguageCall.objects.get().status == "stopped"


def test_a_job_gets_the_whole_answer(language_protocols: LanguageServer, ana: User) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(calls(("spending", {"period": "2026-10"}), text="So."))
    answer = talking.ask(question(ana, must_call=True))
    call = LanguageCall.objects.get()
    assert isinstance(answer, Answer)
    assert (answer.text, answer.record) == ("So.", call.pk)
    assert [(each.name, each.arguments) for each in answer.calls] == [("spending", {"period": "2026-10"})]
    assert call.sent_body == language_protocols.requests[0]
    assert call.sent_body["tool_choice"] in ({"type": "any"}, "required")


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses are noted and not made."""
    made: list[float] = []
    monkeypatch.setattr(talking, "pause", made.append)
    return made


def test_a_job_tries_three_times_and_waits_longer_each_time(
    language_protocols: LanguageServer, ana: User, no_pause: list[float]
) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(fails(status=503), fails(status=529), says("At last."))
    assert talking.ask(question(ana)).text == "At last."
    assert [0.5 <= no_pause[0] <= 1, 1 <= no_pause[1] <= 2] == [True, True]
    assert sorted(LanguageCall.objects.values_list("status", flat=True)) == ["done", "failed", "failed"]


@pytest.mark.parametrize("reply", [fails("html"), fails("garbage"), fails(status=503), fails(status=429)])
def test_a_job_gives_up_in_the_end(
    language_protocols: LanguageServer, ana: User, no_pause: list[float], reply: Reply
) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(reply)
    with pytest.raises(Unavailable):
        talking.ask(question(ana))


def test_a_request_that_is_refused_as_wrong_is_not_sent_again(
    language_protocols: LanguageServer, ana: User, no_pause: list[float]
) -> None:
    language_protocols.allow(ana)
    language_protocols.plays(fails(status=400))
    with pytest.raises(Unavailable):
        talking.ask(question(ana))
    assert len(language_protocols.requests) == 1
    assert talking.why_not(ana) is None


def test_nothing_is_sent_without_a_provider_or_consent(
    language_server: LanguageServer, ana: User, settings: Any
) -> None:
    assert heard(question(ana)) == ([], Reason.NO_CONSENT)
    assert talking.why_not(ana) == Reason.NO_CONSENT
    language_server.allow(ana, "payees")
    assert talking.why_not(ana) == Reason.NO_CONSENT
    assert talking.why_not(ana, "payees") is None
    settings.LANGUAGE_PROVIDER = ""
    assert heard(question(ana)) == ([], Reason.NOT_CONFIGURED)
    assert language_server.requests == []
    assert not LanguageCall.objects.exists()


def test_consent_to_one_service_is_none_to_another(language_server: LanguageServer, ana: User, settings: Any) -> None:
    language_server.allow(ana)
    settings.LANGUAGE_URL = "https://elsewhere.example"
    assert talking.why_not(ana) == Reason.NO_CONSENT
