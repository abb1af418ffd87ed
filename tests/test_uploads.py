"""What arrives at a real server's socket, byte by byte: what is no proper upload gets a 4xx that says why."""

from __future__ import annotations

import json
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.instance import Instance

pytestmark = pytest.mark.live
IMPORTS, AVATAR, ME = "/api/v1/imports/", "/api/v1/me/avatar/", "/api/v1/me/"
DOCUMENTS = "/api/v1/documents/"
UPLOADED_TO = [(IMPORTS, "POST"), (AVATAR, "PUT"), (DOCUMENTS, "POST")]
CSV = b"Date,Payee,Amount\r\n2026-01-02,Baker,-3.20\r\n"
BOUNDARY = b"----tuppence"
JSON, FORM = b"application/json", b"application/x-www-form-urlencoded"
MULTIPART = b"multipart/form-data; boundary=" + BOUNDARY
PATIENCE = 20


class Wire:
    """A person's connection, spoken by hand. `folder` is where the server's data lies, `aside` its temporary files."""

    def __init__(self, instance: Instance, folder: Path, aside: Path) -> None:
        self.port, self.folder, self.aside = instance.port, folder, aside
        self.web = httpx.Client(base_url=instance.address, timeout=PATIENCE)
        signed_up = self.web.post(
            "/_allauth/app/v1/auth/signup", json={"email": "ana@example.org", "password": "two pence for a thought"}
        )
        self.token = signed_up.json()["meta"]["access_token"]

    def send(self, method: str, path: str, body: bytes = b"", *, ends: bool = False, **headers: Any) -> tuple[int, str]:
        """The status and the body of the answer; 0 for none. `ends`: nothing more comes, though more was announced."""
        given = {"Host": "127.0.0.1", "Authorization": f"Bearer {self.token}", "Content-Length": str(len(body))}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1".encode()]
        for name, value in given.items():
            for each in value if isinstance(value, list) else [value]:
                lines += (
                    []
                    if each is None
                    else [name.encode() + b": " + (each if isinstance(each, bytes) else each.encode())]
                )
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            # Refused before all of it was sent: the answer is there to be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            if ends:
                connection.shutdown(socket.SHUT_WR)
            return _answer_on(connection)

    def upload(self, *parts: bytes, path: str = IMPORTS, method: str = "POST", **more: Any) -> tuple[int, str]:
        body = b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"
        return self.send(method, path, body, **{"Content_Type": MULTIPART, **more})

    def left_behind(self) -> list[str]:
        """Files that came in and stayed, in no order. A job may still put some of earlier ones away."""
        kept = [each for each in (self.folder / "files").rglob("*") if each.is_file()]
        return sorted(each.name for each in [*kept, *self.aside.glob("*upload*")])


def _answer_on(connection: socket.socket) -> tuple[int, str]:
    answer = HTTPResponse(connection)
    try:
        answer.begin()
        return answer.status, answer.read().decode()
    except (HTTPException, ConnectionResetError):
        return 0, ""


def part(
    content: bytes = CSV, *, name: bytes = b"file", filename: bytes | None = b"a.csv", extra: bytes = b""
) -> bytes:
    said = b'form-data; name="' + name + b'"' + (b"" if filename is None else b'; filename="' + filename + b'"')
    return b"--" + BOUNDARY + b"\r\nContent-Disposition: " + said + b"\r\n" + extra + b"\r\n" + content + b"\r\n"


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    folder, aside = tmp_path_factory.mktemp("instance"), Path(tempfile.mkdtemp(prefix="tuppence-aside-"))
    instance = Instance(folder, DEMO="off", TMPDIR=str(aside))
    try:
        instance.start()
        yield Wire(instance, folder, aside)
        assert "Traceback" not in instance.log.read_text()
    finally:
        instance.stop()


def refusal(answer: tuple[int, str]) -> tuple[int, str]:
    """Status and code of an answer in our shape."""
    status, body = answer
    told = json.loads(body)
    assert set(told) >= {"type", "errors"}
    assert told["errors"][0]["detail"]
    return status, told["errors"][0]["code"]


