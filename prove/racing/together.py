"""Several processes that start at one moment; SQLite lets them wait for each other, PostgreSQL lets them meet."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.http import Http404

from ledger.core.errors import Conflict
from partnerships.core.errors import Overtaken

LONGEST = 60
LOST = (Conflict, Http404, Overtaken, ValidationError)


class Wrong(Exception):
    """More than one has won, or a sum is not right."""


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Each act in a fork of this process: 'done', 'lost' for a refusal by the rules, else the exception as text.

    The parent must not hold a transaction open.
    """
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
    try:
        start.wait(LONGEST)
        act()
        result = "done"
    except LOST:
        result = "lost"
    except Exception as error:  # noqa: BLE001 the parent looks at it
        result = f"{type(error).__name__}: {error}"
    told.send(result)
    connections.close_all()
    os._exit(0)
