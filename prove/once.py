"""1,000 keys, each sent by 16 callers at once to two servers that are killed meanwhile: each happens once, and every
caller has the one answer. So it is with every creating request that takes a key, a smaller number of each.

A part of the keys comes with two bodies: the one that came first counts, the others are refused (422). The servers die
at the named points around the write, and at random moments; callers go on until they are answered.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

import orjson
from django.db import connection

from config.kernel.models import IdempotencyKey, Job
from ledger.core.checking import check_account
from prove.kill import named_points_of
from prove.outcome import Outcome
from prove.places import shared_redis
from prove.repeating.callers import CALLERS, Answer, Asked, Told, send_all
from prove.repeating.callers import Caller as Line
from prove.repeating.keepers import Keeper
from prove.repeating.kinds import KINDS, Caller, Kind
from prove.serving import servers

KEYS, KEYS_OF_OTHERS = 1_000, 50
PEOPLE = 4
JOBS_LONGEST = 240
Sent = list[tuple[Kind, Caller, str, Asked]]


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    people = [Caller(f"caller{number}") for number in range(PEOPLE)]
    sent = _requests(people, scale)
    with shared_redis() as redis_url, servers(2, THROTTLES="off", REDIS_URL=redis_url) as running:
        addresses = [each.address for each in running]
        points = sorted(named_points_of("once:"))
        keepers = [Keeper(running[0], points, one or 1), Keeper(running[1], [], one or 2)]
        for keeper in keepers:
            keeper.start()
        try:
            told = send_all(addresses, [asked for *_, asked in sent])
        finally:
            for keeper in keepers:
                keeper.stop()
        _judge_kills(keepers, points, scale, outcome)
        again = Line(addresses, told)
        for place, (kind, _, mark, asked) in enumerate(sent):
            _judge_answers(kind, mark, told.answers[place], _repeated(again, asked, told.answers[place]), outcome)
        _wait_for_jobs(outcome)
    _judge_effects(people, sent, told, outcome)
    _judge_ledgers(people, outcome)
    for why, times in told.unanswered.items():
        outcome.figures[f"calls that were not answered and sent again, {why}"] += times
    return outcome


def _requests(people: Sequence[Caller], scale: float) -> Sent:
    """People send under the same keys as each other: a key is one person's own."""
    sent: Sent = []
    for kind in KINDS:
        keys = KEYS if kind is KINDS[0] else KEYS_OF_OTHERS
        for number in range(max(PEOPLE, round(keys * scale))):
            caller, mark = people[number % PEOPLE], f"once-{kind.name}-{number // PEOPLE}"
            sent.append((kind, caller, mark, kind.ask(caller, mark)))
    return sent


def _judge_kills(keepers: Sequence[Keeper], points: Sequence[str], scale: float, outcome: Outcome) -> None:
    killed: Counter[str] = Counter()
    for keeper in keepers:
        killed += keeper.killed
        if keeper.error:
            outcome.fail(keeper.error, keeper.instance.address)
    for name, times in killed.items():
        outcome.figures[f"servers killed at {name}"] += times
    for name in points:
        if scale >= 1 and not killed[name]:
            outcome.fail(f"no server has died at {name}", "kills")


def _repeated(line: Line, asked: Asked, answers: Sequence[Answer]) -> Answer | None:
    """What somebody gets who asks once more when all is over, as the first one did."""
    first = next((each for each in answers if each.status != 422), None)
    return line.send(asked, 0, is_other=first is not None and first.is_to_other)


def _judge_answers(kind: Kind, mark: str, answers: Sequence[Answer], again: Answer | None, outcome: Outcome) -> None:
    right = [each for each in answers if each.status == kind.status]
    refused = [each for each in answers if each.status == 422]
    outcome.figures["calls answered"] += len(answers)
    outcome.figures["answers given again"] += sum(each.is_replay for each in answers)
    outcome.figures["calls with another body refused"] += len(refused)
    if len(answers) != CALLERS or len(right) + len(refused) != CALLERS:
        outcome.fail(f"answers of {kind.name}: {dict(Counter(each.status for each in answers))}", mark)
        return
    if not right or len({each.content for each in right}) != 1 or len({each.is_to_other for each in right}) != 1:
        outcome.fail(f"not all callers of one of {kind.name} have the same answer", mark)
    if any(each.is_to_other == right[0].is_to_other for each in refused):
        outcome.fail(f"the same body of {kind.name} was both taken and refused", mark)
    if again is None or not again.is_replay or again.content != right[0].content:
        outcome.fail(f"one of {kind.name} has another answer when all is over", mark)
    if not any(not each.is_replay for each in right):
        outcome.figures["keys whose first answer reached nobody, a kill came between"] += 1


def _wait_for_jobs(outcome: Outcome) -> None:
    until = time.monotonic() + JOBS_LONGEST
    waiting = [Job.Status.QUEUED, Job.Status.RUNNING]
    while Job.objects.filter(status__in=waiting).exists():
        if time.monotonic() > until:
            kinds = Counter(Job.objects.filter(status__in=waiting).values_list("kind", flat=True))
            outcome.fail(f"jobs are not over after {JOBS_LONGEST} s", str(dict(kinds)))
            return
        time.sleep(0.5)


def _judge_effects(people: Sequence[Caller], sent: Sent, told: Told, outcome: Outcome) -> None:
    """Exactly one of everything, the one that was answered, and as many rows of keys."""
    found = {(kind, caller): kind.found(caller) for kind in KINDS for caller in people}
    rows = {(row.person_id, row.key): row for row in IdempotencyKey.objects.all()}
    for place, (kind, caller, mark, _) in enumerate(sent):
        ids = found[kind, caller].pop(mark, [])
        outcome.figures[f"{kind.name} that are there once"] += len(ids) == 1
        if len(ids) != 1:
            outcome.fail(f"{len(ids)} of {kind.name} under one key", mark)
        row = rows.pop((caller.person.pk, mark), None)
        answered = next((each.content for each in told.answers[place] if each.status == kind.status), b"{}")
        if row is None or row.status != kind.status or bytes(row.body or b"") != answered:
            outcome.fail(f"the row of a key of {kind.name} is not the answer", mark)
        if [orjson.loads(answered).get("id")] != ids:
            outcome.fail(f"an answer of {kind.name} names what is not there", mark)
    for (kind, _), rest in found.items():
        for mark in rest:
            outcome.fail(f"one of {kind.name} that nobody asked for", mark)
    for _, key in rows:
        outcome.fail("a row of a key that nobody sent", key)


def _judge_ledgers(people: Sequence[Caller], outcome: Outcome) -> None:
    for caller in people:
        for account in caller.accounts():
            outcome.figures["accounts whose every sum is right"] += 1
            for difference in check_account(account):
                outcome.fail(str(difference), caller.person.email)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (said := cursor.fetchone()[0]) != "ok":
                outcome.fail(f"integrity_check: {said}", "SQLite")
