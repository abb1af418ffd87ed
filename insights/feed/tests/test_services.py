"""What is told, once for each cause; what was put away stays away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from insights.conftest import Speaks
from insights.feed import generators, services
from insights.feed.facts import amount, count, percent
from insights.feed.models import Insight, MonthWords
from insights.feed.months import month_in_words
from insights.feed.words import kinds, words_of
from insights.feed.writing import checked, holds
from ledger.core.models import MoneyAccount

ADDRESS = "/api/v1/insights/"


def kinds_of(person: User) -> set[str]:
    return set(Insight.objects.visible_to(person).live().values_list("kind", flat=True))


def test_what_is_above_usual_is_told_with_its_figures(ana: User, spent_much: MoneyAccount) -> None:
    services.generate_insights(person=ana)
    found = Insight.objects.get(kind="category_more")
    assert "€950.00" in found.content
    assert "€600.00" in found.content
    assert found.data["spent"] == {"amount": "950.00", "currency": "EUR"}
    assert "kind" not in found.url
    assert "€" not in found.title


def test_twice_is_the_same_as_once(ana: User, spent_much: MoneyAccount) -> None:
    first = services.generate_insights(person=ana)
    again = services.generate_insights(person=ana)
    assert first.new
    assert not again.new
    assert Insight.objects.count() == len(first.new)
    told = Notification.objects.filter(person=ana, kind="insight")
    assert told.count() == len(set(told.values_list("cause", flat=True))) <= services.MOST_TOLD


def test_what_could_not_be_told_is_new_again_the_next_time(
    ana: User, spent_much: MoneyAccount, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def ends(insight: Insight) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks() as sent:
        patched.setattr(services, "tell", ends)
        with pytest.raises(KeyboardInterrupt):
            services.generate_insights(person=ana)
    assert not sent
    assert not Insight.objects.exists()
    with django_capture_on_commit_callbacks() as sent:
        assert services.generate_insights(person=ana).new
    assert sent
    assert Notification.objects.filter(person=ana, kind="insight").count() == services.MOST_TOLD


def test_what_was_put_away_does_not_come_back_and_what_no_longer_holds_ends(
    ana: User, spent_much: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.generate_insights(person=ana)
    services.change_insight(insight=Insight.objects.get(kind="category_more"), dismissed=True)
    services.generate_insights(person=ana)
    assert "category_more" not in kinds_of(ana)
    assert "pace_more" in kinds_of(ana)
    monkeypatch.setattr(User, "today", date(2026, 11, 3))
    services.generate_insights(person=ana)
    assert "pace_more" not in kinds_of(ana)


def test_generating_costs_the_same_whatever_the_history(
    ana: User, spent_much: MoneyAccount, pays: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 60):
        pays("-3", date(2026, 1 + number % 10, 1 + number % 27), slug="dining")
    with django_assert_max_num_queries(90):
        services.generate_insights(person=ana)


def test_a_generator_that_fails_costs_its_own_facts_alone(
    ana: User, spent_much: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(scene: Any) -> Any:
        raise ArithmeticError

    generators.load()
    monkeypatch.setattr(generators, "_generators", [fails, *generators._generators])
    assert services.generate_insights(person=ana).new


def test_nothing_is_told_to_somebody_without_money(ben: User) -> None:
    assert services.generate_insights(person=ben).live == 0


def test_a_month_that_is_over_keeps_its_words(ana: User, lived: MoneyAccount, pays: Any) -> None:
    october = date(2026, 10, 1)
    first = month_in_words(ana, october)
    assert first is not None
    assert "€1,500.00" in first.text
    pays("-777", date(2026, 10, 20), slug="dining")
    again = month_in_words(ana, october)
    assert again is not None
    assert again.text == first.text
    assert MonthWords.objects.count() == 1
    so_far = month_in_words(ana, date(2026, 11, 1))
    assert so_far is None or not so_far.is_kept
    assert month_in_words(ana, date(2026, 12, 1)) is None


def test_words_of_a_model_hold_only_figures_that_were_given() -> None:
    data = {"spent": amount(Decimal("950"), "EUR"), "share": percent(12), "payments": count(17)}
    assert checked(data, "Groceries ran high", "It took €950.00, 12% more, in 17 payments.") is not None
    assert checked(data, "Groceries ran high", "It took €951.00.") is None
    assert checked(data, "Groceries took €950.00", "It is much.") is None
    assert checked(data, 7, "text") is None
    assert not holds("€9,500.00", data)


def test_each_kind_of_fact_has_words(ana: User, spent_much: MoneyAccount) -> None:
    services.generate_insights(person=ana)
    assert kinds_of(ana) <= set(kinds())
    with pytest.raises(KeyError):
        words_of("none of these", {})


def test_the_api_lists_reads_and_puts_away(ana: User, ben: User, spent_much: MoneyAccount, speaks: Speaks) -> None:
    client = speaks(ana)
    made = client.post(f"{ADDRESS}generate/")
    assert made.status_code == 200
    assert made.json()["new"] == made.json()["live"] == client.get(ADDRESS).json()["count"]
    first = client.get(ADDRESS).json()["results"][0]
    assert speaks(ben).get(f"{ADDRESS}{first['id']}/").status_code == 404
    assert speaks(ben).patch(f"{ADDRESS}{first['id']}/", {"read": True}, format="json").status_code == 404
    gone = client.patch(f"{ADDRESS}{first['id']}/", {"dismissed": True}, format="json")
    assert gone.json()["dismissed_at"]
    assert first["id"] not in {each["id"] for each in client.get(ADDRESS).json()["results"]}
    assert client.get(ADDRESS, {"dismissed": "true"}).json()["count"] == 1
    assert client.get(ADDRESS, {"kind": "x"}).status_code == 400
    assert client.get(ADDRESS, {"type": "gossip"}).status_code == 400


def test_sums_say_beside_them_what_no_figure_of_them_tells(
    ana: User, spent_much: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    pays("-1900", date(2026, 11, 19), slug="electronics")
    services.generate_insights(person=ana)
    assert {"unusual", "pace_more"} <= kinds_of(ana)
    address = "/api/v1/insights/summary/"
    assert {each["key"] for each in speaks(ana).get(address).json()["insights"]} & {"unusual"}
    assert "pace_more" not in {each["key"] for each in speaks(ana).get(address).json()["insights"]}
    assert speaks(ana).get(address, {"scope": "partner"}).json()["insights"] == []


def test_spending_adds_up_to_what_the_month_says(ana: User, spent_much: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(ana).get(f"{ADDRESS}spending/").json()
    assert body["spent"] == "1850.00"
    assert sum(Decimal(each["spent"]) for each in body["categories"]) == Decimal(body["spent"])
    assert body["movers"][0]["change"] == "350.00"


def test_what_to_plan_comes_to_the_income_and_one_call_plans_it(
    ana: User, spent_much: MoneyAccount, speaks: Speaks
) -> None:
    client, address = speaks(ana), f"{ADDRESS}budget-recommendations/"
    body = client.get(address).json()
    assert body["month"] == "2026-12"
    whole = sum(Decimal(each["amount"]) for each in body["results"]) + Decimal(body["to_goals"])
    assert whole == Decimal(body["income"])
    planned = client.post(f"{address}application/", {}, format="json")
    assert planned.status_code == 200
    assert client.post(f"{address}application/", {}, format="json").json()["budget"] == planned.json()["budget"]
    after = client.get(address).json()
    assert {each["planned"] for each in after["results"]} == {each["amount"] for each in after["results"]}
    assert client.post(f"{address}application/", {"month": "soon"}, format="json").status_code == 400


def test_months_and_recommendations_answer(ana: User, spent_much: MoneyAccount, speaks: Speaks) -> None:
    client = speaks(ana)
    assert client.get(f"{ADDRESS}months/2026-10/").json()["is_kept"] is True
    assert client.get(f"{ADDRESS}months/2026-11/").json()["is_kept"] is False
    assert client.get(f"{ADDRESS}months/2027-01/").status_code == 404
    assert client.get(f"{ADDRESS}months/never/").status_code == 404
    assert client.get(f"{ADDRESS}recommendations/").status_code == 200
