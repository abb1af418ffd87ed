"""Every route and socket, asked by everybody with every method, with foreign ids in addresses, questions and bodies:
nobody is told or can touch what is another's, a real id is answered as an unknown one, and nothing ends in an error.
"""

from __future__ import annotations

from django.db import transaction

from prove.outcome import Outcome
from prove.routing.cast import make_cast
from prove.routing.cells import Walk
from prove.routing.identities import IDENTITIES
from tests.route_expectations import EXPECTED


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    """Each part takes its share of the routes; the first takes the sockets as well."""
    outcome = Outcome()
    routes = [EXPECTED[route] for route in sorted(EXPECTED)][part::parts]
    with transaction.atomic():
        walk = Walk(make_cast(), outcome)
        for expectation in routes[: max(1, round(len(routes) * scale))]:
            walk.route(expectation, IDENTITIES)
            outcome.figures["routes"] += 1
        transaction.set_rollback(True)
    return outcome
