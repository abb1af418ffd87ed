"""Questions a couple would ask: the figures of each answer are the API's, to the cent, whoever words it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import translation
from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.asking import answer_question
from chat.assistant.conversing import begin_question
from chat.assistant.models import AssistantAction, AssistantMessage
from chat.assistant.tests.api_figures import FIGURES, get
from chat.assistant.tests.conftest import Home
from chat.assistant.tools.outcomes import money
from insights.advice.models import Advice
from insights.advice.summing_up import reason_of
from tests.language_server import LanguageServer, calls, says
from tests.language_wire import all_text

with (Path(__file__).parent / "questions.tsv").open(encoding="utf-8") as file:
    QUESTIONS = [
        (row[0], row[1], json.loads(row[2])) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]
Speaks = Callable[[User], APIClient]


def ask(client: APIClient, text: str, **more: Any) -> Any:
    answer = client.post("/api/v1/chat/messages/", {"message": text, **more}, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_there_are_forty_questions_at_least() -> None:
    assert len({question for question, _tool, _given in QUESTIONS}) >= 40


def test_this_server_answers_with_the_figures_of_the_api(home: Home, speaks: Speaks) -> None:
    client, wrong = speaks(home.ana), []
    for question, tool, given in QUESTIONS:
        answer = ask(client, question)
        assert (answer["source"], answer["reason"]) == ("local", "not_configured")
        understood = (answer["metadata"]["tool"], _understood(answer["id"]))
        figures = [money(figure, "EUR") for figure in FIGURES[tool](client, home.ana, given)]
        if understood != (tool, given) or not all(figure in answer["content"] for figure in figures):
            wrong.append((question, understood, answer["content"], figures))
    assert wrong == []


def test_a_model_gets_the_figures_of_the_api(home: Home, speaks: Speaks, language_server: LanguageServer) -> None:
    language_server.allow(home.ana)
    client, wrong = speaks(home.ana), []
    for question, tool, given in QUESTIONS:
        figures = FIGURES[tool](client, home.ana, given)
        told = ", ".join(money(figure, "EUR") for figure in figures) or "so it is"
        language_server.plays(calls((tool, given)), says(f"Well: {told}."))
        answer = ask(client, question)
        sent = all_text(language_server.requests[-1])
        is_sent = all(f"{figure} EUR" in sent for figure in figures)
        if answer["source"] != "model" or answer["content"] != f"Well: {told}." or not is_sent:
            wrong.append((question, answer["content"], answer["reason"], told, sent))
    assert wrong == []


def test_whether_to_buy_is_said_as_advice_says_it_and_nothing_is_kept(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    answer = ask(client, "Should I buy a bicycle for 2900?")
    assert not Advice.objects.exists()
    body = {"item_description": "bicycle", "amount": "2900"}
    weighed = client.post("/api/v1/advice/purchase/", body, format="json").json()
    assert weighed["decision"] == "dont_buy"
    with translation.override(home.ana.locale.lower()):
        assert f"Don’t buy: {reason_of(Advice.objects.get())}" in answer["content"]
    told = next(each for each in answer["data"] if each["kind"] == "table")
    assert [row[0]["text"] for row in told["rows"]] == [each["title"] for each in weighed["considerations"]]


def test_a_question_goes_on_from_the_one_before(home: Home, speaks: Speaks) -> None:
    client = speaks(home.ana)
    first = ask(client, "How much did I spend on groceries this month?")
    then = ask(client, "And last month?", conversation=first["conversation"])
    assert _understood(then["id"]) == {"period": "last_month", "category": "Groceries"}
    whose = ask(client, "and Ben?", conversation=first["conversation"])
    assert _understood(whose["id"]) == {"period": "last_month", "category": "Groceries", "scope": "partner"}
    assert "€72.15" in whose["content"]


def test_what_is_not_understood_is_said_with_questions_that_fit(home: Home, speaks: Speaks) -> None:
    answer = ask(speaks(home.ana), "What is the weather like?")
    assert answer["metadata"]["tool"] is None
    assert len(answer["suggestions"]) == 3
    assert "Who owes whom?" in answer["suggestions"]


def test_asking_twice_with_one_client_id_asks_once(home: Home, speaks: Speaks) -> None:
    client, key = speaks(home.ana), "01930000-0000-7000-8000-0000000000c7"
    first = ask(client, "What is my net worth?", client_id=key)
    assert ask(client, "What is my net worth?", client_id=key)["id"] == first["id"]
    assert get(client, "chat/messages/")["count"] == 2


def test_a_question_sent_again_before_it_is_answered_has_one_answer(home: Home) -> None:
    key = UUID("01930000-0000-7000-8000-0000000000c8")
    begun = [begin_question(person=home.ana, text="coffee 4.85 at Starbucks", client_id=key) for _both in range(2)]
    other = begin_question(person=home.ana, text="rent 5", conversation=begun[0].question.conversation_id)
    answer_question(home.ana, other)
    one, two = (answer_question(home.ana, each) for each in begun)
    assert (one.pk, "4.85" in one.content) == (two.pk, True)
    assert begin_question(person=home.ana, text="coffee 4.85 at Starbucks", client_id=key).answer == one
    assert AssistantAction.objects.count() == 2


def test_nobody_else_sees_what_was_asked(home: Home, speaks: Speaks) -> None:
    answer = ask(speaks(home.ana), "What is my net worth?")
    ben = speaks(home.ben)
    assert get(ben, "chat/messages/")["count"] == 0
    assert get(ben, "chat/messages/", conversation=answer["conversation"])["count"] == 0
    assert ben.delete(f"/api/v1/chat/conversations/{answer['conversation']}/").status_code == 404
    other = ben.post("/api/v1/chat/messages/", {"message": "And?", "conversation": answer["conversation"]})
    assert other.status_code == 400


def _understood(key: str) -> Any:
    return AssistantMessage.objects.get(pk=key).understood["arguments"]
