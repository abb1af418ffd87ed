"""`make prove`, in short: the same lives and files, a few of them, with every change of the code."""

from __future__ import annotations

import pytest

from ledger.core.models import Category
from ledger.core.system_categories import store_system_categories
from prove.fuzz import FIRST_MADE_UP
from prove.fuzzing.cases import made_up, mutated
from prove.fuzzing.pipeline import import_and_take_back
from prove.fuzzing.reading import read_once
from prove.outcome import Outcome
from prove.walk import live


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 8])
def test_a_random_life_is_as_a_model_in_plain_python_says(seed: int) -> None:
    outcome = Outcome()
    live(seed, 150, outcome)
    assert not outcome.failures
    assert outcome.figures["comparisons with the model"] == 3


def test_mutated_files_are_read_or_refused() -> None:
    found = {number: read_once(mutated(number)[1]) for number in range(250)}
    assert {number: wrong for number, (_, _, wrong) in found.items() if wrong} == {}
    assert {what for what, _, _ in found.values()} == {"read", "refused"}


def test_made_up_files_are_read_or_refused() -> None:
    assert [wrong for data in made_up(FIRST_MADE_UP, 30) if (wrong := read_once(data)[2])] == []


@pytest.mark.django_db(transaction=True)
def test_mutated_files_come_whole_and_go_whole() -> None:
    # A test before this one may have emptied the tables, the shared categories with them.
    if not Category.objects.exists():
        store_system_categories(Category)
    outcome = Outcome()
    found = {number: import_and_take_back(number, *mutated(number), outcome) for number in range(12)}
    assert {number: wrong for number, wrong in found.items() if wrong} == {}
    assert outcome.figures["imported: whole, and taken back"]
