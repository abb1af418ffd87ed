"""Which lines are asked about, which are sure, and which are left alone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from partnerships.linking.judging import AROUND_WEEKLY, Due, Line, judge, judge_halves, share_words, weighed, words_of

DUE = date(2026, 11, 1)
RENT, OTHER = UUID(int=1), UUID(int=2)
HOUSING = UUID(int=7)
ONE, TWO = UUID(int=11), UUID(int=12)


def line(amount: str = "1150", day: int = 2, text: str = "Bank", key: str = "bank", **more: Any) -> Line:
    return Line(more.pop("id", ONE), Decimal(amount), date(2026, 11, day), key, words_of(text), **more)


def due(**more: Any) -> Due:
    values = {
        "expense": RENT,
        "due_on": DUE,
        "amount": Decimal(1150),
        "most": Decimal(1265),
        "words": words_of("Miete"),
    }
    return Due(**{**values, **more})


KNOWN = {"known": frozenset(["hausverwaltung"])}


@pytest.mark.parametrize(
    ("found", "wanted", "reason", "sure"),
    [
        (line(text="MIETE NOV"), due(), "words", False),
        (line(text="Hausverwaltung", key="hausverwaltung"), due(**KNOWN), "known_payee", True),
        (line("1180", text="Hausverwaltung", key="hausverwaltung"), due(**KNOWN), "known_payee", False),
        (line("1180", text="Miete"), due(), "words", False),
        (line(categories=frozenset([HOUSING])), due(category=HOUSING), "category", False),
        (line(day=3), due(), "amount", False),
        (line("600", text="Hausverwaltung", key="hausverwaltung", day=1), due(**KNOWN), "known_payee", False),
        (line(day=11), due(said_on=date(2026, 11, 11)), "said_paid", False),
    ],
    ids=["words", "known", "known, dearer", "words, dearer", "category", "amount", "known, other amount", "said"],
)
def test_what_is_asked_about(found: Line, wanted: Due, reason: str, sure: bool) -> None:
    judged = judge(found, wanted)
    assert judged is not None
    assert (judged.reason, judged.is_sure) == (reason, sure)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (line(day=20, text="Miete"), due()),
        (line("1265.01", text="Miete"), due()),
        (line("900", text="Miete"), due()),
        (line("1180"), due()),
        (line("1180", categories=frozenset([HOUSING])), due(category=HOUSING, said_on=date(2026, 11, 2), usually=True)),
        (line(day=9), due()),
        (line(), due(usually=False)),
        (line(text="Miete", day=6), due(within=AROUND_WEEKLY)),
    ],
    ids=[
        "too late",
        "above most",
        "much less",
        "only near",
        "near and said",
        "only the amount, late",
        "the other pays",
        "weekly",
    ],
)
def test_what_is_left_alone(found: Line, wanted: Due) -> None:
    assert judge(found, wanted) is None


def test_what_tells_more_and_lies_nearer_comes_first() -> None:
    known = line(text="Hausverwaltung", key="hausverwaltung", id=TWO, day=8)
    wanted = due(**KNOWN)
    judged = [judge(each, wanted) for each in (line(), line(text="Miete", id=UUID(int=13)), known)]
    ordered = weighed(each for each in judged if each is not None)
    assert [each.reason for each in ordered] == ["known_payee", "words", "amount"]
    assert not any(each.is_sure for each in ordered)


def test_a_line_that_may_pay_two_things_is_sure_of_neither() -> None:
    found = line(text="Hausverwaltung", key="hausverwaltung")
    judged = [judge(found, due(**KNOWN)), judge(found, due(expense=OTHER, **KNOWN))]
    assert all(each is not None and each.is_sure for each in judged)
    assert [each.is_sure for each in weighed(each for each in judged if each is not None)] == [False, False]


@pytest.mark.parametrize(
    ("texts", "sure"),
    [(["Ben Marsh"], True), (["Transfer"], False), (["Ben Marsh", "Transfer"], False)],
    ids=["named and alone", "not named", "named beside another"],
)
def test_a_half_is_sure_where_it_names_the_partner_and_is_alone(texts: list[str], sure: bool) -> None:
    lines = [line(id=UUID(int=20 + number), text=text) for number, text in enumerate(texts)]
    found = weighed(judge_halves(RENT, DUE, words_of("Ben", "Ben Marsh"), lines))
    assert [each.is_sure for each in found][:1] == [sure]
    assert len(found) == len(texts)
    assert found[0].due_on is None


def test_a_half_a_week_off_is_still_asked_about() -> None:
    [found] = judge_halves(RENT, DUE, words_of("Ben"), [line(day=(DUE + timedelta(days=7)).day)])
    assert found.score >= 45


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Miete", "MIETE NOV 2026", True),
        ("Strom", "Stadtwerke Strom GmbH", True),
        ("Hausrat", "Hausratversicherung", True),
        ("Gas", "Gasthaus", False),
        ("Internet der Dinge", "Haus der Kunst", False),
        ("", "Rewe", False),
    ],
)
def test_words_in_common(first: str, second: str, same: bool) -> None:
    assert share_words(words_of(first), words_of(second)) is same
