"""/insights/unusual/"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from insights.anomalies.models import Usual
from insights.anomalies.tests.conftest import Buys
from insights.pages.anomalies.figures import SHOWN

ADDRESS = "/insights/unusual/"
SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("settled")


def test_it_says_why_and_against_what(ana: User, buys: Buys, signed_in: SignedIn) -> None:
    entry = buys("Garage Lenz", "830", 4)
    text = signed_in(ana).get(ADDRESS).content.decode()
    assert "1 payment to look at" in text
    assert "10 times the usual" in text
    assert f"/transactions/{entry.pk}/" in text
    assert text.count("Garage Lenz") == 4
    assert 'class="progress tone-over"' in text


def test_not_unusual_and_its_undo(ana: User, buys: Buys, signed_in: SignedIn) -> None:
    entry, browser = buys("Garage Lenz", "830", 4), signed_in(ana)
    answer = browser.post(f"{ADDRESS}{entry.pk}/usual/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    news = json.loads(answer.headers["HX-Trigger"])
    assert "refresh" in news
    text = browser.get(ADDRESS).content.decode()
    assert "Nothing out of the ordinary" in text
    assert "Unusual amount, up to" in text
    assert browser.post(news["toast"]["undo_url"], headers={"HX-Request": "true"}).status_code == 204
    assert not Usual.objects.exists()
    assert "1 payment to look at" in browser.get(ADDRESS).content.decode()


def test_without_a_script_it_leads_back(ana: User, buys: Buys, signed_in: SignedIn) -> None:
    entry = buys("Garage Lenz", "830", 4)
    answer = signed_in(ana).post(f"{ADDRESS}{entry.pk}/usual/", follow=True)
    assert "is not unusual; the like stays quiet" in answer.content.decode()


def test_strangers_find_nothing(carla: User, buys: Buys, signed_in: SignedIn) -> None:
    entry, browser = buys("Garage Lenz", "830", 4), signed_in(carla)
    assert "Garage" not in browser.get(ADDRESS).content.decode()
    for what in ("usual", "unusual"):
        assert browser.post(f"{ADDRESS}{entry.pk}/{what}/").status_code == 404
    assert not Usual.objects.exists()


def test_payees_are_escaped(ana: User, buys: Buys, signed_in: SignedIn) -> None:
    buys("<b>Bold</b> & Co", "1290", 4)
    text = signed_in(ana).get(f"{ADDRESS}?days=90").content.decode()
    assert "<b>Bold" not in text
    assert "&lt;b&gt;Bold" in text


def test_what_makes_no_sense_is_the_usual(ana: User, signed_in: SignedIn) -> None:
    for days in ("7", "x", ""):
        assert "last 30 days" in signed_in(ana).get(ADDRESS, {"days": days}).content.decode()


def test_its_queries_and_weight_stay(
    ana: User, buys: Buys, signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    browser = signed_in(ana)
    buys("Garage Lenz", "830", 4)
    browser.get(ADDRESS)
    with django_assert_num_queries(12):
        browser.get(ADDRESS)
    for number in range(30):
        buys(f"Tailor {'abcdefghijklmnopqrstuvwxyzäöüß'[number]}", str(1900 + number), 8, slug="clothing")
        buys(f"Tailor {'abcdefghijklmnopqrstuvwxyzäöüß'[number]}", str(1900 + number), 7, slug="clothing")
    with django_assert_num_queries(13):
        answer = browser.get(f"{ADDRESS}?days=90")
    text = answer.content.decode()
    assert text.count("unusual-item") == SHOWN
    assert len(re.findall("<[a-z]", text)) < 1000
