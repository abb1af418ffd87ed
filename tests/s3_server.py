"""A small server for tests that keeps objects as S3 does, and refuses what is not rightly signed or not what it says.

The check of a signature is written from the protocol, and shares nothing with the client's library: https://docs.aws.amazon.com/AmazonS3/
latest/API/sig-v4-header-based-auth.html.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

REGION, KEY, SECRET = "test-1", "AKTEST", "a secret of tests"
BUCKET = "papers"


class ObjectServer(ThreadingHTTPServer):
    """`page` is how many names a list holds at once. Of the next calls, `fail_next` are answered with 503,
    `cut_next` are left in the middle of the object they ask for, `spoil_next` lose a byte of theirs on the way.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.objects: dict[str, bytes] = {}
        self.fail_next = self.cut_next = self.spoil_next = 0
        self.page = 1000
        self.refused: list[str] = []
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{BUCKET}"


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def store(self) -> ObjectServer:
        server: Any = self.server
        return server  # type: ignore[no-any-return]

    def do_PUT(self) -> None:
        body = self._let_in()
        if body is not None:
            self.store.objects[self._name()] = body
            self._answer(200)

    def do_GET(self) -> None:
        if self._let_in() is None:
            return
        asked = dict(parse_qsl(urlsplit(self.path).query))
        if asked.get("list-type") == "2":
            self._answer(200, self._list(asked).encode())
            return
        found = self.store.objects.get(self._name())
        if self.store.cut_next:
            self.store.cut_next -= 1
            found, self.close_connection = found or b"", True
            self._begin(200, len(found))
            self.wfile.write(found[: len(found) // 2])
            return
        self._answer(404 if found is None else 200, found or b"")

    def do_HEAD(self) -> None:
        if self._let_in() is None:
            return
        found = self.store.objects.get(self._name())
        self._begin(404 if found is None else 200, len(found or b""))

    def do_DELETE(self) -> None:
        if self._let_in() is not None:
            self.store.objects.pop(self._name(), None)
            self._answer(204)

    def log_message(self, *given: Any) -> None:
        pass

    def _name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}/")

    def _list(self, asked: dict[str, str]) -> str:
        names = sorted(name for name in self.store.objects if name.startswith(asked.get("prefix", "")))
        names = [name for name in names if name > asked.get("continuation-token", "")]
        shown, more = names[: self.store.page], names[self.store.page :]
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(self.store.objects[name])}</Size>"
            "<LastModified>2026-11-20T08:00:00.000Z</LastModified></Contents>"
            for name in shown
        )
        token = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
        contents += f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>"
        return f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{contents}{token}</ListBucketResult>'

    def _let_in(self) -> bytes | None:
        """The body, or None where the call was answered already."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command == "PUT" and self.store.spoil_next:
            self.store.spoil_next -= 1
            body = body[:-1]
        self.store.asked.append(f"{self.command} {self.path}")
        if self.store.fail_next:
            self.store.fail_next -= 1
            self._answer(503)
            return None
        wrong = self._wrong(body)
        if wrong:
            self.store.refused.append(wrong)
            self._answer(403)
            return None
        return body

    def _wrong(self, body: bytes) -> str:
        form = r"AWS4-HMAC-SHA256 Credential=(.+), SignedHeaders=(.+), Signature=([0-9a-f]{64})"
        given = re.fullmatch(form, self.headers.get("Authorization", ""))
        if given is None:
            return "unsigned"
        key, day, region, service, last = given[1].split("/")
        if (key, region, service, last) != (KEY, REGION, "s3", "aws4_request"):
            return "another key"
        at = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if abs((datetime.now(UTC) - at).total_seconds()) > 900 or f"{at:%Y%m%d}" != day:
            return "another time"
        said = self.headers["x-amz-content-sha256"]
        if said != hashlib.sha256(body).hexdigest():
            return "another body"
        parts = urlsplit(self.path)
        query = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
            for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
        )
        signed = "".join(f"{name}:{self.headers[name].strip()}\n" for name in given[2].split(";"))
        asked = f"{self.command}\n{parts.path}\n{query}\n{signed}\n{given[2]}\n{said}"
        digest = hashlib.sha256(asked.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{day}/{region}/s3/aws4_request\n{digest}"
        secret = ("AWS4" + SECRET).encode()
        for part in (day, region, "s3", "aws4_request"):
            secret = hmac.digest(secret, part.encode(), "sha256")
        return "" if hmac.digest(secret, text.encode(), "sha256").hex() == given[3] else "another signature"

    def _answer(self, status: int, body: bytes = b"") -> None:
        self._begin(status, len(body))
        self.wfile.write(body)

    def _begin(self, status: int, size: int) -> None:
        self.send_response(status)
        self.send_header("Last-Modified", "Fri, 20 Nov 2026 08:00:00 GMT")
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(size))
        self.end_headers()
