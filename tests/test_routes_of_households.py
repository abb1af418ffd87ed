"""The owner's partner on every rung of what she shows; `python -m prove routes` asks with all methods, as everybody
around her.
"""

from __future__ import annotations

import pytest

from prove.outcome import Outcome
from prove.routing.cast import make_cast
from prove.routing.cells import Walk
from prove.routing.household import FULL, GIFT, SUMS
from prove.routing.identities import PARTNER
from tests.route_expectations import EXPECTED
from tests.route_household import KNOWN, LADDER, is_on_rungs


@pytest.mark.django_db
def test_a_partner_reads_what_is_shown_on_each_rung_and_no_more() -> None:
    walk = Walk(make_cast(whole=True), Outcome())
    for expectation in EXPECTED.values():
        if "<uuid" in expectation.route and "GET" in expectation.named and not expectation.foreign:
            for rung in ("", *((SUMS, FULL, GIFT) if is_on_rungs(expectation) else ())):
                walk.route(expectation, [PARTNER], ["GET"], rung)
    assert walk.outcome.failures == {}
    assert walk.outcome.figures["cells"] > 80


def test_every_route_that_is_said_of_a_household_is_there() -> None:
    assert {route for route, _method in (*KNOWN, *LADDER)} - EXPECTED.keys() == set()
