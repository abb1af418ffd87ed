"""Every route and socket, asked by everybody with every method, with foreign ids in addresses, questions and bodies:
nobody is told or can touch what is another's, a real id is answered as an unknown one, and nothing ends in an error.
"""

from __future__ import annotations

import logging

from django.db import transaction

from prove.outcome import Outcome
from prove.routing import bodies, pages, sockets
from prove.routing.cast import make_cast
from prove.routing.cells import Walk
from prove.routing.identities import IDENTITIES, STRANGER
from tests.route_expectations import EXPECTED


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    """Each part takes its share of the routes and of the questions; the first takes the sockets as well."""
    logging.disable(logging.ERROR)
    outcome = Outcome()
    routes = [EXPECTED[route] for route in sorted(EXPECTED)][part::parts]
    with transaction.atomic():
        walk = Walk(make_cast(), outcome)
        for expectation in routes[: max(1, round(len(routes) * scale))]:
            walk.route(expectation, IDENTITIES)
            outcome.figures["routes"] += 1
        _ask(walk, part, parts)
        transaction.set_rollback(True)
    if part == 0:
        sockets.prove(make_cast(), outcome)
    return outcome


def _ask(walk: Walk, part: int, parts: int) -> None:
    for name in bodies.fields_nobody_named():
        walk.outcome.fail("a field for ids that nobody named", name)
    found = [*bodies.questions(walk.cast["carla"], walk.cast["ana"]), *pages.questions(walk)]
    for route, question in found[part::parts]:
        walk.question(STRANGER, route, question)
        walk.outcome.figures["questions with foreign ids"] += 1
