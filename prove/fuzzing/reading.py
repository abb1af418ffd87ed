"""One file through the readers: it is read or refused, within seconds, and what is read can be stored and repeated."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import orjson

from ledger.imports.readers import FileRefused, ReadFile, ReadLine, Statement, read_bank_file
from ledger.imports.readers.types import NOTES_LENGTH, PAYEE_LENGTH, RAW_LENGTH

TODAY = date(2026, 11, 20)
MOST_SECONDS = 5.0


class TooSlow(BaseException):
    """No Exception: a reader that catches broadly must not hide it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlow once this much CPU of the process has been used."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read_once(data: bytes) -> tuple[str, float, str]:
    """'read' or 'refused', the CPU seconds, and what is wrong ('' where all holds)."""
    started = time.process_time()
    try:
        with within(MOST_SECONDS):
            found = read_bank_file(data, filename="file", today=TODAY)
    except FileRefused:
        return "refused", time.process_time() - started, ""
    except TooSlow:
        return "too slow", MOST_SECONDS, f"more than {MOST_SECONDS:.0f} s of CPU"
    except Exception as error:  # noqa: BLE001 a crash is what is looked for
        return "crashed", time.process_time() - started, f"{type(error).__name__}: {str(error)[:200]}"
    spent = time.process_time() - started
    return "read", spent, "; ".join(wrong_with(found)) or _differs_again(data, found)


def _differs_again(data: bytes, found: ReadFile) -> str:
    """The mapping, kept as JSON, must read the same file without losing what it said."""
    mapping = orjson.loads(orjson.dumps(found.mapping))
    try:
        again = read_bank_file(data, filename="file", mapping=mapping, today=TODAY)
    except Exception as error:  # noqa: BLE001 a crash is what is looked for
        return f"read again by its own mapping: {type(error).__name__}: {str(error)[:200]}"
    same = [[(line.booked_on, line.amount) for line in each.lines] for each in again.statements] == [
        [(line.booked_on, line.amount) for line in each.lines] for each in found.statements
    ]
    return "" if same or found.question else "read again by its own mapping it says something else"


def wrong_with(found: ReadFile) -> Iterator[str]:
    """What could not be stored, keyed or added up."""
    if found.question is not None and len(found.question.options) < 2:
        yield "a question with fewer than two answers"
    for statement in found.statements:
        twice = [number for number, times in Counter(line.line_no for line in statement.lines).items() if times > 1]
        if twice:
            yield f"line {twice[0]} stands for two lines"
        yield from _wrong_figures(statement)
        for line in (*statement.lines, *statement.pending):
            yield from _wrong_line(line)


def _wrong_figures(statement: Statement) -> Iterator[str]:
    for name in ("opening_balance", "closing_balance"):
        figure = getattr(statement, name)
        if figure is not None and not figure.is_finite():
            yield f"{name} is {figure}"
    if any(not figure.is_finite() for _, figure in statement.balances):
        yield "a balance is no number"


def _wrong_line(line: ReadLine) -> Iterator[str]:
    if not line.amount.is_finite():
        yield f"amount {line.amount}"
    if not date(1900, 1, 1) <= line.booked_on <= date(2100, 1, 1):
        yield f"booked on {line.booked_on}"
    if line.parts and sum(part.amount for part in line.parts) != line.amount:
        yield f"parts of line {line.line_no} do not add up"
    for name, text, most in (
        ("payee", line.payee, PAYEE_LENGTH),
        ("notes", line.notes, NOTES_LENGTH),
        ("raw", line.raw, RAW_LENGTH),
        ("bank_id", line.bank_id, RAW_LENGTH),
    ):
        if len(text) > most:
            yield f"{name} of {len(text)} characters"
        if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
            yield f"{name} holds what a database refuses"
