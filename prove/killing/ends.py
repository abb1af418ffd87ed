"""Work in a process of its own, and the ways that process ends in the middle of it."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.kernel import killing
from config.kernel.sqlite.base import close_idle_connections

_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SHOW")


@dataclass(frozen=True, slots=True)
class Ending:
    """When the process dies: at a named point, before its nth write, after its nth commit, or after seconds."""

    point: str = ""
    write: int = 0
    commit: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        if self.point:
            return f"at {self.point}"
        if self.write or self.commit:
            return f"before write {self.write}" if self.write else f"after commit {self.commit}"
        return f"after {self.seconds:.3f} s"


def run_until(ending: Ending, work: Callable[[], None]) -> bool:
    """Do `work` in a fork of this process. True if it was killed, False if it was done before.

    Raises RuntimeError where `work` raised. The parent must not use the database meanwhile.
    """
    connections.close_all()
    close_idle_connections()
    pid = os.fork()
    if pid == 0:
        _work_and_leave(ending, work)
    if ending.seconds:
        time.sleep(ending.seconds)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError(f"the work ended with status {os.WEXITSTATUS(status)}, {ending}")
    return False


def passages(work: Callable[[], None]) -> tuple[Counter[str], int, int]:
    """Do `work` in this process: the named points it passes and how often, its writes and its commits."""
    counting = _Counting(Ending())
    killing.passed.clear()
    with connection.execute_wrapper(counting.on_statement):
        counting.watch_commits()
        try:
            work()
        finally:
            counting.stop_watching()
    return Counter(killing.passed), counting.writes, counting.commits


def _work_and_leave(ending: Ending, work: Callable[[], None]) -> None:
    """In the fork: never returns, so that nothing of the parent runs twice."""
    try:
        do_until(ending, work)
        connections.close_all()
    except BaseException:  # noqa: BLE001 whatever it was, the fork must not go on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def do_until(ending: Ending, work: Callable[[], object]) -> None:
    """Do `work` in this process, which is a fork and dies at `ending` unless that is a time."""
    killing.passed.clear()
    os.environ[killing.VARIABLE] = ending.point
    counting = _Counting(ending)
    counting.watch_commits()
    with connection.execute_wrapper(counting.on_statement):
        work()


class _Counting:
    """Counts writes and commits of the process, and ends it at the one that was asked for."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending
        self.writes = 0
        self.commits = 0
        self._commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def on_statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(_READS):
            self.writes += 1
            self._end_if(self.writes == self.ending.write)
        return execute(sql, params, many, context)

    def watch_commits(self) -> None:
        def commit(wrapper: BaseDatabaseWrapper) -> None:
            self._commit(wrapper)
            self.commits += 1
            self._end_if(self.commits == self.ending.commit)

        BaseDatabaseWrapper._commit = commit  # type: ignore[attr-defined]

    def stop_watching(self) -> None:
        BaseDatabaseWrapper._commit = self._commit  # type: ignore[attr-defined]

    def _end_if(self, now: bool) -> None:
        if now:
            os.kill(os.getpid(), signal.SIGKILL)
