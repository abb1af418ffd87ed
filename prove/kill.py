"""An import and its undo killed at every named point, around every write and commit, and at 200 random moments.

After each kill the work goes on as after a restart, and every row must be there once. `--seed NUMBER` repeats a
random moment, as far as time can be repeated.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from accounts.models import User
from ledger.exporting.json_export import json_chunks
from ledger.exporting.selection import select
from prove.killing.ends import Ending, passages, run_until
from prove.killing.life import (
    Lost,
    Row,
    as_file,
    bring,
    expect_nothing,
    expect_whole,
    in_pieces_of,
    make_rows,
    take_back,
)
from prove.outcome import Outcome

MOMENTS = 200
ROWS, PIECE = 1_200, 100
FEW_ROWS, FEW_PIECE = 60, 20


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    if one is None:
        _kill_everywhere(part, parts, scale, outcome)
    _kill_at_moments(part, parts, scale, one, outcome)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (said := cursor.fetchone()[0]) != "ok":
                outcome.fail(f"integrity_check: {said}", f"part {part}")
    return outcome


def _kill_everywhere(part: int, parts: int, scale: float, outcome: Outcome) -> None:
    in_pieces_of(FEW_PIECE)
    rows = make_rows(FEW_ROWS, 1)
    passed: set[str] = set()
    cases: list[tuple[bytes, Ending, Ending]] = []
    for data in (as_file(rows), _own_file(rows)):
        person = _person()
        into, back = passages(partial(bring, person, data)), passages(partial(take_back, person))
        expect_nothing(person)
        passed |= into[0].keys() | back[0].keys()
        cases += [(data, ending, Ending()) for ending in _endings(*into)]
        cases += [(data, Ending(), ending) for ending in _endings(*back)]
    for name in sorted(named_points() - passed):
        outcome.fail(f"neither an import nor its undo passes {name}", f"part {part}")
    step = max(1, round(1 / scale)) * parts
    for data, ending_in, ending_back in cases[part::step]:
        kind = "named point" if ending_in.point or ending_back.point else "write or commit"
        _live_through(rows, data, [ending_in], [ending_back], kind, outcome)


def _own_file(rows: list[Row]) -> bytes:
    """The same rows as our own export has them: its import ends with a step that a bank's file does not need."""
    person = _person()
    bring(person, as_file(rows))
    data = b"".join(json_chunks(select(person)))
    take_back(person)
    return data


def _endings(points: dict[str, int], writes: int, commits: int) -> Iterator[Ending]:
    for name, times in sorted(points.items()):
        for time_passed in sorted({1, 2, times} & set(range(1, times + 1))):
            yield Ending(point=f"{name}#{time_passed}")
    yield from (Ending(write=number) for number in range(1, writes + 1))
    yield from (Ending(commit=number) for number in range(1, commits + 1))


def _kill_at_moments(part: int, parts: int, scale: float, one: int | None, outcome: Outcome) -> None:
    in_pieces_of(PIECE)
    rows = make_rows(ROWS, 2)
    data = as_file(rows)
    person = _person()
    into, back = _seconds(partial(bring, person, data)), _seconds(partial(take_back, person))
    outcome.at_most("seconds of the import undisturbed", into)
    numbers = [one] if one is not None else range(max(2, round(MOMENTS * scale)))[part::parts]
    for number in numbers:
        dice = Random(number)  # noqa: S311
        # Every fourth is killed again while it recovers.
        kills = 2 if number % 4 == 0 else 1
        endings_in = [Ending(seconds=dice.uniform(0.001, into * 1.1)) for _ in range(kills)]
        endings_back = [Ending(seconds=dice.uniform(0.001, back * 1.1)) for _ in range(number % 2)]
        _live_through(rows, data, endings_in, endings_back, "random moment", outcome)


def _live_through(
    rows: list[Row], data: bytes, into: list[Ending], back: list[Ending], kind: str, outcome: Outcome
) -> None:
    person = _person()
    try:
        for act, endings, expect in (
            (partial(bring, person, data), into, partial(expect_whole, person, rows)),
            (partial(take_back, person), back, partial(expect_nothing, person)),
        ):
            for ending in endings:
                if ending != Ending() and run_until(ending, act):
                    outcome.figures[f"killed, {kind}"] += 1
                elif ending != Ending():
                    outcome.figures[f"done before, {kind}"] += 1
            run_until(Ending(), act)
            expect()
            outcome.figures["times every row was there once, or gone"] += 1
    except (Lost, RuntimeError) as error:
        outcome.fail(f"{type(error).__name__}: {error}", ", ".join(map(str, [*into, "then", *back])))


def named_points() -> set[str]:
    """Every named point but those of `prove backup`, `prove once` and `prove recurring`."""
    everywhere = named_points_of("")
    return everywhere - {name for name in everywhere if name.startswith(("backup:", "restore:", "once:", "recurring:"))}


def named_points_of(*beginnings: str) -> set[str]:
    """Every `killing.point("name")` in the source whose name begins so."""
    found: set[str] = set()
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if ".venv" in path.parts or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("killing.point"):
                found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
    return {name for name in found if name.startswith(beginnings)}


def _person() -> User:
    return User.objects.create_user(f"killed-{time.monotonic_ns()}@example.org", "pw", currency="EUR")


def _seconds(work: Callable[[], None]) -> float:
    started = time.monotonic()
    run_until(Ending(), work)
    return time.monotonic() - started
