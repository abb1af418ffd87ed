"""20,000 mutated files and 2,000 made-up ones read; some hundreds of them imported, run and taken back.

A failing case lies in build/prove/ with its number; `python -m prove fuzz --seed NUMBER` repeats it.
"""

from __future__ import annotations

import faulthandler
import os
import resource
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from prove.fuzzing.cases import SAMPLES, made_up, mutated
from prove.fuzzing.pipeline import import_and_take_back
from prove.fuzzing.reading import read_once
from prove.outcome import Outcome

MUTATED = 20_000
MADE_UP_SEEDS = 40
PIPELINE = 400
FIRST_MADE_UP = 1_000_000
FIRST_PIPELINE = 2_000_000
# Address space of a process: a file of some thousand bytes needs none of it.
MOST_MEMORY = 4 * 1024**3
STUCK_AFTER = 60


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    outcome = Outcome()
    if not os.environ.get(SAMPLES) and part == 0:
        outcome.notes.append(f"{SAMPLES} is not set: files of our own alone")
    numbers = [one] if one is not None else _numbers(part, parts, scale)
    for number in numbers:
        # Where a regular expression never ends no signal is heard: this one needs no interpreter.
        faulthandler.dump_traceback_later(STUCK_AFTER, exit=True)
        if number >= FIRST_PIPELINE:
            kind, data = mutated(number - FIRST_PIPELINE)
            _judge(outcome, "imported", number, kind, data, import_and_take_back(number, kind, data, outcome))
        else:
            for kind, data in _files(number):
                _read(outcome, number, kind, data)
    faulthandler.cancel_dump_traceback_later()
    outcome.at_most("peak memory of a process, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return outcome


def _numbers(part: int, parts: int, scale: float) -> list[int]:
    found = [
        *range(round(MUTATED * scale)),
        *range(FIRST_MADE_UP, FIRST_MADE_UP + max(1, round(MADE_UP_SEEDS * scale))),
        *range(FIRST_PIPELINE, FIRST_PIPELINE + max(1, round(PIPELINE * scale))),
    ]
    return found[part::parts]


def _files(number: int) -> Iterator[tuple[str, bytes]]:
    if number >= FIRST_MADE_UP:
        yield from (("made up", data) for data in made_up(number))
    else:
        yield mutated(number)


def _read(outcome: Outcome, number: int, kind: str, data: bytes) -> None:
    what, seconds, wrong = read_once(data)
    outcome.figures[f"{kind}: {what}"] += 1
    outcome.figures["files read or refused"] += what in ("read", "refused")
    outcome.at_most("CPU seconds of a file", seconds, f"({kind}, case {number})")
    _judge(outcome, "read", number, kind, data, wrong)


def _judge(outcome: Outcome, act: str, number: int, kind: str, data: bytes, wrong: str) -> None:
    if not wrong:
        return
    folder = Path(settings.BASE_DIR) / "build" / "prove"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"fuzz-{number}.bin").write_bytes(data)
    outcome.fail(f"{act}: {wrong}", f"a {kind} file, `python -m prove fuzz --seed {number}`")
