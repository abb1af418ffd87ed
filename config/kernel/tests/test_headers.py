"""What an https installation tells browsers: each rule of docs/security.md, asked of the real settings.

The settings are read once a process, so a process of its own is asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpResponse

from config.kernel import headers
from config.settings.environment import Environment
from tools.check_deploy import production_environment
from tools.sources import ROOT

ADDRESSES = ("/accounts/login/", "/healthz", "/api/v1/me/", "/api/v1/schema/", "/static/icons.svg", "/nowhere/")
ASK = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
settings.ALLOWED_HOSTS.append("testserver")
client, told = Client(raise_request_exception=False), {}
for address in json.loads(sys.argv[1]):
    answer = client.get(address, secure=True)
    told[address] = {"status": answer.status_code, **{k.lower(): v for k, v in answer.items()}}
    for name, cookie in answer.cookies.items():
        told.setdefault("cookies", {})[name] = dict(cookie)
plain = client.get("/accounts/login/")
told["plain"] = {"status": plain.status_code, **{k.lower(): v for k, v in plain.items()}}
foreign = {"HTTP_ORIGIN": "https://evil.example", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "GET"}
known = {**foreign, "HTTP_ORIGIN": "https://app.example.org"}
for name, origin in (("foreign", foreign), ("known", known)):
    answer = client.options("/api/v1/me/", secure=True, **origin)
    told[name] = {k.lower(): v for k, v in answer.items()}
names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH")
told["session"] = [getattr(settings, name) for name in names]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    environment = production_environment(str(tmp_path_factory.mktemp("https")))
    environment |= {
        "CORS_ORIGINS": "https://app.example.org",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", ASK, json.dumps(ADDRESSES)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_every_header(told: dict[str, Any], address: str) -> None:
    answer = told[address]
    assert {name.lower(): answer.get(name.lower()) for name in headers.ALWAYS} == {
        name.lower(): value for name, value in headers.ALWAYS.items()
    }
    assert answer["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    policy = answer["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_pages_run_their_own_scripts_and_data_runs_nothing(told: dict[str, Any]) -> None:
    assert "script-src 'self'" in told["/accounts/login/"]["content-security-policy"]
    assert "base-uri 'none'" in told["/accounts/login/"]["content-security-policy"]
    assert told["/api/v1/me/"]["content-security-policy"] == headers.NO_PAGE


def test_a_plain_request_is_sent_to_https_on_the_same_host_first(told: dict[str, Any]) -> None:
    assert (told["plain"]["status"], told["plain"]["location"]) == (301, "https://testserver/accounts/login/")


def test_cookies_are_of_this_host_alone_and_out_of_reach_of_scripts(told: dict[str, Any]) -> None:
    assert told["session"] == ["__Host-session", True, True, "Lax", None, "/"]
    cookie = told["cookies"]["__Host-csrf"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_only_named_origins_may_read_and_none_with_cookies(told: dict[str, Any]) -> None:
    assert "access-control-allow-origin" not in told["foreign"]
    assert told["known"]["access-control-allow-origin"] == "https://app.example.org"
    assert "access-control-allow-credentials" not in told["known"]
    assert {"authorization", "idempotency-key", "if-match"} <= set(
        told["known"]["access-control-allow-headers"].split(", ")
    )


@pytest.mark.parametrize("origins", ["*", "null", "app.example.org", "https://app.example.org/", "https://a.b/c"])
def test_an_origin_nobody_knows_cannot_be_configured(origins: str, tmp_path: Any) -> None:
    with pytest.raises(Exception, match="each must be an origin"):
        Environment({"CORS_ORIGINS": origins, "DATA_DIR": str(tmp_path)}, tmp_path)


@pytest.mark.parametrize(
    "content_type", ["image/webp", "text/csv", "application/json", "image/svg+xml", "text/plain", ""]
)
def test_what_is_no_page_can_run_nothing_whatever_a_view_says(content_type: str) -> None:
    response = HttpResponse(b"", headers={"Content-Type": content_type, headers.POLICY: "script-src 'self'"})
    assert headers.complete(response)[headers.POLICY] == headers.NO_PAGE


def test_only_what_is_ours_and_never_changes_travels_light() -> None:
    def told(caching: str) -> set[str]:
        given = {
            "Content-Type": "image/svg+xml",
            "Cache-Control": caching,
            "ETag": '"1"',
            "Referrer-Policy": "same-origin",
        }
        return set(headers.complete(HttpResponse(b"", headers=given)).headers)

    assert told("max-age=315360000, public, immutable") == {"Content-Type", "Cache-Control", *headers.OF_PARTS}
    assert told("private, max-age=31536000, immutable") >= {headers.POLICY, "ETag", *headers.ALWAYS}
