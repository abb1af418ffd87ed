"""Reading an address that a person or a setting named, without lending them this machine's place in its network.

Every name is resolved once and the connection goes to the address that was checked, so that a name cannot answer
differently the second time (DNS rebinding). Proxies of the environment are not asked. Each redirection is checked
as the first address was.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_REDIRECTIONS = 3
PIECE = 65_536
_REDIRECTIONS = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
# IPv6 addresses that are an IPv4 address in other clothes, and where in the 16 bytes it stands: mapped, NAT64
# (RFC 6052, RFC 8215), 6to4 (RFC 3056). Of Teredo (RFC 4380) the hidden client is written with its bits turned over.
_EMBEDDED = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 12),
    (ipaddress.IPv6Network("64:ff9b::/96"), 12),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 12),
    (ipaddress.IPv6Network("2002::/16"), 2),
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer whatever its status. `url` is where it came from after redirections; header names are lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


class FetchRefused(Exception):
    """The address may not be asked. Codes: scheme, credentials, host, port, private, redirections."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FetchFailed(Exception):
    """It was asked in vain. Codes: unreachable, too_slow, too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fetch(
    url: str,
    *,
    limit: int = 5_000_000,
    silence: float = 5.0,
    whole: float = 20.0,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    allow_hosts: Collection[str] = (),
) -> Fetched:
    """GET `url`, or POST `body` to it; at most `limit` bytes, `silence` seconds between two pieces, `whole` in all.

    `allow_hosts` are the names (as written, lower case) an operator trusts although their addresses are private.

    Raises:
        FetchRefused: not http(s), a name and password in it, or an address that is not of the public internet.
        FetchFailed: no answer, a slow one, one beyond the limit.
    """
    until = time.monotonic() + whole
    method = "GET" if body is None else "POST"
    for _ in range(MOST_REDIRECTIONS + 1):
        parts = checked_url(url)
        answer = _ask(parts, method, body, headers or {}, limit, silence, until, allow_hosts)
        onward = answer.headers.get("location", "")
        if answer.status not in _REDIRECTIONS or not onward:
            return answer
        url = urljoin(url, onward)
        if parts.scheme == "https" and urlsplit(url).scheme != "https":
            raise FetchRefused("scheme")
        if answer.status not in (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT):
            method, body = "GET", None
        # What was meant for one host is not told to another.
        if urlsplit(url).netloc != parts.netloc:
            headers = {}
    raise FetchRefused("redirections")


def checked_url(url: str) -> SplitResult:
    """The parts of an address one may ask, before anything is resolved. Raises FetchRefused."""
    if any(each <= " " or each == "\x7f" for each in url) or "\\" in url:
        raise FetchRefused("host")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused("host") from error
    if parts.scheme not in ("http", "https"):
        raise FetchRefused("scheme")
    if "@" in parts.netloc:
        raise FetchRefused("credentials")
    if not parts.hostname:
        raise FetchRefused("host")
    if port == 0:
        raise FetchRefused("port")
    return parts


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, looking into IPv6 addresses that hold an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, at in _EMBEDDED:
            if address in network:
                return is_public(ipaddress.IPv4Address(address.packed[at : at + 4]))
        if address.teredo is not None:
            return all(is_public(each) for each in address.teredo)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int) -> list[Address]:
    """Every address the name has. Raises FetchFailed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed("unreachable") from error
    return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def _ask(
    parts: SplitResult,
    method: str,
    body: bytes | None,
    headers: Mapping[str, str],
    limit: int,
    silence: float,
    until: float,
    allow_hosts: Collection[str],
) -> Fetched:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = resolve(host, port)
    if host not in allow_hosts and not all(is_public(each) for each in addresses):
        raise FetchRefused("private")
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    sent = {"User-Agent": "Tuppence", "Accept-Encoding": "identity", **headers}
    connection = _Connection(host, port, addresses, silence, secure=parts.scheme == "https")
    try:
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        content = _read(response, limit, until)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise FetchFailed("too_slow" if isinstance(error, TimeoutError) else "unreachable") from error
    finally:
        connection.close()
    return Fetched(
        response.status, parts.geturl(), {name.lower(): value for name, value in response.getheaders()}, content
    )


def _read(response: http.client.HTTPResponse, limit: int, until: float) -> bytes:
    content = bytearray()
    while piece := response.read1(PIECE):
        content += piece
        if len(content) > limit:
            raise FetchFailed("too_large")
        if time.monotonic() > until:
            raise FetchFailed("too_slow")
    return bytes(content)


class _Connection(http.client.HTTPConnection):
    """To the addresses that were checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, addresses: list[Address], silence: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=silence)
        self._addresses = addresses
        self._secure = secure
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        plain = self._first_that_answers()
        context = ssl.create_default_context() if self._secure else None
        self.sock: Any = context.wrap_socket(plain, server_hostname=self.host) if context else plain

    def _first_that_answers(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in dict.fromkeys(self._addresses):
            try:
                return socket.create_connection((str(address), self.port), self.timeout)
            except OSError as error:
                failure = error
        raise failure
