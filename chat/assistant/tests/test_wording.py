"""What this server answers is in the reader's language, with plurals, amounts and days as they are written there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import trans_real
from rest_framework.test import APIClient

from accounts.models import User
from chat.assistant.tests.conftest import Home
from chat.assistant.tests.test_questions import QUESTIONS, ask
from config.kernel.formatting import format_money
from ledger.core.category_tree import _system_nodes

Speaks = Callable[[User], APIClient]
BEGIN, END = "⟦", "⟧"
_MARKED = re.compile(f"{BEGIN}[^{BEGIN}{END}]*{END}")
_DAY = re.compile(r"\d{1,2} \w{3,4}(?: \d{4})?")
_LETTER = re.compile(r"[^\W\d_]")
# Its words were written when it was found, in the language of then.
WRITTEN_BEFORE = "insights"
MORE = (
    ("coffee 4.75 at Starbucks", "log_expense"),
    ("Set the groceries budget to 500", "set_budget"),
    ("Move 50 from dining to groceries", "move_budget"),
    ("Create a goal Lisbon of 900 by June", "create_goal"),
    ("Remind me to buy a boat for 9000", "remind_purchase"),
    ("What is due for both?", "shared_dues"),
    ("Find Rewe", "search"),
    ("What is the weather like?", None),
)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever goes through gettext comes back between marks; names of categories are kept once a language."""

    def one(message: str) -> str:
        return f"{BEGIN}{trans_real.gettext(message)}{END}"

    def many(singular: str, plural: str, number: float) -> str:
        return f"{BEGIN}{trans_real.ngettext(singular, plural, number)}{END}"

    monkeypatch.setattr("django.utils.translation._trans.gettext", one)
    monkeypatch.setattr("django.utils.translation._trans.ngettext", many)
    _system_nodes.cache_clear()
    yield
    _system_nodes.cache_clear()


def test_every_word_of_an_answer_goes_through_gettext(home: Home, speaks: Speaks, marked: None) -> None:
    client, bare = speaks(home.ana), []
    asked = {tool: question for question, tool, _given in reversed(QUESTIONS)} | {tool: text for text, tool in MORE}
    for tool, question in asked.items():
        answer = ask(client, question)
        assert answer["metadata"]["tool"] == tool
        bare += [(question, each) for each in _said(answer) if tool != WRITTEN_BEFORE and _LETTER.search(_rest(each))]
    assert bare == []


def test_amounts_days_and_plurals_are_written_as_the_reader_writes_them(
    home: Home, speaks: Speaks, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.ana.locale = "de-DE"
    home.ana.save()
    entries = trans_real.translation("de-de")._catalog._catalogs[0]  # type: ignore[attr-defined]
    made_up = {
        "%(who)s spent %(amount)s %(when)s.": "%(who)s gabst %(when)s %(amount)s aus.",
        "You": "Du",
        "yesterday": "gestern",
        ("%(amount)s to “%(payee)s” %(when)s, in one payment.", 0): "%(amount)s an %(payee)s, eine Zahlung.",
        ("%(amount)s to “%(payee)s” %(when)s, in one payment.", 1): "%(amount)s an %(payee)s, %(count)s Zahlungen.",
        "Next: %(payee)s, %(amount)s on %(day)s.": "Als Nächstes: %(payee)s, %(amount)s am %(day)s.",
    }
    for key, text in made_up.items():
        monkeypatch.setitem(entries, key, text)
    client = speaks(home.ana)

    def euros(amount: str) -> str:
        return format_money(Decimal(amount), "EUR", "de_DE").text

    assert ask(client, "Wie viel habe ich gestern ausgegeben?")["content"].startswith(
        f"Du gabst gestern {euros('12.40')} aus."
    )
    paid = ask(client, "What did I spend at Rewe this year?")["content"]
    assert paid == f"{euros('165.05')} an Rewe, 3 Zahlungen."
    assert ask(client, "What did I spend at Rewe this month?")["content"] == f"{euros('55.10')} an Rewe, eine Zahlung."
    assert (
        f"Als Nächstes: Films, {euros('13.99')} am 27. Nov."
        in ask(client, "Was ist in den nächsten 30 Tagen fällig?")["content"]
    )


def _said(answer: Any) -> Iterator[str]:
    yield answer["content"]
    yield from answer["suggestions"]
    yield from (each["label"] for each in (*answer["links"], *answer["actions"]))
    for part in answer["data"]:
        yield part["title"]
        yield from part.get("columns", ())
        yield from (each["label"] for each in part.get("items", ()))


def _rest(text: str) -> str:
    """What stands in no marks, however deep they are, and is no day."""
    while text != (text := _MARKED.sub("", text)):
        continue
    return _DAY.sub("", text)
