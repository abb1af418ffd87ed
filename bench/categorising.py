"""`python -m bench.categorising`: how well categories are guessed, on the invented histories of `bench.histories`.

Each history is gone through once in the order of time: guess, then be told what was right. The categories are the
person's own, so the lists help only as far as their names say something. Beside it: what happens when only wrong
guesses are corrected and right ones are let stand, and what a guess costs.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bench.histories import Labelled, history, names

COVERED = 0.8
QUESTIONS = 20_000
TIMED = 500


@dataclass(frozen=True, slots=True)
class Result:
    """`at_coverage` is how many of the surest 80% were right; `first_time` of payees never seen before."""

    rows: int
    categories: int
    right: float
    at_coverage: float
    first_time: float


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.categorising", description=__doc__)
    arguments.add_argument("--rows", type=int, default=0, help="of each history; 0: 800, and 1,900 of the diary")
    arguments.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    chosen = arguments.parse_args()
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tuppence-bench-")
    os.environ["DEMO"] = "off"
    os.environ["REDIS_URL"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(f"{'history':10} {'rows':>5} {'cats':>4}  {'right':>6} {'at 80%':>6} {'first':>6}  {'only errors told':>16}")
    for name in names():
        rows = chosen.rows or (1_900 if name == "diary" else 800)
        told = [judge(history(name, rows=rows, seed=seed), f"{name}{seed}") for seed in chosen.seeds]
        corrected = [
            judge(history(name, rows=rows, seed=seed), f"{name}{seed}c", only_errors=True) for seed in chosen.seeds
        ]
        print(
            f"{name:10} {told[0].rows:>5} {told[0].categories:>4}  {_mean([each.right for each in told]):>6.3f}"
            f" {_mean([each.at_coverage for each in told]):>6.3f} {_mean([each.first_time for each in told]):>6.3f}"
            f"  {_mean([each.right for each in corrected]):>16.3f}"
        )
    _print_speed()


def judge(entries: Sequence[Labelled], person_name: str, *, only_errors: bool = False) -> Result:
    """Go through a history once, in the order of time, with a person of its own."""
    from accounts.models import User
    from ledger.categorising.services import suggest_many
    from ledger.core import categoriser, services
    from ledger.core.categoriser import Lesson, Question
    from ledger.core.payees import payee_key

    person = User.objects.create_user(f"{person_name}@bench.example", "a pass phrase")
    labels = sorted({(each.label, each.kind) for each in entries})
    keys: dict[tuple[str, str], UUID] = {
        (label, kind): services.create_category(owner=person, name=f"{label} {'in' * (kind == 'income')}", kind=kind).pk
        for label, kind in labels
    }
    seen: set[str] = set()
    outcomes: list[tuple[Decimal, bool]] = []
    first: list[bool] = []
    for each in entries:
        question = Question(each.payee, each.notes, each.kind, each.amount)
        right = keys[each.label, each.kind]
        [found] = suggest_many(person, [question])
        is_right = found is not None and found.category_id == right
        outcomes.append((found.confidence if found else Decimal(0), is_right))
        key = payee_key(each.payee)
        if key not in seen:
            first.append(is_right)
            seen.add(key)
        if not (only_errors and is_right):
            categoriser.current().learn(person, [Lesson(question, right)])
    outcomes.sort(key=lambda outcome: -outcome[0])
    covered = outcomes[: round(len(outcomes) * COVERED)]
    return Result(
        rows=len(entries),
        categories=len(labels),
        right=_mean([is_right for _, is_right in outcomes]),
        at_coverage=_mean([is_right for _, is_right in covered]),
        first_time=_mean(first),
    )


def _print_speed() -> None:
    """Of the person who taught most: a file of distinct payees at once, and single questions and lessons."""
    from accounts.models import User
    from ledger.categorising.services import suggest_many
    from ledger.core import categoriser
    from ledger.core.categoriser import Lesson, Question

    person = User.objects.get(email="diary1@bench.example")
    texts = [each.payee for each in history("american", rows=QUESTIONS, seed=9)]
    asked = [
        Question(f"{text} {number}x", "", "expense", Decimal(number % 300 + 1)) for number, text in enumerate(texts)
    ]
    suggest_many(person, asked[:1])
    started = time.process_time()
    suggest_many(person, asked)
    print(f"{QUESTIONS} distinct payees at once: {time.process_time() - started:.2f} s CPU")
    right = suggest_many(person, [Question(each, "", "expense") for each in ("milk", "tea")])[0]
    lessons = [Lesson(each, right.category_id) for each in asked[:TIMED] if right]
    started = time.process_time()
    for each in asked[:TIMED]:
        suggest_many(person, [each])
    print(f"one question: {(time.process_time() - started) / TIMED * 1000:.2f} ms CPU")
    started = time.process_time()
    for lesson in lessons:
        categoriser.current().learn(person, [lesson])
    print(f"one lesson: {(time.process_time() - started) / TIMED * 1000:.2f} ms CPU")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    main()