MB2 = b" " * 2_000_000
PIECES = b"".join(b"10000\r\n" + b" " * 65_536 + b"\r\n" for _number in range(32)) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        (ME, JSON),
        ("/_allauth/app/v1/auth/login", JSON),
        (f"{IMPORTS}00000000-0000-7000-8000-000000000000/answer/", JSON),
        ("/accounts/login/", FORM),
        ("/accounts/apple/login/callback/", FORM),
    ],
)
def test_a_body_above_1_mb_is_refused_announced_or_sent(wire: Wire, path: str, content_type: bytes) -> None:
    announced = wire.send("POST", path, Content_Type=content_type, Content_Length="2000000")
    sent = wire.send("POST", path, MB2, Content_Type=content_type)
    pieces = wire.send(
        "POST", path, PIECES, Content_Type=content_type, Content_Length=None, Transfer_Encoding="chunked"
    )
    assert (announced[0], sent[0], pieces[0]) == (413, 413, 411)
    if path.startswith(("/api/", "/_allauth/")):
        assert refusal(announced) == refusal(sent) == (413, "request_too_large")
        assert refusal(pieces) == (411, "length_required")


@pytest.mark.parametrize(
    ("path", "method", "limit"),
    [(IMPORTS, "POST", 100_000_000), (AVATAR, "PUT", 10_100_000), (DOCUMENTS, "POST", 25_100_000)],
)
def test_an_upload_has_a_limit_of_its_own(wire: Wire, path: str, method: str, limit: int) -> None:
    length = str(limit + 1)
    assert refusal(wire.send(method, path, Content_Type=MULTIPART, Content_Length=length)) == (413, "request_too_large")
    within = wire.upload(part(b"x" * 2_000_000, filename=b"a.png"), path=path, method=method)
    assert within[0] in (201, 400)


def test_a_length_that_is_none_or_two_is_refused(wire: Wire) -> None:
    name = b'{"name": "Ana"}'
    for length in ("-1", "abc", "1e3", "+5", "", "9" * 5000, ["2", "3"]):
        assert wire.send("PATCH", ME, name, Content_Type=JSON, Content_Length=length)[0] == 400
    both = wire.send("PATCH", ME, b"2\r\n{}\r\n0\r\n\r\n", Content_Length="2", Transfer_Encoding="chunked")
    assert both[0] == 400
    assert wire.send("PATCH", ME, b"zz\r\n{}\r\n", Content_Length=None, Transfer_Encoding="chunked")[0] in (400, 411)
    short = wire.send("PATCH", ME, name, Content_Type=JSON, Content_Length="5")
    assert refusal(short) == (400, "parse_error")


def test_without_a_length_there_is_no_body(wire: Wire) -> None:
    assert refusal(wire.send("POST", f"{ME}keys/", Content_Type=JSON, Content_Length=None)) == (400, "required")
    assert wire.upload(part(), Content_Length=None)[0] == 400


def test_a_body_in_pieces_is_not_taken_for_none(wire: Wire) -> None:
    pieces = b'f\r\n{"name": "Mia"}\r\n0\r\n\r\n'
    for path, method in ((ME, "PATCH"), (IMPORTS, "POST")):
        answer = wire.send(method, path, pieces, Content_Type=JSON, Content_Length=None, Transfer_Encoding="chunked")
        assert refusal(answer) == (411, "length_required")


def test_a_body_that_ends_before_it_was_announced_to_does_nothing(wire: Wire) -> None:
    before = wire.left_behind()
    assert wire.send("PATCH", ME, b'{"name": "Eve"}', Content_Type=JSON, Content_Length="50", ends=True)[0] in (0, 400)
    for path, method in UPLOADED_TO:
        cut = wire.upload(part(CSV * 70_000), path=path, method=method, Content_Length="9000000", ends=True)
        assert cut[0] in (0, 400)
    assert wire.web.get(ME, headers={"Authorization": f"Bearer {wire.token}"}).json()["name"] != "Eve"
    assert set(wire.left_behind()) <= set(before)


