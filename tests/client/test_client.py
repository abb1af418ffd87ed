"""The TypeScript client, built as `make client` builds it, against a running server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.client.server import Mortal, door_to
from tools import build_client

PATIENCE = 240
LEAST_NODE = 20


def has_node() -> bool:
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return int(version.removeprefix("v").partition(".")[0] or 0) >= LEAST_NODE


pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(not has_node(), reason=f"no node {LEAST_NODE} with npm on this machine: https://nodejs.org/"),
]


def run(script: str, **told: str) -> str:
    """What the client's tests print; they must pass."""
    command = ["npm", "run", "--silent", script]
    environment = {**os.environ, **told}
    done = subprocess.run(
        command, cwd=build_client.CLIENT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """Starts while the client is built: each of the two takes some ten seconds of one processor."""
    instance = Mortal(tmp_path_factory.mktemp("instance"), DEMO="off")
    instance.spawn()
    try:
        build_client.build()
        instance.wait_until_ready()
        yield instance
    finally:
        instance.stop()


def test_the_client_logs_in_imports_records_while_the_server_is_away_and_hears_it_once(server: Mortal) -> None:
    with door_to(server) as door:
        run("test:server", SERVER=server.address, SERVER_DOOR=door)


@pytest.mark.usefixtures("server")
def test_the_client_does_what_it_says_without_a_server() -> None:
    run("test")


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in (build_client.CLIENT / "package-lock.json").read_text()
