"""Who is believed about where a request came from, by an https installation behind one proxy and by one behind none.

The settings are read once a process, so a process of its own is asked for each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tools import check_deploy
from tools.sources import ROOT

ORIGIN, STRANGER = "https://app.example.org", "https://evil.example"
ASK = """
import json, django
django.setup()
from django.test import Client, RequestFactory
from config.kernel.audit import client_address
client = Client(raise_request_exception=False, SERVER_NAME="money.example.org")

def ask(path="/healthz", method="get", **headers):
    answer = getattr(client, method)(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return {"status": answer.status_code, **{k.lower(): v for k, v in answer.items()}}

def address(forwarded):
    return client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded}))

PAGE, API, LOG_IN = "/accounts/login/", "/api/v1/schema/", "/_allauth/app/v1/config"
SECURE = {"X_Forwarded_Proto": "https"}
ASKED = {"Access_Control_Request_Method": "PATCH", "Access_Control_Request_Headers": "authorization,if-match"}
print(json.dumps({
    "plain": ask(PAGE),
    "said to be secure": ask(PAGE, **SECURE),
    "said to be both": ask(PAGE, X_Forwarded_Proto="http, https"),
    "another host": ask(PAGE, **SECURE, X_Forwarded_Host="evil.example", X_Forwarded_Port="1", Forwarded="host=evil"),
    "sent on": ask(PAGE, X_Forwarded_Host="evil.example"),
    "forged host": ask(PAGE, **SECURE, Host="evil.example"),
    "addresses": [address("198.51.100.1"), address("1.2.3.4, 198.51.100.1"), address("nonsense"), address("")],
    "known": {path: ask(path, **SECURE, Origin="https://app.example.org") for path in (API, LOG_IN, PAGE)},
    "stranger": {path: ask(path, **SECURE, Origin="https://evil.example") for path in (API, LOG_IN)},
    "near": [ask(API, **SECURE, Origin=each) for each in
        ("http://app.example.org", "https://app.example.org.evil.example", "https://app.example.org:8443", "null")],
    "preflight": ask(API, "options", **SECURE, Origin="https://app.example.org", **ASKED),
    "preflight of a stranger": ask(API, "options", **SECURE, Origin="https://evil.example", **ASKED),
}))
"""


def told_by(proxies: int, folder: Any) -> dict[str, Any]:
    environment = check_deploy.production_environment(str(folder)) | {
        "CORS_ORIGINS": ORIGIN,
        "TRUSTED_PROXIES": str(proxies),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def behind_one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return told_by(1, tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def behind_none(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return told_by(0, tmp_path_factory.mktemp("none"))


def test_only_a_trusted_proxy_can_say_that_it_was_https(behind_one: Any, behind_none: Any) -> None:
    assert behind_one["said to be secure"]["status"] == 200
    assert behind_one["plain"]["status"] == behind_one["said to be both"]["status"] == 301
    for said in ("plain", "said to be secure", "said to be both"):
        assert (behind_none[said]["status"], behind_none[said]["location"]) == (
            301,
            "https://money.example.org/accounts/login/",
        )


def test_nobody_can_say_another_host(behind_one: Any, behind_none: Any) -> None:
    assert behind_one["another host"]["status"] == 200
    for told in (behind_one, behind_none):
        assert told["sent on"]["location"] == "https://money.example.org/accounts/login/"
        assert told["forged host"]["status"] == 400
        assert "evil" not in json.dumps([told["another host"], told["sent on"], told["forged host"]])


def test_an_address_counts_as_far_as_the_proxy_wrote_it(behind_one: Any, behind_none: Any) -> None:
    assert behind_one["addresses"] == ["198.51.100.1", "198.51.100.1", None, None]
    assert behind_none["addresses"] == ["10.0.0.1"] * 4


def test_only_named_origins_read_and_only_the_api(behind_one: Any) -> None:
    known = behind_one["known"]
    assert known["/api/v1/schema/"]["access-control-allow-origin"] == ORIGIN
    assert known["/_allauth/app/v1/config"]["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-origin" not in known["/accounts/login/"]
    strangers = [*behind_one["stranger"].values(), *behind_one["near"], behind_one["preflight of a stranger"]]
    assert not any("access-control-allow-origin" in each for each in strangers)
    everybody = [*known.values(), *strangers, behind_one["preflight"]]
    assert not any("access-control-allow-credentials" in each for each in everybody)
    assert "origin" in known["/api/v1/schema/"]["vary"].lower()


def test_a_preflight_says_what_an_app_may_send(behind_one: Any) -> None:
    preflight = behind_one["preflight"]
    assert (preflight["status"], preflight["access-control-allow-origin"]) == (200, ORIGIN)
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= set(preflight["access-control-allow-methods"].split(", "))
    allowed = set(preflight["access-control-allow-headers"].split(", "))
    assert {"authorization", "if-match", "idempotency-key", "content-type"} <= allowed


def test_the_deployment_checks_have_nothing_to_say() -> None:
    assert check_deploy.main() == 0
