"""Invented households as one figure a month: what they spend beside what recurs. Each kind with its own turns.

Two sets share no seed and no parameters: methods are tuned on one and judged on the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from random import Random
from typing import Final, NamedTuple

Maker = Callable[[Random, int, bool], list[float]]


class Invented(NamedTuple):
    kind: str
    values: list[float]


def _steady(random: Random, months: int, unseen: bool) -> list[float]:
    level, noise = random.uniform(300, 2500), random.uniform(0.05, 0.15)
    return [level * random.gauss(1, noise) for _month in range(months)]


def _seasonal(random: Random, months: int, unseen: bool) -> list[float]:
    level, swing, phase = random.uniform(500, 3000), random.uniform(0.2, 0.6), random.uniform(0, math.tau)
    feast = random.randrange(12)
    peak = random.uniform(0.3, 1.2) if unseen else random.uniform(0.2, 0.8)
    values = []
    for month in range(months):
        turn = swing * math.sin(math.tau * month / 12 + phase) + peak * (month % 12 == feast)
        values.append(level * (1 + turn) * random.gauss(1, 0.15))
    return values


def _noisy(random: Random, months: int, unseen: bool) -> list[float]:
    level, spread = random.uniform(200, 1500), random.uniform(0.4, 0.8)
    if unseen:
        return [level * random.gammavariate(1 / spread**2, spread**2) for _month in range(months)]
    return [level * random.lognormvariate(0, spread) for _month in range(months)]


def _trend(random: Random, months: int, unseen: bool) -> list[float]:
    level, rise = random.uniform(400, 2000), random.choice([-1, 1]) * random.uniform(0.006, 0.03)
    bend = random.uniform(0.6, 1.0) if unseen else 1.0
    return [level * (1 + rise * month**bend) * random.gauss(1, 0.1) for month in range(months)]


def _regime(random: Random, months: int, unseen: bool) -> list[float]:
    level, values = random.uniform(400, 2000), []
    changes = sorted(random.sample(range(6, months - 2), 2 if unseen else 1))
    for month in range(months):
        if month in changes:
            level *= random.choice([random.uniform(0.4, 0.7), random.uniform(1.4, 2.2)])
        values.append(level * random.gauss(1, 0.15))
    return values


def _sparse(random: Random, months: int, unseen: bool) -> list[float]:
    often, size = random.uniform(0.2, 0.5), random.uniform(100, 900)
    return [size * random.lognormvariate(0, 0.5) if random.random() < often else 0.0 for _month in range(months)]


def _payday(random: Random, months: int, unseen: bool) -> list[float]:
    """Paid every second week, or every fourth: some months have one more, and spend it."""
    every = 28 if unseen else 14
    pay, day, values = random.uniform(300, 900), random.uniform(0, every), []
    for month in range(months):
        end, paydays = (month + 1) * 30.44, 0
        while day < end:
            day += every
            paydays += 1
        values.append(pay * paydays * random.gauss(1, 0.12))
    return values


def _drifting(random: Random, months: int, unseen: bool) -> list[float]:
    level, step, values = random.uniform(500, 2500), random.uniform(0.03, 0.08), []
    for _month in range(months):
        level *= math.exp(random.gauss(0, step))
        values.append(level * random.gauss(1, 0.12))
    return values


def _bursts(random: Random, months: int, unseen: bool) -> list[float]:
    """A quiet level, and now and then a sofa or a holiday; the yearly holiday keeps its month."""
    level, holiday = random.uniform(500, 1800), random.randrange(12)
    size = random.uniform(0.8, 2.5)
    values = []
    for month in range(months):
        more = size * random.uniform(0.7, 1.3) if month % 12 == holiday else 0.0
        odd = random.uniform(0.5, 2.0) if random.random() < (0.12 if unseen else 0.08) else 0.0
        values.append(level * (random.gauss(1, 0.15) + more + odd))
    return values


MAKERS: Final[dict[str, Maker]] = {
    "steady": _steady,
    "seasonal": _seasonal,
    "noisy": _noisy,
    "trend": _trend,
    "regime": _regime,
    "sparse": _sparse,
    "payday": _payday,
    "drifting": _drifting,
    "bursts": _bursts,
}


def households(count: int, *, unseen: bool) -> Iterator[Invented]:
    """`count` of each kind, 30 to 54 months long; of the unseen set the turns are other ones as well as the seeds."""
    for kind, maker in MAKERS.items():
        for number in range(count):
            random = Random(f"{kind}/{number}/{unseen}")  # noqa: S311 invented figures, no secrets
            yield Invented(kind, maker(random, random.randint(30, 54), unseen))
