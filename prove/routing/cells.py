"""One cell is a route, a method and somebody who asks. Judged are its status, what it tells and what it writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from prove.outcome import Outcome
from prove.routing.asking import FORM, JSON, METHODS, SAFE, Answer, Asker
from prove.routing.cast import UUID_LENGTH, Cast, way_in
from prove.routing.identities import CLERK, Identity
from prove.routing.judging import OWNER, STAFF, STAFF_SITES, difference, masked, secrets_from, told, touched
from tests.route_household import status_in_household
from tests.route_rules import STAFF_SITE, Expectation, address_of

# In a test, and in a proof without a worker, no heart beats.
NOT_READY = "readyz"
# So many characters of an id say when it was made (RFC 9562, version 7).
WHEN = len("01a1fefb-4cf8-7432-")
# Counts the question in its answer to it, so that no two are the same.
COUNTS_ITSELF = "metrics"
# A month of which nobody has a budget.
NO_BUDGET = "1999-12"
SERVER_ERRORS, LEAKS, CELLS = "server errors", "leaks", "cells"
FIRST_OF_SERVER_ERRORS = 500
NOT_THERE = 404


@dataclass(frozen=True, slots=True)
class Question:
    method: str
    address: str
    body: bytes = b""
    kind: str = FORM

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.body.decode('latin-1')[:1000]}".rstrip()


class Walk:
    """Asks and counts. A failure is one of `leak`, `server error`, `status` and `written`."""

    def __init__(self, cast: Cast, outcome: Outcome) -> None:
        self.cast, self.outcome, self.asker = cast, outcome, Asker()
        household = cast[OWNER].household
        self._things = household.things if household else {}
        self._kept_from = household.kept_from if household else {}
        self._nobodys = {key: _unknown(key, value) for key, value in cast[OWNER].ids.items()}
        for name in (CELLS, LEAKS, SERVER_ERRORS):
            outcome.figures[name] += 0

    def route(
        self,
        expectation: Expectation,
        identities: Iterable[Identity],
        methods: Iterable[str] = METHODS,
        rung: str = "",
    ) -> None:
        """Every cell of a route; with ids in its address, each also with ids of nobody, and the answers compared.

        With a `rung` of what the owner shows her partner, the ids of what stands there.
        """
        route, of_rung = expectation.route, f" ({rung})" if rung else ""
        address = address_of(route, {**self.cast[OWNER].ids, **(self._things[rung] if rung else {})})
        twin = address_of(route, self._nobodys)
        for identity in identities:
            for method in methods:
                answer = self._ask(identity, route, method, address)
                self.judge(identity, route, f"{method} {address}", answer)
                expected = self._expected(expectation, method, identity, rung)
                if expected not in (None, answer.status):
                    self.fail(
                        "status", identity, f"{method} /{route}{of_rung}", f"{answer.status}, expected {expected}"
                    )
                if method in SAFE and answer.rows:
                    self.fail("written", identity, f"{method} /{route}{of_rung}", min(answer.rows)[:120])
                if twin != address and self._must_not_know(identity, route, answer):
                    other = self._ask(identity, route, method, twin)
                    self.compare(identity, f"{method} /{route}{of_rung}", (address, twin), answer, other)

    def question(self, identity: Identity, route: str, question: Question) -> None:
        """One with the owner's ids or words in it: answered as with those of nobody, and to no effect on the owner."""
        headers, twin = way_in(self.cast, identity, route), self._of_nobody(identity, question)
        answers = [
            self.asker.ask(each.method, each.address, headers, each.body, each.kind) for each in (question, twin)
        ]
        self.judge(identity, route, str(question), answers[0])
        if route != COUNTS_ITSELF:
            self.compare(identity, str(question), (question.address, twin.address), *answers)

    def judge(self, identity: Identity, route: str, request: str, answer: Answer) -> None:
        """What holds whatever was asked: no error, nothing of the owner's told or touched, a refusal writes nothing."""
        self.outcome.figures[CELLS] += 1
        if answer.status >= FIRST_OF_SERVER_ERRORS and route != NOT_READY:
            self.outcome.figures[SERVER_ERRORS] += 1
            self.fail("server error", identity, request, answer.error)
        for secret in told(secrets_from(self.cast, route, identity, answer.status), answer, request):
            self._leak(identity, request, f"tells {secret}")
        is_theirs = identity.actor == OWNER or (identity.actor in STAFF and route.startswith(STAFF_SITES))
        for row in [] if is_theirs else touched(self.cast, identity, answer):
            self._leak(identity, request, f"touches {row[:120]}")
        if answer.status >= 400 and answer.rows:
            self.fail("written", identity, request, f"{answer.status} and {min(answer.rows)[:120]}")

    def compare(
        self, identity: Identity, request: str, addresses: tuple[str, str], real: Answer, other: Answer
    ) -> None:
        """Somebody's real id and an id of nobody must be answered alike."""
        self.outcome.figures["answers compared with those to unknown ids"] += 1
        things = [each for of_rung in self._things.values() for each in of_rung.values()]
        ids = [*self.cast[OWNER].ids.values(), *self._nobodys.values(), *things]
        asked = [*addresses, *(each for each in ids if len(each) == UUID_LENGTH)]
        apart = difference(masked(real, asked), masked(other, asked))
        if apart:
            self._leak(identity, request, f"tells a real id from an unknown one: {apart}")

    def fail(self, what: str, identity: Identity, request: str, detail: str) -> None:
        self.outcome.fail(what, f"{identity.name}: {request}: {detail}")

    def _of_nobody(self, identity: Identity, question: Question) -> Question:
        """With ids of nobody in the place of the owner's; of her household, of those that are hidden from who asks."""
        address, body = question.address, question.body.decode("latin-1")
        household = self.cast[OWNER].household
        hidden = household.untouchable.get(str(identity.actor)) if household else None
        for key, real in self.cast[OWNER].ids.items():
            if len(real) == UUID_LENGTH and (hidden is None or real in hidden):
                address, body = (text.replace(real, self._nobodys[key]) for text in (address, body))
        return replace(question, address=address, body=body.encode("latin-1"))

    def _leak(self, identity: Identity, request: str, detail: str) -> None:
        self.outcome.figures[LEAKS] += 1
        self.fail("leak", identity, request, detail)

    def _ask(self, identity: Identity, route: str, method: str, address: str) -> Answer:
        """With a body in which there is nothing of use, where a method has one."""
        body, kind = (b"{}", JSON) if route.startswith(("api/", "_allauth/")) else (b"nothing=known", FORM)
        headers = way_in(self.cast, identity, route)
        return self.asker.ask(method, address, headers, b"" if method in SAFE else body, kind)

    def _expected(self, expectation: Expectation, method: str, identity: Identity, rung: str) -> int | None:
        of_household = identity.actor in self._kept_from
        return (
            status_in_household(expectation, method, identity, rung)
            if of_household
            else expectation.status(method, identity)
        )

    def _must_not_know(self, identity: Identity, route: str, answer: Answer) -> bool:
        """Of a household each knows of some of it; what is not there for them must be as if it were nowhere."""
        if identity.actor in self._kept_from:
            return answer.status == NOT_THERE
        is_staffs = identity.actor in STAFF and route.startswith(STAFF_SITES)
        return identity.actor != OWNER and (not is_staffs or (identity == CLERK and route.startswith(STAFF_SITE)))


def _unknown(key: str, value: str) -> str:
    """An id of the same moment: lists that go on behind an id are ordered by it."""
    if len(value) == UUID_LENGTH:
        return value[:WHEN] + str(uuid4())[WHEN:]
    if key == "budgets":
        return NO_BUDGET
    return value if key in ("admin", "anything", "batches", "account", "of") else "987654321"
