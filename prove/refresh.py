"""100 rounds of 16 calls at once with one refresh token, over two servers: one new pair each, and a used token that
comes again after the grace ends the session, whatever else happens at that moment.

The clock of the grace is moved in the database; in the last two rounds the proof waits as long as a person would.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import count, cycle

import httpx
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import RefreshUse, User
from accounts.sessions import caller_of
from accounts.tokens import REPLAY_GRACE
from prove.outcome import Outcome
from prove.places import shared_redis
from prove.refreshing.calls import Call, all_at_once, bearer, pair_in, status_of_me
from prove.refreshing.sockets import OpenSocket
from prove.serving import PASSWORD, let_log_in, servers

ROUNDS, REAL_WAITS = 100, 2
AT_ONCE = 16
PEOPLE = 20
APP = "/_allauth/app/v1"
# A socket of another process is told through Redis; without it, it looks for itself each minute.
CLOSED_WITHIN, CLOSED_BY_ITSELF_WITHIN = 5.0, 70.0


class Wrong(Exception):
    """A call was answered otherwise than promised."""


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    people = cycle([_person(number) for number in range(PEOPLE)])
    settings = {"THROTTLES": "off", "TRUSTED_PROXIES": "1"}
    with shared_redis() as redis_url, servers(2, REDIS_URL=redis_url, **settings) as running:
        rounds = Rounds(people, [each.address for each in running], tells_all=bool(redis_url))
        numbers = [one] if one is not None else range(max(len(KINDS), round(ROUNDS * scale)))
        for number in numbers:
            _one_round(rounds, KINDS[number % len(KINDS)], f"round {number}", outcome)
        for number in range(REAL_WAITS if one is None else 0):
            _one_round(rounds, Rounds.a_used_token_comes_after_eleven_real_seconds, f"real wait {number}", outcome)
    return outcome


def _one_round(rounds: Rounds, kind: Callable[[Rounds], None], case: str, outcome: Outcome) -> None:
    name = kind.__name__.replace("_", " ")
    try:
        kind(rounds)
        outcome.figures[f"as it should be: {name}"] += 1
    except (Wrong, httpx.HTTPError) as wrong:
        outcome.fail(f"{name}: {type(wrong).__name__} {wrong}", case)


class Rounds:
    """Each round is a log-in of its own, by the next person and from another network, which a trusted proxy names:
    allauth counts both. `tells_all`: what one server ends, the other hears of.
    """

    def __init__(self, people: Iterator[User], addresses: Sequence[str], *, tells_all: bool) -> None:
        self.people = people
        self.networks = count()
        self.clients = [httpx.Client(base_url=address, timeout=120) for address in addresses]
        self.addresses = addresses
        self.tells_all = tells_all
        self.session_key = ""

    def one_new_pair_and_again_one_of_it(self) -> None:
        first = self._log_in()
        with OpenSocket(self.addresses[0], first["access_token"]) as opened:
            second = self._one_pair(self._refreshes(first))
            third = self._one_pair(self._refreshes(second))
            self._expect_alive(second, third)
            if opened.is_closed_within(0.2):
                raise Wrong("the socket was closed although the session lives")

    def a_used_token_comes_late(self) -> None:
        first = self._log_in()
        with OpenSocket(self.addresses[0], first["access_token"]) as opened:
            second = self._one_pair(self._refreshes(first))
            _let_the_grace_pass()
            self._one_at_most(self._refreshes(first, ending=True), most=0)
            self._expect_dead(first, second)
            _expect_closed(opened, CLOSED_WITHIN)

    def a_used_token_comes_late_beside_its_successor(self) -> None:
        first = self._log_in()
        second = self._one_pair(self._refreshes(first))
        _let_the_grace_pass()
        late, right = self._refreshes(first)[::2], self._refreshes(second)[1::2]
        pairs = self._one_at_most([*late, *right])
        self._expect_dead(first, second, *pairs)

    def a_log_out_wins(self) -> None:
        first = self._log_in()
        with OpenSocket(self.addresses[0], first["access_token"]) as opened:
            log_out = partial(self.clients[0].delete, f"{APP}/auth/session", headers=bearer(first))
            pairs = self._one_at_most([*self._refreshes(first)[:-1], log_out], besides=401)
            self._expect_dead(first, *pairs)
            _expect_closed(opened, CLOSED_WITHIN)

    def a_password_is_asked_for_meanwhile(self) -> None:
        """It writes to the session as well, and takes long: nothing of the new pair may be lost by it."""
        first = self._log_in()
        again = partial(
            self.clients[1].post, f"{APP}/auth/reauthenticate", json={"password": PASSWORD}, headers=bearer(first)
        )
        answers = all_at_once([*self._refreshes(first)[:-1], again])
        pairs = [pair_in(each) for each in answers[:-1] if each.status_code == 200]
        if len(pairs) != 1 or answers[-1].status_code != 200:
            raise Wrong(f"{len(pairs)} pairs, and {answers[-1].status_code} for the password")
        third = self._one_pair(self._refreshes(pairs[0]))
        self._expect_alive(pairs[0], third)

    def a_used_token_comes_after_eleven_real_seconds(self) -> None:
        first = self._log_in()
        with OpenSocket(self.addresses[0], first["access_token"]) as opened:
            second = self._one_pair(self._refreshes(first))
            time.sleep(REPLAY_GRACE.total_seconds() - 2)
            self._one_at_most(self._refreshes(first), most=0)
            self._expect_alive(second)
            time.sleep(3)
            self._one_at_most(self._refreshes(first), most=0)
            self._expect_dead(first, second)
            _expect_closed(opened, CLOSED_WITHIN if self.tells_all else CLOSED_BY_ITSELF_WITHIN)

    def _log_in(self) -> dict[str, str]:
        body = {"email": next(self.people).email, "password": PASSWORD}
        number = next(self.networks)
        network = {"X-Forwarded-For": f"203.0.{number // 250}.{number % 250}"}
        answer = self.clients[0].post(f"{APP}/auth/login", json=body, headers=network)
        tokens = dict(answer.raise_for_status().json()["meta"])
        caller = caller_of(tokens["access_token"])
        if caller is None:
            raise Wrong("a new access token opens nothing")
        self.session_key = caller.session_key
        return tokens

    def _refreshes(self, tokens: dict[str, str], *, ending: bool = False) -> list[Call]:
        """By both servers in turn; those that end a session by the socket's one where it cannot be told otherwise."""
        clients = self.clients if self.tells_all or not ending else self.clients[:1]
        body = {"refresh_token": tokens["refresh_token"]}
        return [partial(clients[n % len(clients)].post, f"{APP}/tokens/refresh", json=body) for n in range(AT_ONCE)]

    def _one_pair(self, calls: Sequence[Call]) -> dict[str, str]:
        pairs = self._one_at_most(calls)
        if not pairs:
            raise Wrong("nobody got a new pair")
        return pairs[0]

    def _one_at_most(self, calls: Sequence[Call], *, most: int = 1, besides: int = 400) -> list[dict[str, str]]:
        answers = all_at_once(calls)
        pairs = [pair_in(each) for each in answers if each.status_code == 200]
        statuses = Counter(each.status_code for each in answers)
        if len(pairs) > most or set(statuses) - {200, 400, besides}:
            raise Wrong(f"answered {dict(statuses)}")
        return pairs

    def _expect_alive(self, *pairs: dict[str, str]) -> None:
        for pair in pairs:
            for client in self.clients:
                if (status := status_of_me(client, pair)) != 200:
                    raise Wrong(f"an access token is answered {status} although its session lives")

    def _expect_dead(self, *pairs: dict[str, str]) -> None:
        for pair in pairs:
            for client in self.clients:
                refreshed = client.post(f"{APP}/tokens/refresh", json={"refresh_token": pair["refresh_token"]})
                statuses = status_of_me(client, pair), refreshed.status_code
                if statuses != (401, 400):
                    raise Wrong(f"tokens of a session that has ended are answered {statuses}")
        if Session.objects.filter(pk=self.session_key).exists():
            raise Wrong("the session is there although it has ended")


KINDS: tuple[Callable[[Rounds], None], ...] = (
    Rounds.one_new_pair_and_again_one_of_it,
    Rounds.a_used_token_comes_late,
    Rounds.a_used_token_comes_late_beside_its_successor,
    Rounds.a_log_out_wins,
    Rounds.a_password_is_asked_for_meanwhile,
)


def _person(number: int) -> User:
    person = User.objects.create_user(f"ana{number}@example.org", PASSWORD)
    let_log_in(person)
    return person


def _let_the_grace_pass() -> None:
    RefreshUse.objects.update(at=timezone.now() - REPLAY_GRACE - timedelta(seconds=1))


def _expect_closed(opened: OpenSocket, seconds: float) -> None:
    if not opened.is_closed_within(seconds):
        raise Wrong(f"the socket is open {seconds:.0f} s after its session has ended")
