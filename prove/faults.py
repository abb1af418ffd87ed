"""What the server stands on fails under the hands of people: Redis, PostgreSQL, the mail server, the disk.

Every request is answered, one at most waits, nothing acknowledged is lost, and all works again by itself.
`--seed` chooses one part: 0 Redis, 1 Redis with worker and schedule apart, 2 mail, 3 PostgreSQL, 4 the disk.
"""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from bench.generate import make_person
from config.kernel import schedule
from ledger.core.models import MoneyAccount
from prove.failing import disk, services
from prove.failing.caller import Caller
from prove.outcome import Outcome
from prove.proxy import HANG, REFUSE
from prove.serving import let_log_in

ROWS = 500


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    schedule.sync()
    person = make_person(ROWS)
    let_log_in(person)
    account = MoneyAccount.objects.owned_by(person).earliest("created_at")

    def make(address: str) -> Caller:
        caller = Caller(address, User.objects.get(pk=person.pk), account)
        caller.log_in()
        return caller

    parts_of_it: list[Callable[[], None]] = [
        lambda: services.redis(make, outcome, apart=False, modes=services.MODES),
        lambda: services.redis(make, outcome, apart=True, modes=[REFUSE, HANG]),
        lambda: services.mail(outcome),
        lambda: services.database(make, outcome),
        lambda: disk.full(outcome),
    ]
    for act in parts_of_it if one is None else [parts_of_it[one]]:
        act()
    return outcome
