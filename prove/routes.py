"""Every route and socket, asked by everybody with every method, with foreign ids in addresses, questions and bodies:
nobody is told or can touch what is another's, a real id is answered as an unknown one, and nothing ends in an error.

So too by the owner's partner, by keys of theirs, by her partner of former days and by somebody she has invited, of all
that is hers, and of what stands on each rung of what she shows.
"""

from __future__ import annotations

import logging

from django.db import transaction

from prove.outcome import Outcome
from prove.routing import bodies, pages, sockets
from prove.routing.cast import make_cast
from prove.routing.cells import CELLS, Walk
from prove.routing.household import RUNGS
from prove.routing.identities import HOUSEHOLD, IDENTITIES, PARTNER, STRANGER
from tests.route_expectations import EXPECTED
from tests.route_household import is_on_rungs
from tests.route_rules import Expectation


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    """Each part takes its share of the routes and of the questions; the first takes the sockets as well."""
    logging.disable(logging.ERROR)
    outcome = Outcome()
    routes = [EXPECTED[route] for route in sorted(EXPECTED)][part::parts]
    routes = routes[: max(1, round(len(routes) * scale))]
    with transaction.atomic():
        walk = Walk(make_cast(), outcome)
        for expectation in routes:
            walk.route(expectation, IDENTITIES)
            outcome.figures["routes"] += 1
        _ask(walk, part, parts)
        transaction.set_rollback(True)
    with transaction.atomic():
        walk = Walk(make_cast(whole=True), outcome)
        walk_household(walk, routes)
        _ask_as_partner(walk, part, parts)
        transaction.set_rollback(True)
    if part == 0:
        sockets.prove(make_cast(), outcome)
    return outcome


def walk_household(walk: Walk, routes: list[Expectation]) -> None:
    figures = walk.outcome.figures
    for expectation in routes:
        for identity in HOUSEHOLD:
            before = figures[CELLS]
            for rung in ("", *(RUNGS if is_on_rungs(expectation) else ())):
                walk.route(expectation, [identity], rung=rung)
            figures[f"of these by the {identity.name}"] += figures[CELLS] - before


def _ask_as_partner(walk: Walk, part: int, parts: int) -> None:
    """Among the partner's own things, one of the owner's that is hidden from them."""
    owner = walk.cast["ana"]
    assert owner.household is not None, "the whole cast has one"
    hidden = owner.household.untouchable["ben"]
    for route, question in list(bodies.questions(walk.cast["ben"], owner))[part::parts]:
        if any(each in str(question) for each in hidden):
            walk.question(PARTNER, route, question)
            walk.outcome.figures["questions of the partner with hidden ids"] += 1


def _ask(walk: Walk, part: int, parts: int) -> None:
    for name in bodies.fields_nobody_named():
        walk.outcome.fail("a field for ids that nobody named", name)
    found = [*bodies.questions(walk.cast["carla"], walk.cast["ana"]), *pages.questions(walk)]
    for route, question in found[part::parts]:
        walk.question(STRANGER, route, question)
        walk.outcome.figures["questions with foreign ids"] += 1
