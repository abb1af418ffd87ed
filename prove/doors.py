"""The doors under attack: 1,000 wrong passwords at once through two servers, each from an address it makes up, are
counted as one guesser's; and neither what a form answers nor how long it takes tells whether an address is somebody's.

On the Redis of REDIS_URL too, where it is set. The second part has a mail server, as an instance for many has.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx

from accounts.models import User
from config.kernel.models import AuditEntry
from prove.guessing.timing import time_forms
from prove.outcome import Outcome
from prove.places import shared_redis
from prove.serving import PASSWORD, let_log_in, servers
from tests.mail_server import MailServer

LOG_IN, LOG_IN_PAGE = "/_allauth/app/v1/auth/login", "/accounts/login/"
GUESSES, AT_ONCE = 1_000, 40
LIMIT = 5
# Every so many guesses one is made on the page.
ON_THE_PAGE = 5
TRIES = 60


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with shared_redis() as redis_url:
        with servers(2, THROTTLES="on", TRUSTED_PROXIES="0", REDIS_URL=redis_url) as instances:
            _guess([each.address for each in instances], max(50, round(GUESSES * scale)), outcome)
        mail = MailServer()
        settings = {"THROTTLES": "off", "TRUSTED_PROXIES": "1", "EMAIL_URL": mail.url, "REDIS_URL": redis_url}
        with servers(1, **settings) as [instance]:
            time_forms(instance, max(5, round(TRIES * scale)), outcome)
        mail.shutdown()
    return outcome


def _guess(addresses: list[str], guesses: int, outcome: Outcome) -> None:
    """One more than the limit may pass where two were counted at the same moment; here none should."""
    person = User.objects.create_user("victim@example.org", PASSWORD)
    let_log_in(person)
    tokens = [httpx.get(address + LOG_IN_PAGE).raise_for_status().cookies["csrftoken"] for address in addresses]

    def guess(number: int) -> int:
        address, token = addresses[number % 2], tokens[number % 2]
        headers = {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250}"}
        password = f"guess {number}"
        if number % ON_THE_PAGE:
            body = {"email": person.email, "password": password}
            return httpx.post(address + LOG_IN, json=body, headers=headers, timeout=600).status_code
        fields = {"login": person.email, "password": password, "csrfmiddlewaretoken": token}
        headers.update({"Referer": address, "Cookie": f"csrftoken={token}"})
        return httpx.post(address + LOG_IN_PAGE, data=fields, headers=headers, timeout=600).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(guess, range(guesses)))
    looked_at = AuditEntry.objects.filter(action="log_in_failed", person=person).count()
    outcome.figures["guesses"] += guesses
    outcome.figures["guesses whose password was looked at"] += looked_at
    if not 1 <= looked_at <= LIMIT + 1 or set(answers) - {400, 422, 429}:
        outcome.fail(f"{looked_at} passwords were looked at, {LIMIT} may be; answered {dict(answers)}", "guesses")
    for address in addresses:
        body = {"email": person.email, "password": PASSWORD}
        if httpx.post(address + LOG_IN, json=body, timeout=60).status_code != 429:
            outcome.fail("the right password was let in after too many wrong ones", address)
