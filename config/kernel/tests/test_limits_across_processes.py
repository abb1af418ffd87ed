"""Limits are of the instance and not of a process: two processes raise the same counters at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid

import pytest
from django.conf import settings

from tools.sources import ROOT

RAISES, THREADS = 100, 4
RAISE = """
import json, sys, threading, django
django.setup()
from config.kernel.api.counters import counters, log_in_counters
key, seen, lock = sys.argv[1], [], threading.Lock()
assert type(counters()).__name__ == type(log_in_counters()).__name__ == "RedisCounters"
def work():
    for _ in range(int(sys.argv[2])):
        count, left = counters().raise_by_one(key, 60)
        with lock:
            seen.append(count)
threads = [threading.Thread(target=work) for _ in range(int(sys.argv[3]))]
[each.start() for each in threads]
[each.join() for each in threads]
print(json.dumps(seen))
"""


def test_two_processes_count_each_call_once() -> None:
    if not settings.REDIS_URL:
        pytest.skip("without Redis one process does everything; prove/doors.py tries two on one database")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.test_settings", "REDIS_URL": settings.REDIS_URL}
    environment.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-c", RAISE, f"test:{uuid.uuid4().hex}", str(RAISES), str(THREADS)]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [each.communicate(timeout=120) for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    counts = [count for out, _err in told for count in json.loads(out.splitlines()[-1])]
    assert sorted(counts) == list(range(1, 2 * RAISES * THREADS + 1))
