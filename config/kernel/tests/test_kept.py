from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.db import transaction

from config.kernel.kept import Kept

Asked = Callable[[], int]


@pytest.fixture
def asked() -> Asked:
    """How often it was asked, itself included."""
    numbers: Iterator[int] = count(1)
    return lambda: next(numbers)


@pytest.mark.django_db
def test_what_is_kept_is_worked_out_once_for_each_key(asked: Asked) -> None:
    kept = Kept[int](most=8)
    assert [kept.get("one", asked), kept.get("one", asked), kept.get("other", asked)] == [1, 1, 2]


@pytest.mark.django_db
def test_without_a_key_nothing_is_kept(asked: Asked) -> None:
    kept = Kept[int](most=8)
    assert [kept.get(None, asked), kept.get(None, asked)] == [1, 2]


@pytest.mark.django_db
def test_what_was_asked_for_longest_ago_goes_first(asked: Asked) -> None:
    kept = Kept[int](most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, asked)
    assert [kept.get("a", asked), kept.get("c", asked), kept.get("b", asked)] == [1, 3, 4]


@pytest.mark.django_db
def test_a_transaction_keeps_nothing_as_it_may_never_be(asked: Asked) -> None:
    kept = Kept[int](most=8)
    with transaction.atomic():
        kept.get("key", asked)
    assert kept.get("key", asked) == 2


@pytest.mark.django_db
def test_a_transaction_asks_anew_as_it_has_written_what_nobody_sees(asked: Asked) -> None:
    kept = Kept[int](most=8)
    kept.get("key", asked)
    with transaction.atomic():
        assert kept.get("key", asked) == 2
    assert kept.get("key", asked) == 1
