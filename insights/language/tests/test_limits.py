"""How often a person may ask, and what it may cost: neither is passed by asking at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.api.counters import counters
from conftest import person
from insights.language import keeping, spending, talking
from insights.language.contract import Reason, Request, Turn, Unavailable
from insights.language.models import LanguageCall, LanguageSpend
from tests.at_once import all_at_once, need_many_connections
from tests.language_server import LanguageServer, fails, says


def question(asker: User) -> Request:
    return Request(asker, "assistant", "Be short.", (Turn("user", "How much?"),))


def outcome(asker: User) -> str:
    try:
        talking.ask(question(asker), attempts=1)
    except Unavailable as unavailable:
        return unavailable.reason
    return "answered"


@pytest.fixture
def limits_on(settings: Any) -> None:
    settings.THROTTLES_ON = True
    counters.cache_clear()


@pytest.mark.usefixtures("limits_on")
def test_ten_questions_a_minute(language_server: LanguageServer, ana: User, ben: User) -> None:
    for each in (ana, ben):
        language_server.allow(each)
    assert [outcome(ana) for _ in range(12)] == ["answered"] * 10 + [Reason.TOO_OFTEN] * 2
    assert outcome(ben) == "answered"
    assert len(language_server.requests) == 11


@pytest.mark.usefixtures("limits_on")
def test_answers_of_tools_are_no_new_questions(language_server: LanguageServer, ana: User) -> None:
    from insights.language.contract import ToolCall, ToolResult

    language_server.allow(ana)
    call = ToolCall("c1", "spending", {})
    turns = (
        Turn("user", "How much?"),
        Turn("assistant", calls=(call,)),
        Turn("user", results=(ToolResult("c1", "{}"),)),
    )
    for _ in range(12):
        talking.ask(Request(ana, "assistant", "", turns))
    assert outcome(ana) == "answered"


def test_the_ceiling_of_a_person_holds(language_server: LanguageServer, ana: User, ben: User, settings: Any) -> None:
    language_server.configure(settings, "anthropic", spend_person="0.03")
    for each in (ana, ben):
        language_server.allow(each)
    language_server.plays(says("Yes.", sent_tokens=2000, received_tokens=400))
    assert outcome(ana) == "answered"
    assert spending.spent(ana) == 2000 * 3 + 400 * 15
    assert outcome(ana) == Reason.SPENT
    assert outcome(ben) == "answered"


def test_the_ceiling_of_the_instance_holds_for_all(
    language_server: LanguageServer, ana: User, ben: User, settings: Any
) -> None:
    language_server.configure(settings, "anthropic", spend_instance="0.03")
    for each in (ana, ben):
        language_server.allow(each)
    language_server.plays(says("Yes.", sent_tokens=2000, received_tokens=400))
    assert [outcome(ana), outcome(ben)] == ["answered", Reason.SPENT]


def test_a_ceiling_that_is_reached_is_told_before_asking(
    language_server: LanguageServer, ana: User, settings: Any
) -> None:
    language_server.allow(ana)
    LanguageSpend.objects.create(person=ana, month=spending.this_month(), spent=5_000_000)
    assert talking.why_not(ana) == Reason.SPENT


def test_a_free_model_is_never_spent(language_server: LanguageServer, ana: User, settings: Any) -> None:
    language_server.configure(settings, "openai", prices=None, spend_person="0", spend_instance="0")
    language_server.allow(ana)
    assert talking.why_not(ana) is None
    assert outcome(ana) == "answered"


def test_another_month_begins_anew(language_server: LanguageServer, ana: User) -> None:
    language_server.allow(ana)
    past = (spending.this_month() - timedelta(days=1)).replace(day=1)
    LanguageSpend.objects.create(person=ana, month=past, spent=5_000_000)
    assert talking.why_not(ana) is None


@pytest.mark.parametrize("status", [401, 429, 503])
def test_what_was_turned_away_costs_nothing(language_server: LanguageServer, ana: User, status: int) -> None:
    language_server.allow(ana)
    language_server.plays(fails(status=status))
    outcome(ana)
    assert spending.spent(ana) == spending.spent(None) == LanguageCall.objects.get().cost == 0


def test_what_nobody_knows_the_cost_of_counts_in_full(language_server: LanguageServer, ana: User) -> None:
    language_server.allow(ana)
    language_server.plays(fails("garbage"))
    outcome(ana)
    assert spending.spent(ana) == LanguageCall.objects.get().cost > 0


def test_deleting_calls_gives_no_money_back(language_server: LanguageServer, ana: User, ben: User) -> None:
    for each in (ana, ben):
        language_server.allow(each)
        outcome(each)
    before = spending.spent(ana)
    assert keeping.delete_calls(person=ana) == 1
    assert spending.spent(ana) == before > 0
    assert list(LanguageCall.objects.values_list("person", flat=True)) == [ben.pk]


def test_calls_go_after_ninety_days_and_lost_ones_are_told(language_server: LanguageServer, ana: User) -> None:
    language_server.allow(ana)
    for _ in range(3):
        outcome(ana)
    old, lost, _fresh = LanguageCall.objects.order_by("id")
    now = timezone.now()
    LanguageCall.objects.filter(pk=old.pk).update(started_at=now - timedelta(days=91))
    LanguageCall.objects.filter(pk=lost.pk).update(started_at=now - timedelta(hours=1), status="running")
    for _ in range(2):
        jobs.run(jobs.enqueue(keeping.PURGE, {}).pk)
    assert not LanguageCall.objects.filter(pk=old.pk).exists()
    assert sorted(LanguageCall.objects.values_list("status", flat=True)) == ["done", "failed"]


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_stay_below_the_ceiling(settings: Any) -> None:
    """Room for two or three of what each may cost at most: the others are told, and nothing of theirs is sent."""
    need_many_connections()
    server = LanguageServer()
    server.configure(settings, "anthropic", spend_person="0.05")
    server.plays(says("Yes.", sent_tokens=2000, received_tokens=400))
    ana = person("Ana")
    server.allow(ana)
    try:
        outcomes = all_at_once([lambda: outcome(ana)] * 16)
    finally:
        server.stop()
    assert set(outcomes) == {"answered", Reason.SPENT}
    assert len(server.requests) == outcomes.count("answered")
    assert spending.spent(ana) == sum(LanguageCall.objects.values_list("cost", flat=True))
    assert spending.spent(ana) == spending.spent(None) <= 50_000
