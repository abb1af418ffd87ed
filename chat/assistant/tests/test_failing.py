"""A model's service that refuses, hangs, breaks off or talks nonsense: this server's answer, marked, in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.asking import answer_events
from chat.assistant.conversing import begin_question
from chat.assistant.tests.conftest import Home
from chat.assistant.tests.test_questions import ask
from insights.language import resting
from tests.language_server import LanguageServer, calls, fails, says

QUESTION = "How much did I spend on groceries this month?"
RIGHT = "€67.50"
WRONG = "Groceries came to €9,999.00."
ALL = [
    *(fails(status=status) for status in (400, 401, 403, 404, 429, 500, 529)),
    *(fails(fault) for fault in ("break", "stop", "error", "html", "garbage")),
]


def test_whatever_fails_this_server_answers_and_says_so(
    home: Home, speaks: Callable[[User], APIClient], language_protocols: LanguageServer
) -> None:
    language_protocols.allow(home.ana)
    client, wrong = speaks(home.ana), []
    for reply in ALL:
        # Who has failed is left alone for a while: here each is asked.
        resting.forget()
        language_protocols.plays(reply)
        answer = ask(client, QUESTION)
        is_right = RIGHT in answer["content"] and answer["reason"] in {"refused", "broken", "timed_out", "too_often"}
        if answer["source"] != "local" or not is_right:
            wrong.append((reply, answer["source"], answer["reason"], answer["content"]))
    assert wrong == []


def test_who_hangs_is_not_waited_for(
    home: Home, speaks: Callable[[User], APIClient], language_protocols: LanguageServer, settings: Any
) -> None:
    settings.LANGUAGE_PATIENCE = "0.5"
    language_protocols.allow(home.ana)
    for fault in ("hang", "hang_after_headers"):
        resting.forget()
        language_protocols.plays(fails(fault))
        answer = ask(speaks(home.ana), QUESTION)
        assert (answer["source"], answer["reason"]) == ("local", "timed_out")
        assert RIGHT in answer["content"]


def test_figures_made_up_are_corrected_once_then_not_shown(
    home: Home, speaks: Callable[[User], APIClient], language_server: LanguageServer
) -> None:
    language_server.allow(home.ana)
    asked = calls(("spending", {"period": "this_month", "category": "Groceries"}))
    language_server.plays(asked, says(WRONG), says(f"Groceries came to {RIGHT}."))
    answer = ask(speaks(home.ana), QUESTION)
    assert (answer["source"], answer["content"]) == ("model", f"Groceries came to {RIGHT}.")
    language_server.plays(asked, says(WRONG))
    answer = ask(speaks(home.ana), QUESTION)
    assert (answer["source"], answer["reason"]) == ("local", "broken")
    assert "9,999" not in answer["content"]


def test_what_was_streamed_is_replaced_when_it_breaks_off(home: Home, language_server: LanguageServer) -> None:
    language_server.allow(home.ana)
    asked = calls(("spending", {"period": "this_month", "category": "Groceries"}))
    language_server.plays(asked, fails("break", text=f"Groceries came to {RIGHT}. And besides "))
    begun = begin_question(person=home.ana, text=QUESTION)

    async def read() -> list[Any]:
        return [each async for each in answer_events(home.ana, begun)]

    events = async_to_sync(read)()
    names = [each["event"] for each in events]
    assert names[0] == "started"
    assert names[-1] == "done"
    replaced = next(each for each in events if each["event"] == "replaced")
    assert RIGHT in replaced["text"]
    assert events[-1]["message"]["source"] == "local"
