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
from tests.route_rules import STAFF_SITE, Expectation, address_of

# In a test, and in a proof without a worker, no heart beats.
NOT_READY = "readyz"
SERVER_ERRORS, LEAKS, CELLS = "server errors", "leaks", "cells"
FIRST_OF_SERVER_ERRORS = 500


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
        self._nobodys = {key: _unknown(key, value) for key, value in cast[OWNER].ids.items()}
        for name in (CELLS, LEAKS, SERVER_ERRORS):
            outcome.figures[name] += 0

    def route(self, expectation: Expectation, identities: Iterable[Identity], methods: Iterable[str] = METHODS) -> None:
        """Every cell of a route; with ids in its address, each also with ids of nobody, and the answers compared."""
        route = expectation.route
        address = address_of(route, self.cast[OWNER].ids)
        twin = address_of(route, self._nobodys)
        for identity in identities:
            for method in methods:
                answer = self._ask(identity, route, method, address)
                self.judge(identity, route, f"{method} {address}", answer)
                expected = expectation.status(method, identity)
                if expected not in (None, answer.status):
                    self.fail("status", identity, f"{method} /{route}", f"{answer.status}, expected {expected}")
                if method in SAFE and answer.rows:
                    self.fail("written", identity, f"{method} /{route}", min(answer.rows)[:120])
                if twin != address and self._must_not_know(identity, route):
                    other = self._ask(identity, route, method, twin)
                    self.compare(identity, f"{method} /{route}", (address, twin), answer, other)

    def question(self, identity: Identity, route: str, question: Question) -> None:
        """One with the owner's ids or words in it: answered as with those of nobody, and to no effect on the owner."""
        headers, twin = way_in(self.cast, identity, route), self._of_nobody(question)
        answers = [
            self.asker.ask(each.method, each.address, headers, each.body, each.kind) for each in (question, twin)
        ]
        self.judge(identity, route, str(question), answers[0])
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
        for row in [] if is_theirs else touched(self.cast, answer):
            self._leak(identity, request, f"touches {row[:120]}")
        if answer.status >= 400 and answer.rows:
            self.fail("written", identity, request, f"{answer.status} and {min(answer.rows)[:120]}")

    def compare(
        self, identity: Identity, request: str, addresses: tuple[str, str], real: Answer, other: Answer
    ) -> None:
        """Somebody's real id and an id of nobody must be answered alike."""
        self.outcome.figures["answers compared with those to unknown ids"] += 1
        ids = [*self.cast[OWNER].ids.values(), *self._nobodys.values()]
        asked = [*addresses, *(each for each in ids if len(each) == UUID_LENGTH)]
        apart = difference(masked(real, asked), masked(other, asked))
        if apart:
            self._leak(identity, request, f"tells a real id from an unknown one: {apart}")

    def fail(self, what: str, identity: Identity, request: str, detail: str) -> None:
        self.outcome.fail(what, f"{identity.name}: {request}: {detail}")

    def _of_nobody(self, question: Question) -> Question:
        address, body = question.address, question.body.decode("latin-1")
        for key, real in self.cast[OWNER].ids.items():
            if len(real) == UUID_LENGTH:
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

    def _must_not_know(self, identity: Identity, route: str) -> bool:
        is_staffs = identity.actor in STAFF and route.startswith(STAFF_SITES)
        return identity.actor != OWNER and (not is_staffs or (identity == CLERK and route.startswith(STAFF_SITE)))


def _unknown(key: str, value: str) -> str:
    if len(value) == UUID_LENGTH:
        return str(uuid4())
    return value if key in ("admin", "anything", "batches", "account") else "987654321"
