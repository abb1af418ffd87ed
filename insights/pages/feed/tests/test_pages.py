"""The feed as a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from config.kernel.ids import new_id
from insights.feed.models import Insight
from insights.feed.services import generate_insights
from insights.pages.feed.figures import marked
from ledger.core.models import MoneyAccount

Browser = Callable[[User], Client]


def tell(person: User, priority: int, **given: Any) -> Insight:
    values = {"title": f"Told at {priority}", "content": "Some words.", "url": "/plan/", "icon": "target", **given}
    return Insight.objects.create(
        person=person,
        insight_type=Insight.Type.BUDGET,
        kind="budget_over",
        cause=f"test:{priority}",
        priority=priority,
        expires_at=timezone.now() + timedelta(days=1),
        **values,
    )


def test_a_newcomer_is_told_what_to_do(ben: User, signed_in: Browser) -> None:
    answer = signed_in(ben).get("/insights/")
    assert answer.status_code == 200
    assert b"Nothing to tell yet" in answer.content


def test_the_month_and_what_stands_out_are_shown(
    ana: User, lived: MoneyAccount, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    generate_insights(person=ana)
    client = signed_in(ana)
    with django_assert_max_num_queries(110):
        answer = client.get("/insights/")
    assert answer.status_code == 200
    for each in Insight.objects.all():
        assert each.title in answer.content.decode()
    assert client.get("/insights/months/2026-10/").status_code == 200
    assert client.get("/insights/months/2027-10/").status_code == 404


def test_what_is_put_away_can_be_brought_back_and_is_nobody_elses(
    ana: User, ben: User, lived: MoneyAccount, signed_in: Browser
) -> None:
    generate_insights(person=ana)
    insight = Insight.objects.order_by("pk")[0]
    assert signed_in(ben).post(f"/insights/{insight.pk}/dismiss/").status_code == 404
    client = signed_in(ana)
    assert client.post(f"/insights/{insight.pk}/dismiss/").status_code == 302
    assert not Insight.objects.visible_to(ana).live().filter(pk=insight.pk).exists()
    assert insight.title in client.get("/insights/", {"show": "all"}).content.decode()
    assert client.post(f"/insights/{insight.pk}/restore/").status_code == 302
    assert Insight.objects.visible_to(ana).live().filter(pk=insight.pk).exists()


def test_the_overview_shows_the_three_gravest_and_the_next_once_one_is_put_away(
    ana: User, lived: MoneyAccount, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(ana)
    assert "hidden" in client.get("/insights/gravest/").content.decode().split(">")[0]
    told = [tell(ana, priority) for priority in (40, 80, 60, 20)]
    shown = [told[place] for place in (1, 2, 0)]
    page = client.get("/").content.decode()
    assert [each.title for each in shown] == re.findall(r"<h3><a href=\"/plan/\">(.+?)</a>", page)
    answer = client.post(f"/insights/{told[1].pk}/dismiss/", {"from": "overview"})
    assert answer["Location"] == "/"
    with django_assert_max_num_queries(8):
        card = client.get("/insights/gravest/").content.decode()
    assert told[1].title not in card
    assert told[3].title in card


def test_nobody_elses_insights_are_on_the_overview_nor_those_of_a_line_that_is_not_seen(
    ana: User, ben: User, lived: MoneyAccount, signed_in: Browser
) -> None:
    tell(ben, 90, title="Of Ben alone")
    tell(ana, 85, title="Of a line of Ben’s", about_transaction=new_id())
    seen = tell(ana, 30)
    page = signed_in(ana).get("/").content.decode()
    assert seen.title in page
    assert "Of Ben alone" not in page
    assert "Of a line" not in page


def test_the_plan_of_the_next_month_is_made_at_one_click(ana: User, lived: MoneyAccount, signed_in: Browser) -> None:
    answer = signed_in(ana).post("/insights/plan/")
    assert answer.status_code == 302
    assert "2026-12" in answer["Location"]
    assert signed_in(ana).post("/insights/generate/").status_code == 302


def test_words_are_escaped_and_amounts_marked() -> None:
    data = {"spent": {"amount": "9.50", "currency": "EUR", "url": "/transactions/"}}
    shown = marked("<b>€9.50</b> at <script>", data)
    assert "<script>" not in shown
    assert '<a class="insight-figure money" href="/transactions/">€9.50</a>' in shown
