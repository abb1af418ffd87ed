"""What a first question would wait for is there once a process serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from chat.assistant.local import lexicon, warming
from chat.assistant.local.engine import answer_locally
from chat.assistant.tests.conftest import Home
from chat.sentences import lexicon as sentences


def test_a_first_question_reads_no_list_of_words(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (lexicon.lexicon, lexicon.months, lexicon.currencies, sentences.languages):
        each.cache_clear()
    warming.read_all_words()

    def reads(path: Path, *arguments: Any, **more: Any) -> str:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "read_text", reads)
    for text in ("Should I buy shoes for 60 euros?", "coffee 4.75 at Starbucks", "Remind me on 3 May to buy a boat"):
        assert answer_locally(home.ana, text, {}).asked is not None


def test_addresses_are_worked_out_in_the_locales_of_people_here(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.ben.locale = "de-CH"
    home.ben.save()
    asked: list[str] = []
    monkeypatch.setattr(warming, "reverse", lambda _name: asked.append(get_language() or ""))
    monkeypatch.setattr(connection, "close", lambda: None)
    warming._warm()
    assert {settings.LANGUAGE_CODE, "de-ch", home.ana.locale.lower()} <= set(asked)
