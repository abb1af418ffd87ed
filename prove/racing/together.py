"""Several processes that start at one moment; SQLite lets them wait for each other, PostgreSQL lets them meet."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.http import Http404

from ledger.core.errors import Conflict
from partnerships.core.errors import Overtaken

LONGEST = 60
RACERS = 8
LOST = (Conflict, Http404, Overtaken, ValidationError)


class Wrong(Exception):
    """More than one has won, or a sum is not right."""


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Each act in a process of its own: 'done', 'lost' for a refusal by the rules, else the exception as text.

    Eight that can be sent go to processes that are there; others to forks of this one, which must not hold a
    transaction open.
    """
    if len(acts) == RACERS:
        try:
            sent = [pickle.dumps(act) for act in acts]
        except (pickle.PicklingError, AttributeError):
            return _in_forks(acts)
        return _standing_by().race(sent)
    return _in_forks(acts)


class _Standing:
    """Processes that wait for their next act, each with a connection of its own: a fork a round costs ten times as
    much.
    """

    def __init__(self) -> None:
        connections.close_all()
        context = multiprocessing.get_context("fork")
        start = context.Barrier(RACERS)
        self._pipes: list[Connection[Any, Any]] = []
        for _number in range(RACERS):
            here, there = context.Pipe()
            context.Process(target=_serve, args=(start, there), daemon=True).start()
            there.close()
            self._pipes.append(here)

    def race(self, sent: Sequence[bytes]) -> list[str]:
        for pipe, act in zip(self._pipes, sent, strict=True):
            pipe.send_bytes(act)
        return [_result(pipe) for pipe in self._pipes]


@cache
def _standing_by() -> _Standing:
    return _Standing()


def _serve(start: Barrier, told: Connection[Any, Any]) -> None:
    while True:
        act = pickle.loads(told.recv_bytes())  # noqa: S301 our own
        told.send(_outcome(act, start))


def _in_forks(acts: Sequence[Callable[[], Any]]) -> list[str]:
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(acts))
    pipes: list[Connection[Any, Any]] = []
    workers = []
    for act in acts:
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=_run, args=(act, start, there))
        worker.start()
        there.close()
        pipes.append(here)
        workers.append(worker)
    results = [_result(pipe) for pipe in pipes]
    for worker in workers:
        worker.join(LONGEST)
    return results


def one_wins(acts: Sequence[Callable[[], Any]]) -> None:
    """Raises Wrong unless one of `acts` was done and all others were refused by the rules."""
    results = Counter(all_at_once(acts))
    if results != {"done": 1, "lost": len(acts) - 1}:
        raise Wrong(f"{dict(results)}")


def _result(pipe: Connection[Any, Any]) -> str:
    try:
        return str(pipe.recv()) if pipe.poll(LONGEST) else f"nothing within {LONGEST} s"
    except EOFError:
        return "died"


def _run(act: Callable[[], Any], start: Barrier, told: Connection[Any, Any]) -> None:
    told.send(_outcome(act, start))
    connections.close_all()
    os._exit(0)


def _outcome(act: Callable[[], Any], start: Barrier) -> str:
    try:
        start.wait(LONGEST)
        act()
    except LOST:
        return "lost"
    except Exception as error:  # noqa: BLE001 the parent looks at it
        return f"{type(error).__name__}: {error}"
    return "done"
