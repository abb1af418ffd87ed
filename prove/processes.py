"""A proof in several processes at once, each in a place of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from multiprocessing.context import SpawnProcess
from queue import Empty
from types import FrameType
from typing import Any

from prove.outcome import Outcome
from prove.places import move_in, own_place


def run_in_processes(name: str, parts: int, scale: float, seed: int | None) -> Outcome:
    """The outcomes of all parts together. A part that dies without one is a failure."""
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    workers = [context.Process(target=_work, args=(name, part, parts, scale, seed, results)) for part in range(parts)]
    signal.signal(signal.SIGTERM, _leave)
    for worker in workers:
        worker.start()
    try:
        told = _listen(workers, results)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
    whole = Outcome()
    for part in sorted(told):
        whole.add(told[part])
    return whole


def _listen(workers: Sequence[SpawnProcess], results: Any) -> dict[int, Outcome]:
    told: dict[int, Outcome] = {}
    while len(told) < len(workers):
        dead = [part for part, worker in enumerate(workers) if not worker.is_alive() and part not in told]
        try:
            part, outcome = results.get(timeout=1)
            told[part] = outcome
        except Empty:
            for part in dead:
                told[part] = _failed(f"died with status {workers[part].exitcode}", part)
    return told


def _work(name: str, part: int, parts: int, scale: float, seed: int | None, results: Any) -> None:
    signal.signal(signal.SIGTERM, _leave)
    try:
        with own_place(os.environ.get("DATABASE_URL", "")) as place:
            move_in(place)
            outcome = import_module(f"prove.{name}").run(part, parts, scale, seed)
            _close()
    except Exception as error:
        results.put((part, _failed(f"ended by {type(error).__name__}: {error}", part)))
        raise
    results.put((part, outcome))


def _leave(number: int, frame: FrameType | None) -> None:
    """Told to end, by way of every 'finally': the databases go too."""
    sys.exit(1)


def _failed(what: str, part: int) -> Outcome:
    outcome = Outcome()
    outcome.fail(what, f"part {part}")
    return outcome


def _close() -> None:
    from django.db import connections

    connections.close_all()
