"""Dockerfile, compose.yaml and Caddyfile: what can be held of them without a Docker daemon."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from django.conf import settings

from config.kernel.parts import PARTS
from config.settings.environment import SETTINGS

ROOT = Path(settings.BASE_DIR)
CONNECTIONS_OVER_ALL = 50


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return found


def _ours(services: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in services.items() if each["image"].startswith("tuppence:")}


def _part(service: dict[str, Any]) -> str:
    words: list[str] = service["command"]
    return words[words.index("--only") + 1] if "--only" in words else words[0]


def _count(services: dict[str, Any], part: str) -> int:
    return sum(each.get("deploy", {}).get("replicas", 1) for each in _ours(services).values() if _part(each) == part)


def test_every_part_is_there_and_the_beat_once(services: dict[str, Any]) -> None:
    counted = {part: _count(services, part) for part in (*PARTS, "prepare")}
    assert counted == {"web": 2, "live": 1, "worker": 2, "beat": 1, "prepare": 1}


def test_every_service_tells_its_health_and_none_is_more_than_it_must_be(services: dict[str, Any]) -> None:
    for name, each in services.items():
        assert "privileged" not in each, name
        if name != "postgres":
            assert each["cap_drop"] == ["ALL"], name
            assert "no-new-privileges:true" in each["security_opt"], name
        # Ours have the image's.
        assert each.get("healthcheck") or name in _ours(services), name
    assert all(each["read_only"] for each in _ours(services).values())
    assert [name for name, each in services.items() if "ports" in each] == ["caddy"]


def test_parts_wait_for_the_database_of_their_version(services: dict[str, Any]) -> None:
    for name, each in _ours(services).items():
        if name != "prepare":
            assert each["depends_on"]["prepare"]["condition"] == "service_completed_successfully", name
    assert services["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert services["prepare"]["restart"] == "no"


def test_every_name_in_their_environment_is_a_setting(services: dict[str, Any]) -> None:
    known = {each.name for each in SETTINGS}
    for name, each in _ours(services).items():
        assert set(each["environment"]) <= known, name
    image = " ".join(re.findall(r"^ENV (.*(?:\\\n.*)*)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\b([A-Z_]+)=", image)) - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= known


def test_what_compose_asks_for_is_in_an_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    example = (ROOT / "deploy" / "compose.env.example").read_text()
    assert asked <= set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_connections_to_the_database_stay_below_what_it_has(services: dict[str, Any]) -> None:
    parts = [each for name, each in _ours(services).items() if name != "prepare"]
    pools = [int(each["environment"]["DB_POOL_MAX"]) * each.get("deploy", {}).get("replicas", 1) for each in parts]
    assert sum(pools) == 38
    assert sum(pools) < CONNECTIONS_OVER_ALL


def test_the_door_turns_away_before_a_part_closes(services: dict[str, Any]) -> None:
    """A web says for DRAIN_SECONDS that it leaves: longer than the door's interval and patience together."""
    door = (ROOT / "deploy" / "Caddyfile").read_text()
    found = {name: int(seconds) for name, seconds in re.findall(r"health_(interval|timeout) (\d+)s", door)}
    drain = next(int(each.default) for each in SETTINGS if each.name == "DRAIN_SECONDS")
    assert sum(found.values()) < drain
    graces = {int(each["stop_grace_period"].removesuffix("s")) for each in _ours(services).values()}
    assert all(grace > drain + 10 for grace in graces)


def test_units_start_each_part_and_leave_it_time_to_end() -> None:
    units = {path.stem: path.read_text() for path in (ROOT / "deploy" / "systemd").glob("*.service")}
    started = {re.findall(r"manage\.py serve --only (\w+) --port", text)[0] for text in units.values()}
    assert started == set(PARTS)
    assert "tuppence-beat" in units  # no template: there is one
    assert all("TimeoutStopSec=30" in text and "User=tuppence" in text for text in units.values())


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["tuppence"]
    assert "HEALTHCHECK" in last
    assert "-slim" in last.splitlines()[0]


def test_the_image_holds_no_secret_and_no_data_of_whoever_builds_it() -> None:
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "data", ".git", ".venv", "build"} <= set(left_out)


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no caddy on this machine")
def test_caddy_reads_its_file_and_hides_what_is_ours() -> None:
    environment = {"PATH": os.environ["PATH"], "SITE": "tuppence.home.arpa"}
    command = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(ROOT / "deploy" / "Caddyfile")]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "not formatted" not in told.stderr
    site = json.loads(told.stdout)["apps"]["http"]["servers"]["srv0"]["routes"][0]["handle"][0]["routes"]
    first = next(each for each in site if "match" in each)
    assert set(first["match"][0]["path"]) == {"/metrics", "/healthz", "/readyz"}
    assert '"status_code": 404' in json.dumps(first)


@pytest.mark.parametrize(("status", "expected"), [(200, 0), (503, 1), (None, 1)])
def test_the_containers_check_asks_for_health(status: int | None, expected: int) -> None:
    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if status and self.path == "/healthz" else 500)
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        Thread(target=server.handle_request, daemon=True).start()
        port = server.server_address[1] if status else 1
        command = [sys.executable, "tools/ask_health.py"]
        done = subprocess.run(command, cwd=ROOT, env={"PORT": str(port)}, check=False)
    assert done.returncode == expected
