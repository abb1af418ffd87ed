"""The real server process: how it starts, what its jobs reach, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from websockets.sync.client import connect

from tests import migrated

pytestmark = pytest.mark.live

Spec = tuple[str, dict[str, Any]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Instance:
    """A server with a data folder of its own, started and stopped as a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def spawn(self, *wanted: Spec) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.kernel.tests.probe.settings",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": "",
            "DEMO": "off",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PROBE_JOBS": json.dumps(wanted),
        }
        command = [sys.executable, "manage.py", "serve"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=pipe, stdout=pipe, text=True)

    def start(self, *wanted: Spec) -> float:
        """Start and wait until it is ready; the seconds that took."""
        started = time.monotonic()
        self.process = self.spawn(*wanted)
        while time.monotonic() - started < 60:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/readyz").status_code == 200:
                    return time.monotonic() - started
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.05)
        raise AssertionError("not ready within a minute")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Send the signal and wait for the end; the seconds that took."""
        assert self.process is not None
        asked = time.monotonic()
        self.process.send_signal(number)
        self.output = self.process.communicate(timeout=30)
        return time.monotonic() - asked

    def starts(self) -> list[list[str]]:
        path = self.folder / "probe" / "starts"
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []

    def effects(self, name: str) -> int:
        path = self.folder / "probe" / f"done-{name}"
        return len(path.read_text().splitlines()) if path.exists() else 0


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def from_nothing(tmp_path: Path) -> Iterator[Instance]:
    """One that makes its database by itself."""
    instance = Instance(tmp_path)
    yield instance
    if instance.process is not None and instance.process.poll() is None:
        instance.process.kill()
        instance.process.communicate()


@pytest.fixture
def instance(from_nothing: Instance) -> Instance:
    migrated.into(from_nothing.folder)
    return from_nothing


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


def test_no_job_is_lost_when_the_server_is_told_to_end(from_nothing: Instance) -> None:
    instance = from_nothing
    names = ["short", "patient", "stubborn", "child"]
    instance.start(
        ("probe.work", {"name": "short", "seconds": 1.5, "yields": False}),
        ("probe.work", {"name": "patient", "seconds": 60}),
        ("probe.work", {"name": "stubborn", "seconds": 60, "yields": False}),
        ("probe.work_in_child", {"name": "child", "seconds": 60}),
    )
    wait_for(lambda: len(instance.starts()) == 4)
    assert instance.stop() < 15
    assert [instance.effects(name) for name in names] == [1, 0, 0, 0]
    assert not any(_alive(pid) for _name, pid in instance.starts())

    second = instance.start()
    print(f"second start: {second:.1f} s")
    assert second < 15  # 3 s on an idle machine
    wait_for(lambda: all(instance.effects(name) for name in names))
    assert instance.stop(signal.SIGINT) < 8
    assert instance.process is not None
    assert instance.process.returncode == 0
    assert [instance.effects(name) for name in names] == [1, 1, 1, 1]
    assert len(instance.starts()) == 7


def test_what_a_killed_server_was_at_is_done_by_the_next_one(instance: Instance) -> None:
    instance.start(
        ("probe.work", {"name": "thread", "seconds": 60}), ("probe.work_in_child", {"name": "child", "seconds": 60})
    )
    wait_for(lambda: len(instance.starts()) == 2)
    instance.stop(signal.SIGKILL)
    wait_for(lambda: not any(_alive(pid) for _name, pid in instance.starts()), 5)
    with sqlite3.connect(instance.folder / "tuppence.sqlite3") as database:
        database.execute("UPDATE kernel_job SET lease_until = '2020-01-01' WHERE status = 'running'")
    database.close()
    instance.start()
    wait_for(lambda: instance.effects("thread") and instance.effects("child"))
    instance.stop()
    assert [instance.effects(name) for name in ("thread", "child")] == [1, 1]


def test_a_socket_hears_a_job_that_runs_in_a_child_process(instance: Instance) -> None:
    instance.start(("probe.push", {"name": "push"}))
    answer = httpx.post(
        f"{instance.address}/_allauth/app/v1/auth/signup",
        json={"email": "ana@example.org", "password": "a rather long pass phrase"},
    )
    assert answer.status_code == 200, answer.text
    token = answer.json()["meta"]["access_token"]
    with connect(f"ws://127.0.0.1:{instance.port}/ws/") as ws:
        ws.send(json.dumps({"type": "authenticate", "token": token}))
        assert json.loads(ws.recv(timeout=5))["event"] == "authenticated"
        frames = [json.loads(ws.recv(timeout=10)) for _frame in range(3)]
        assert {frame["event"] for frame in frames} == {"probe"}
        assert [frame["seq"] - frames[0]["seq"] for frame in frames] == [0, 1, 2]
        assert frames[0]["data"]["pid"] != instance.process.pid if instance.process else False
        assert instance.stop() < 10


def _threads_of(instance: Instance) -> int:
    """0 where the system does not say."""
    assert instance.process is not None
    tasks = Path(f"/proc/{instance.process.pid}/task")
    return len(list(tasks.iterdir())) if tasks.exists() else 0


def test_streams_hold_no_thread_and_end_with_the_server(instance: Instance) -> None:
    """Ten are open, which is more than the threads and connections that requests share; pages answer beside them."""
    instance.start()
    answer = httpx.post(
        f"{instance.address}/_allauth/app/v1/auth/signup",
        json={"email": "ana@example.org", "password": "a rather long pass phrase"},
    )
    headers = {"Authorization": f"Bearer {answer.json()['meta']['access_token']}"}
    stream, sent = (
        f"{instance.address}/api/v1/live/stream/",
        {"currency": "EUR", "name": "Everyday", "type": "spending"},
    )
    with httpx.Client(timeout=10, limits=httpx.Limits(max_connections=None)) as client, ExitStack() as all_of_them:
        lines = []
        threads = _threads_of(instance)
        for _number in range(10):
            opened = all_of_them.enter_context(client.stream("GET", stream, headers=headers))
            assert opened.status_code == 200
            lines.append(opened.iter_lines())
        assert client.get(stream, headers=headers).status_code == 429
        made = client.post(f"{instance.address}/api/v1/money-accounts/", json=sent, headers=headers)
        assert made.status_code == 201
        for each in lines:
            frame = next(line for line in each if line.startswith("data: ") and "ready" not in line)
            assert json.loads(frame.removeprefix("data: "))["event"] == "money_account:new"
        assert _threads_of(instance) < threads + 10
        assert instance.stop() < 8
        assert [line for line in lines[0] if line.startswith("data: ")] == []


def test_a_taken_port_is_said_plainly(instance: Instance) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", instance.port))
        other.listen()
        process = instance.spawn()
        _out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {instance.port} of 127.0.0.1 is taken" in err
    assert "Traceback" not in err


def test_a_second_signal_ends_it_at_once(instance: Instance) -> None:
    instance.start(("probe.work", {"name": "stubborn", "seconds": 60, "yields": False}))
    wait_for(instance.starts)
    assert instance.process is not None
    instance.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert instance.stop(signal.SIGINT) < 2
