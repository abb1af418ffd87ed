"""The audit trail as its person reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.trail.words import WORDS
from config.kernel.models import AuditEntry
from tools.sources import own_files

ACTIVITY = "/api/v1/me/activity/"
START = datetime(2026, 11, 20, 8, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def entries(person: User, count: int, **fields: Any) -> list[AuditEntry]:
    """Two of each second, so that a page may end between two of the same time."""
    made = [AuditEntry(person=person, action=f"act{n}", at=START + timedelta(seconds=n // 2)) for n in range(count)]
    for each in made:
        for name, value in fields.items():
            setattr(each, name, value)
    return AuditEntry.objects.bulk_create(made)


def pages(browser: Client, address: str) -> Iterator[dict[str, Any]]:
    following: str | None = address
    while following:
        page = browser.get(following).json()
        yield page
        following = page["next"]


def test_the_page_says_what_when_where_and_on_what(ana: User, ben: User) -> None:
    browser = Client()
    browser.force_login(ana)
    AuditEntry.objects.create(person=ana, action="api_key_made", at=START, address="203.0.113.7", user_agent=FIREFOX)
    AuditEntry.objects.create(person=ben, action="password_changed", at=START, address="198.51.100.1")
    AuditEntry.objects.create(person=ana, action="<b>odd</b>", at=START)
    page = browser.get("/settings/activity/").content.decode()
    assert "An API key was made" in page
    assert "203.0.113.7" in page
    assert "Firefox on Linux" in page
    assert "198.51.100.1" not in page
    assert "&lt;b&gt;odd" in page


def test_older_entries_are_pages_away(ana: User) -> None:
    browser = Client()
    browser.force_login(ana)
    AuditEntry.objects.filter(person=ana)
    made = entries(ana, 110)
    first = browser.get("/settings/activity/")
    last_shown = first.context["older"]
    assert len(first.context["rows"]) == 50
    second = browser.get(f"/settings/activity/?after={last_shown}")
    third = browser.get(f"/settings/activity/?after={second.context['older']}")
    assert third.context["older"] is None
    shown = [row["entry"].pk for page in (first, second, third) for row in page.context["rows"]]
    assert len(shown) == len(set(shown))
    assert {each.pk for each in made} <= set(shown)
    assert browser.get("/settings/activity/?after=nonsense").status_code == 200


def test_the_api_pages_by_cursor_without_losing_or_repeating_any(ana: User, ben: User) -> None:
    browser = Client()
    browser.force_login(ana)
    AuditEntry.objects.filter(person=ana)
    made = entries(ana, 7)
    entries(ben, 3)
    shown = [each["id"] for page in pages(browser, f"{ACTIVITY}?limit=3") for each in page["results"]]
    assert len(shown) == len(set(shown))
    ours = {str(each.pk) for each in made}
    assert [each for each in shown if each in ours] == [
        str(each.pk) for each in sorted(made, key=lambda each: (each.at, each.pk), reverse=True)
    ]
    assert not AuditEntry.objects.filter(pk__in=shown).exclude(person=ana).exists()


def test_a_cursor_of_somebody_elses_entry_shows_nothing(ana: User, ben: User) -> None:
    browser = Client()
    browser.force_login(ana)
    theirs = entries(ben, 1)[0]
    assert browser.get(f"{ACTIVITY}?cursor={theirs.pk}").json()["results"] == []


@pytest.mark.parametrize("query", ["cursor=x", "skip=3", "limit=0", "person=1"])
def test_senseless_parameters_are_400(ana: User, query: str) -> None:
    browser = Client()
    browser.force_login(ana)
    assert browser.get(f"{ACTIVITY}?{query}").status_code == 400


def _recorded() -> set[str]:
    """The first argument of every call of `record` in the code, where it is written out."""
    found = set()
    for path in own_files(".py"):
        if "tests" in path.parts or "prove" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                first = node.args[0] if node.args else None
                if name == "record" and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_whatever_is_recorded_has_words() -> None:
    recorded = _recorded()
    assert len(recorded) > 10
    assert recorded - WORDS.keys() == set()
