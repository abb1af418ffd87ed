"""Whether the time of an answer tells an address of somebody from one of nobody."""

from __future__ import annotations

import math
import statistics
import time
from collections import defaultdict
from random import Random

from prove.guessing.forms import FORMS, Form, Visitor, said
from prove.guessing.people import KINDS, NOBODY, make_people
from prove.outcome import Outcome
from prove.serving import Instance

DIFFERENCE_AT_MOST_MS = 5.0
Taken = dict[str, list[float]]


def time_forms(instance: Instance, tries: int, outcome: Outcome) -> None:
    """Every form with every kind of address in turn, each kind so often. Computing time counts on a busy machine too;
    the clock on the wall says more the quieter it is.
    """
    visitor = Visitor(instance.address)
    # Each address once: a second sign-up within seconds, and a fifth wrong password, are refused for that alone.
    people = {kind: make_people(kind, tries * len(FORMS)) for kind in [*KINDS, NOBODY]}
    for place, form in enumerate(FORMS):
        computed: Taken = defaultdict(list)
        waited: Taken = defaultdict(list)
        for number in range(tries):
            order = [*KINDS, NOBODY]
            Random(number).shuffle(order)  # noqa: S311
            told = {}
            for kind in order:
                email = people[kind][place * tries + number]
                cpu, wall = instance.cpu_seconds(), time.perf_counter()
                answer = visitor.fill_in(form, email)
                waited[kind].append((time.perf_counter() - wall) * 1000)
                computed[kind].append((instance.cpu_seconds() - cpu) * 1000)
                told[kind] = said(answer, email)
            _judge_answers(form, told, outcome)
        _judge_times(form, "computed", computed, outcome)
        _judge_times(form, "waited", waited, outcome)


def _judge_answers(form: Form, told: dict[str, str], outcome: Outcome) -> None:
    outcome.figures[f"answers that were the same for all: {form.name}"] += 1
    for kind in KINDS:
        if told[kind] != told[NOBODY]:
            outcome.fail(
                f"{form.name}: {kind} is answered otherwise than nobody", _difference(told[kind], told[NOBODY])
            )


def _difference(one: str, other: str) -> str:
    """From where they differ on."""
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    return f"{one[start : start + 60]!r} and {other[start : start + 60]!r}"


def _judge_times(form: Form, what: str, taken: Taken, outcome: Outcome) -> None:
    """Against nobody's address of the same turn, so that a busy minute counts for both."""
    told = []
    for kind in KINDS:
        apart = [one - other for one, other in zip(taken[kind], taken[NOBODY], strict=True)]
        middle, unsure = statistics.median(apart), 3 * _error_of_median(apart)
        told.append(f"{kind} {middle:+.1f} (give or take {unsure:.1f})")
        if abs(middle) - unsure > DIFFERENCE_AT_MOST_MS:
            outcome.fail(f"{form.name}: {what} {middle:+.1f} ms, give or take {unsure:.1f}, for {kind}", "timing")
    nobody = statistics.median(taken[NOBODY])
    outcome.notes.append(f"{form.name}: {what} {nobody:.1f} ms for nobody's address; ms more for {', '.join(told)}")


def _error_of_median(values: list[float]) -> float:
    """The standard error of a median, from the median deviation: a busy machine's outliers say nothing."""
    middle = statistics.median(values)
    deviation = 1.4826 * statistics.median(abs(each - middle) for each in values)
    return float(1.2533 * deviation / math.sqrt(len(values)))