UPLOADS = {
    "no bytes": [part(b"")],
    "no file": [],
    "no name": [part(filename=None)],
    "an empty name": [part(filename=b"")],
    "5,000 fields": [part(b"x", name=b"f%d" % number, filename=None) for number in range(5000)],
    "5,000 files": [part(b"x", name=b"f%d" % number) for number in range(5000)],
    "a header of 200 kB": [part(extra=b"X-A: " + b"y" * 200_000 + b"\r\n")],
    "a field's name of 200 kB": [part(b"x", name=b"n" * 200_000, filename=None)],
    "base64 that is none": [part(b"!!!!", extra=b"Content-Transfer-Encoding: base64\r\n")],
    "a way out": [part(filename=b"../../../../etc/passwd")],
    "a way out of Windows": [part(filename=b"..\\..\\boot.csv")],
    "dots": [part(filename=b"..")],
    "NUL": [part(filename=b"a\0.csv")],
    "a new line": [part(filename=b"a&#10;b.csv")],
    "turned round": [part(filename="statement\u202evsc.exe".encode())],
    "10,000 characters": [part(filename=b"n" * 10_000 + b".csv")],
    "300 characters": [part(filename=b"n" * 300 + b".csv")],
    "not UTF-8": [part(filename=b"\xff\xfe\xfd")],
}


@pytest.mark.parametrize("parts", UPLOADS.values(), ids=UPLOADS)
@pytest.mark.parametrize(("path", "method"), UPLOADED_TO)
def test_an_upload_that_is_none_says_why_and_leaves_nothing(
    wire: Wire, path: str, method: str, parts: list[bytes]
) -> None:
    before = wire.left_behind()
    status, _code = refusal(wire.upload(*parts, path=path, method=method))
    assert status in (400, 413)
    assert set(wire.left_behind()) <= set(before)


@pytest.mark.parametrize("content_type", [b"multipart/form-data", b"multipart/form-data; boundary=" + b"x" * 5000])
def test_a_boundary_that_is_none_is_refused(wire: Wire, content_type: bytes) -> None:
    assert refusal(wire.upload(part(), Content_Type=content_type)) == (400, "parse_error")


def test_a_field_of_30_mb_is_no_file(wire: Wire) -> None:
    assert refusal(wire.upload(part(b"v" * 30_000_000, name=b"note", filename=None)))[0] == 413


def test_headers_without_end_and_no_http_at_all_are_refused(wire: Wire) -> None:
    # 0: it is answered and hung up on at once, and what was still on its way there resets the connection.
    assert wire.send("GET", ME, X_Long="y" * 200_000)[0] in (0, 400, 431)
    with socket.create_connection(("127.0.0.1", wire.port), PATIENCE) as connection:
        connection.sendall(b"\0\1\2 nonsense\r\n\r\n")
        assert _answer_on(connection)[0] == 400


def test_a_log_in_that_is_no_json_says_so(wire: Wire) -> None:
    answer = wire.send("POST", "/_allauth/app/v1/auth/login", b"a=1&" * 5000, Content_Type=FORM)
    assert refusal(answer) == (400, "parse_error")


def test_a_page_refuses_such_names_too(wire: Wire) -> None:
    form = wire.web.get("/accounts/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    fields = {"login": "ana@example.org", "password": "two pence for a thought", "csrfmiddlewaretoken": token[1]}
    assert (
        wire.web.post("/accounts/login/", data=fields, headers={"Referer": str(wire.web.base_url)}).status_code == 302
    )
    before = wire.left_behind()
    headers = {"X-CSRFToken": wire.web.cookies["csrftoken"], "Referer": str(wire.web.base_url)}
    for name in ("../a.csv", "a\u202e.csv", "n" * 300):
        for path in ("/transactions/import/", "/settings/avatar/", "/things/papers/"):
            refused = wire.web.post(path, files={"file": (name, CSV)}, headers=headers)
            assert refused.status_code == 400
    assert set(wire.left_behind()) <= set(before)


def test_a_proper_file_of_a_proper_name_is_taken(wire: Wire) -> None:
    for name in ("Umsätze März (2).csv", "דף חשבון.csv", "C:\\fakepath\\a.csv"):
        status, body = wire.upload(part(CSV.replace(b"Baker", name[:3].encode()), filename=name.encode()))
        assert (status, json.loads(body)["filename"]) == (201, name.rpartition("\\")[2])
