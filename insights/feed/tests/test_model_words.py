"""A language model words what is told, where the person allows it and its figures hold."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from config.kernel import jobs
from insights.feed import services
from insights.feed.models import Insight, MonthWords, WrittenBy
from insights.feed.months import month_in_words
from insights.feed.receivers import GENERATE
from insights.language.contract import Unavailable
from insights.language.models import LanguageCall
from ledger.core.models import MoneyAccount
from tests.language_server import LanguageServer, Reply, fails, language_server, says

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
__all__ = ["language_server"]


def words_of(person: User, month: date) -> list[str]:
    told = month_in_words(person, month)
    assert told is not None
    return told.paragraphs


def test_a_month_that_is_over_is_worded_once(ana: User, lived: MoneyAccount, language_server: LanguageServer) -> None:
    language_server.allow(ana)
    language_server.plays(says('Here: ["October cost €1,500.00.", "€1,000.00 stayed with you."]'))
    assert services.word_month_by_model(person=ana, month=OCTOBER)
    assert words_of(ana, OCTOBER) == ["October cost €1,500.00.", "€1,000.00 stayed with you."]
    assert not services.word_month_by_model(person=ana, month=OCTOBER)
    assert LanguageCall.objects.get().purpose == "month"


@pytest.mark.parametrize(
    "answer",
    [
        '["October cost €1,501.00."]',
        '["October cost much.", "It is 3.5 times as much."]',
        "October cost €1,500.00.",
        '{"text": "October"}',
        "[1, 2]",
        "[" * 5000,
        json.dumps(["So it was."] * 9),
        json.dumps(["word " * 200]),
        "",
    ],
)
def test_words_that_do_not_hold_leave_the_local_ones(
    answer: str, ana: User, lived: MoneyAccount, language_server: LanguageServer
) -> None:
    local = words_of(ana, OCTOBER)
    language_server.allow(ana)
    language_server.plays(says(answer))
    assert not services.word_month_by_model(person=ana, month=OCTOBER)
    assert words_of(ana, OCTOBER) == local


def test_nothing_is_sent_without_consent_and_a_failing_model_changes_nothing(
    ana: User, lived: MoneyAccount, language_server: LanguageServer
) -> None:
    local = words_of(ana, OCTOBER)
    with pytest.raises(Unavailable):
        services.word_month_by_model(person=ana, month=OCTOBER)
    assert not language_server.requests
    language_server.allow(ana)
    language_server.plays(fails(status=400))
    with pytest.raises(Unavailable):
        services.word_month_by_model(person=ana, month=OCTOBER)
    assert words_of(ana, OCTOBER) == local


def test_the_running_month_keeps_a_models_words_until_a_figure_moves(
    ana: User, spent_much: MoneyAccount, pays: Any, language_server: LanguageServer
) -> None:
    language_server.allow(ana)
    language_server.plays(says('["€1,850.00 went out so far."]'))
    assert services.word_month_by_model(person=ana, month=NOVEMBER)
    assert words_of(ana, NOVEMBER) == ["€1,850.00 went out so far."]
    pays("-5", date(2026, 11, 19), slug="dining")
    assert "€1,855.00" in words_of(ana, NOVEMBER)[0]


def test_words_of_a_running_month_are_not_those_of_the_whole(
    ana: User, spent_much: MoneyAccount, pays: Any, language_server: LanguageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    language_server.allow(ana)
    language_server.plays(says('["€1,850.00 went out so far."]'))
    services.word_month_by_model(person=ana, month=NOVEMBER)
    monkeypatch.setattr(User, "today", date(2026, 12, 2))
    whole = month_in_words(ana, NOVEMBER)
    assert whole is not None
    assert whole.is_kept
    assert whole.paragraphs[0].startswith("It is a dear month. You spent €1,850.00 in November.")
    assert MonthWords.objects.get(month=NOVEMBER).written_by == WrittenBy.LOCAL


def test_the_job_words_what_is_live_and_both_months(
    ana: User, spent_much: MoneyAccount, language_server: LanguageServer
) -> None:
    def words(heard: dict[str, Any]) -> Reply:
        asked = json.loads(heard["messages"][-1]["content"][0]["text"])
        if isinstance(asked, dict):
            return says('["So it went."]')
        told = [{"id": each["id"], "title": "In other words", "text": "It is so."} for each in asked]
        return says(json.dumps(told))

    language_server.allow(ana)
    language_server.follows(words)
    jobs.run(jobs.enqueue(GENERATE, {}, person=ana).pk)
    live = Insight.objects.visible_to(ana).live()
    assert set(live.values_list("written_by", "title")) == {("model", "In other words")}
    assert words_of(ana, OCTOBER) == words_of(ana, NOVEMBER) == ["So it went."]
    services.generate_insights(person=ana)
    assert set(live.values_list("written_by", flat=True)) == {"model"}
