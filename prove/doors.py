"""The log-in under attack: 1,000 guesses at once through two servers, each from an address it makes up, are counted
as one guesser's; and how long a refusal takes does not tell whether an address is somebody's.
"""

from __future__ import annotations

import math
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx

from accounts.models import User
from prove.outcome import Outcome
from prove.serving import PASSWORD, let_log_in, servers

LOG_IN = "/_allauth/app/v1/auth/login"
GUESSES, AT_ONCE = 1_000, 40
LIMIT = 5
PAIRS, TRIES_OF_ONE = 150, 5
DIFFERENCE_AT_MOST_MS = 5.0


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with servers(2, THROTTLES="on", TRUSTED_PROXIES="0") as instances:
        _guess([each.address for each in instances], max(50, round(GUESSES * scale)), outcome)
    with servers(1, THROTTLES="off", TRUSTED_PROXIES="1") as [instance]:
        _time(instance.address, max(10, round(PAIRS * scale)), outcome)
    return outcome


def _guess(addresses: list[str], guesses: int, outcome: Outcome) -> None:
    """One more than the limit may pass where two were counted at the same moment; here none should."""
    person = _person("victim")

    def guess(number: int) -> int:
        forged = {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250}"}
        body = {"email": person.email, "password": f"guess {number}"}
        return httpx.post(addresses[number % 2] + LOG_IN, json=body, headers=forged, timeout=600).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(guess, range(guesses)))
    outcome.figures["guesses"] += guesses
    outcome.figures["guesses whose password was looked at"] += answers[400]
    if answers[400] > LIMIT + 1 or set(answers) - {400, 429}:
        outcome.fail(
            f"{dict(answers)}: more than {LIMIT + 1} were looked at, or something else was answered", "guesses"
        )
    for address in addresses:
        body = {"email": person.email, "password": PASSWORD}
        if httpx.post(address + LOG_IN, json=body, timeout=60).status_code != 429:
            outcome.fail("the right password was let in after too many wrong ones", address)


def _time(address: str, pairs: int, outcome: Outcome) -> None:
    """In turn, each time from another network, which a trusted proxy names: no limit of tries shortens an answer."""
    people = [_person(f"known{number}") for number in range(-(-pairs // TRIES_OF_ONE))]
    client, known, unknown = httpx.Client(base_url=address, timeout=60), [], []
    for number in range(pairs):
        known.append(_took(client, people[number // TRIES_OF_ONE].email, 2 * number))
        unknown.append(_took(client, f"nobody{number}@example.org", 2 * number + 1))
    apart = [one - other for one, other in zip(known, unknown, strict=True)]
    middle = statistics.median(apart)
    unsure = 3 * _error_of_median(apart)
    outcome.notes.append(
        f"refused after {statistics.median(known):.1f} ms (somebody's address) and {statistics.median(unknown):.1f} ms"
        f" (nobody's), medians of {pairs} each in turn; {middle:+.1f} ms apart, give or take {unsure:.1f} ms"
    )
    if abs(middle) - unsure > DIFFERENCE_AT_MOST_MS:
        outcome.fail(f"the answers are {middle:+.1f} ms apart, give or take {unsure:.1f} ms", "timing")


def _error_of_median(values: list[float]) -> float:
    """The standard error of a median, from the median deviation: a busy machine's outliers say nothing."""
    middle = statistics.median(values)
    deviation = 1.4826 * statistics.median(abs(each - middle) for each in values)
    return float(1.2533 * deviation / math.sqrt(len(values)))


def _took(client: httpx.Client, email: str, number: int) -> float:
    proxied = {"X-Forwarded-For": f"203.{number // 250}.{number % 250}.7"}
    began = time.perf_counter()
    answer = client.post(LOG_IN, json={"email": email, "password": "wrong"}, headers=proxied)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 400 or answer.json()["errors"][0]["code"] != "email_password_mismatch":
        raise AssertionError(f"{email}: {answer.status_code} {answer.text[:200]}")
    return took


def _person(name: str) -> User:
    person = User.objects.create_user(f"{name}@example.org", PASSWORD)
    let_log_in(person)
    return person
