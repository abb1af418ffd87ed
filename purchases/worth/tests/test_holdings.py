from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from config.kernel.money import SCALE
from ledger.core.exchange import rounded
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.core.standing import standing_in
from purchases.conftest import TODAY, Buys
from purchases.core.services import delete_purchase, share_purchase, unshare_purchase, update_purchase
from purchases.worth.holdings import Cell, Things, things_of, worth_today
from purchases.worth.line import share_left

COUNTS = {"life_months": 48, "in_net_worth": True}
MARCH = date(2025, 3, 11)


def worth(person: User, scope: str = "me") -> dict[str, str]:
    return {currency: str(amount) for currency, amount in things_of(person, scope).on(TODAY).items()}


def test_only_what_was_chosen_counts(ana: User, buys: Buys) -> None:
    assert worth_today(ana) == {}
    buys(price=Decimal(649), purchase_date=MARCH, **COUNTS)
    buys(price=Decimal(1000), purchase_date=MARCH, life_months=48)
    assert worth(ana) == {"EUR": "378.58"}


def test_several_are_rounded_as_a_whole(ana: User, buys: Buys) -> None:
    for _number in range(3):
        buys(price=Decimal("0.01"), purchase_date=date(2026, 10, 5), life_months=2, in_net_worth=True)
    assert worth(ana) == {"EUR": "0.02"}


def test_currencies_are_never_added(ana: User, buys: Buys) -> None:
    buys(price=Decimal(48), purchase_date=MARCH, **COUNTS)
    buys(price=Decimal(4800), currency="JPY", purchase_date=MARCH, **COUNTS)
    assert worth_today(ana) == {"JPY": Decimal(2800), "EUR": Decimal(28)}


def test_an_archived_thing_counts_until_it_is_taken_out_or_deleted(ana: User, buys: Buys) -> None:
    thing = buys(price=Decimal(48), purchase_date=MARCH, **COUNTS)
    update_purchase(purchase=thing, changed_by=ana, is_archived=True)
    assert worth(ana) == {"EUR": "28.00"}
    update_purchase(purchase=thing, changed_by=ana, in_net_worth=False)
    assert worth(ana) == {}
    update_purchase(purchase=thing, changed_by=ana, in_net_worth=True)
    delete_purchase(purchase=thing, deleted_by=ana)
    assert worth(ana) == {}


def test_at_the_end_of_its_life_it_is_worth_nothing(ana: User, buys: Buys) -> None:
    buys(price=Decimal(48), purchase_date=date(2022, 11, 30), **COUNTS)
    assert worth(ana) == {}
    assert things_of(ana).on(date(2026, 10, 31)) == {"EUR": Decimal("1.00")}


def test_each_lens_counts_what_it_says(ana: User, ben: User, couple: Partnership, buys: Buys) -> None:
    shown = buys(price=Decimal(48), purchase_date=MARCH, **COUNTS)
    buys(price=Decimal(480), purchase_date=MARCH, **COUNTS)
    buys(by=ben, price=Decimal(4800), purchase_date=MARCH, **COUNTS)
    share_purchase(purchase=shown, shared_by=ana)
    assert [worth(ben, each) for each in ("me", "partner", "together")] == [
        {"EUR": "2800.00"},
        {"EUR": "28.00"},
        {"EUR": "2828.00"},
    ]
    assert [worth(ana, each) for each in ("me", "partner", "together")] == [
        {"EUR": "308.00"},
        {},
        {"EUR": "308.00"},
    ]
    pause_partnership(standing=standing_in(ana, couple.pk))
    assert worth(ben, "partner") == {"EUR": "28.00"}
    unshare_purchase(purchase=shown, unshared_by=ana)
    assert worth(ben, "partner") == {}


def test_an_ended_partnership_shows_nothing(ana: User, ben: User, couple: Partnership, buys: Buys) -> None:
    share_purchase(purchase=buys(price=Decimal(48), purchase_date=MARCH, **COUNTS), shared_by=ana)
    end_partnership(standing=standing_in(ben, couple.pk))
    assert worth(ben, "together") == {}


@pytest.mark.parametrize("scope", ["me", "partner", "together"])
def test_many_cost_one_query_and_as_many_cells_as_months_and_lives(
    scope: str, ana: User, couple: Partnership, buys: Buys
) -> None:
    for number in range(30):
        buys(purchase_date=date(2026, 1 + number % 3, 1), life_months=12, in_net_worth=True)
    with CaptureQueriesContext(connection) as caught:
        found = things_of(ana, scope)
        found.on(TODAY)
    assert len(caught) == 1
    assert len(found.cells) == (0 if scope == "partner" else 3)


cells = st.builds(
    Cell,
    currency=st.sampled_from(["EUR", "USD"]),
    bought=st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 1, 1)).map(lambda day: day.replace(day=1)),
    life=st.integers(min_value=1, max_value=600),
    paid=st.integers(min_value=0, max_value=10**13),
)


@given(st.lists(cells, max_size=20), st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1)))
def test_a_sum_is_that_of_its_parts_rounded_once(some: list[Cell], on: date) -> None:
    told = Things(tuple(some)).on(on)
    for currency in ("EUR", "USD"):
        parts = [Fraction(each.paid, SCALE) * share_left(each.bought, each.life, on) for each in some]
        exact = sum((part for part, each in zip(parts, some, strict=True) if each.currency == currency), Fraction())
        assert told.get(currency, Decimal(0)) == rounded(exact, currency)
