"""A browser and the push services of browsers and phones for tests: real HTTP, real keys, each as its RFC says.

What is decrypted here is written from RFC 8291 and RFC 8188, and not with the library that encrypts.
"""

from __future__ import annotations

import base64
import json
import os
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class Browser:
    """A subscription: the keys the browser keeps, and what it tells the page."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    @property
    def subscription(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": url64(_point(self._key)), "auth": url64(self._auth)}

    def open(self, sealed: bytes) -> dict[str, Any]:
        """RFC 8188: salt, record size, length of the key's id, the sender's key; one record, closed by 0x02."""
        salt, length = sealed[:16], sealed[20]
        sender, record = sealed[21 : 21 + length], sealed[21 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        info = b"WebPush: info\0" + _point(self._key) + sender
        secret = _derived(self._key.exchange(ec.ECDH(), theirs), self._auth, info, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert plain.endswith(b"\x02")
        told: dict[str, Any] = json.loads(plain[:-1])
        return told


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes


class PushServer:
    """Keeps what it is asked; `status` and `body` are what it answers, but for tokens, which it gives for an assertion
    signed by its own account. `tokens_given` counts those.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.status, self.body = 201, b""
        self.headers: dict[str, str] = {}
        self.tokens_given = 0
        self.good_token = ""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, content = service._answer(
                    Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                )
                self.send_response(status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                """Not into the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def account(self) -> dict[str, str]:
        """The JSON of a service account, as Google gives it."""
        private = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "tuppence-test",
            "client_email": "push@tuppence-test.iam.example.org",
            "private_key": private.decode(),
            "token_uri": f"{self.address}/token",
        }

    def _answer(self, asked: Asked) -> tuple[int, bytes]:
        if asked.path == "/token":
            return self._token(asked)
        self.asked.append(asked)
        if asked.path.startswith("/v1/") and asked.headers.get("authorization") != f"Bearer {self.good_token}":
            return 401, b'{"error": {"status": "UNAUTHENTICATED"}}'
        return self.status, self.body

    def _token(self, asked: Asked) -> tuple[int, bytes]:
        """RFC 7523."""
        given = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        assert given["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
        claims = jwt.decode(
            given["assertion"], self._key.public_key(), algorithms=["RS256"], audience=f"{self.address}/token"
        )
        assert claims["iss"] == self.account["client_email"]
        assert claims["scope"] == "https://www.googleapis.com/auth/firebase.messaging"
        self.tokens_given += 1
        self.good_token = f"token-{self.tokens_given}"
        return 200, json.dumps({"access_token": self.good_token, "expires_in": 3600}).encode()
