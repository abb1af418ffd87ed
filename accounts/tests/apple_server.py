"""What Apple does at log-in, for tests: real HTTP, the client's signed secret checked, a form posted from elsewhere."""

from __future__ import annotations

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client

CLIENT, APP, TEAM, KEY_ID = "org.example.web", "org.example.phone", "TEAM123456", "KEY1234567"
ISSUER = "https://appleid.apple.com"
PAGE = """<!doctype html><title>Apple</title><form method="post" action="{action}">{fields}
<button>Continue</button></form>"""


def pem_of(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


class AppleServer:
    """`claims` is who is logged in there; `user` what is posted of them the first time. `changes` bends the tokens."""

    login_path = "/accounts/apple/login/"
    name = "apple"

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.user: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        self.is_down = False
        self.secrets_seen: list[dict[str, Any]] = []
        self.client_key = ec.generate_private_key(ec.SECP256R1())
        self.rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec_key = ec.generate_private_key(ec.SECP256R1())
        self._asked: dict[str, dict[str, str]] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _mark, query = self.path.partition("?")
                if path == "/auth/authorize":
                    server._send(self, 200, "text/html", server.page(f"{server.address}/auth/authorize?{query}"))
                else:
                    server._send(self, 503 if server.is_down else 200, "application/json", json.dumps(server._keys()))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                found = server._token({name: values[0] for name, values in parse_qs(body).items()})
                status = 503 if server.is_down else 400 if "error" in found else 200
                server._send(self, status, "application/json", json.dumps(found))

            def log_message(self, format: str, *args: Any) -> None:
                """Not into the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Another site than 127.0.0.1 for a browser, as Apple's is.
        self.address = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def be(self, person: dict[str, Any]) -> None:
        """Somebody is logged in there who is new to us: tokens never hold a name, the first post does."""
        first, _space, last = str(person["name"]).partition(" ")
        self.claims = {name: value for name, value in person.items() if name != "name"}
        self.claims |= {"email_verified": str(person["email_verified"]).lower(), "is_private_email": "false"}
        self.user = {"name": {"firstName": first, "lastName": last}, "email": person["email"]}
        self.changes, self.is_down, self.secrets_seen = {}, False, []

    def configured(self) -> dict[str, Any]:
        """As SOCIALACCOUNT_PROVIDERS has it."""
        return {"apple": {"APPS": self.apps()}}

    def token_of_app(self, token: Any) -> dict[str, Any]:
        """What a phone sends."""
        return {"provider": self.name, "token": {"client_id": CLIENT, "id_token": token}}

    def environment(self) -> dict[str, str]:
        """As an instance is told of it; TEST_APPLE_SERVER is read by the browser tests' settings alone."""
        key = pem_of(self.client_key).replace("\n", "\\n")
        own = {"APPLE_TEAM_ID": TEAM, "APPLE_KEY_ID": KEY_ID, "APPLE_PRIVATE_KEY": key}
        return {"APPLE_CLIENT_ID": CLIENT, **own, "TEST_APPLE_SERVER": self.address}

    def apps(self) -> list[dict[str, Any]]:
        """The web's client, and a phone's that sends tokens alone."""
        told = {"certificate_key": pem_of(self.client_key), "server_url": self.address}
        own = {"secret": KEY_ID, "key": TEAM}
        return [
            {"client_id": CLIENT, **own, "settings": told},
            {"client_id": APP, **own, "settings": {**told, "hidden": True}},
        ]

    def posted(self, address: str) -> tuple[str, dict[str, str]]:
        """What Apple's page posts once the person has agreed: where to, and the fields."""
        assert address.startswith(f"{self.address}/auth/authorize?")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_mode"] == "form_post"
        assert asked["response_type"] == "code id_token"
        assert set(asked["scope"].split()) == {"name", "email"}
        code = secrets.token_urlsafe(16)
        self._asked[code] = asked
        fields = {"code": code, "state": asked["state"], "id_token": self.id_token()}
        return asked["redirect_uri"], fields | ({"user": json.dumps(self.user)} if self.user else {})

    def come_back(self, client: Client, address: str) -> Any:
        """The way back as a browser goes it: no cookie of ours with the POST from another site, all with the GET."""
        return self.follow(client, Client().post(*self.posted(address)))

    def follow(self, client: Client, answer: Any) -> Any:
        assert answer.status_code == 303, answer
        assert "sessionid" not in answer.cookies
        for name, cookie in answer.cookies.items():
            client.cookies[name] = cookie.value
        return client.get(answer["Location"])

    def page(self, address: str) -> str:
        action, fields = self.posted(address)
        given = "".join(f"<input type=hidden name={name} value='{value}'>" for name, value in fields.items())
        return PAGE.format(action=action, fields=given)

    def id_token(self, *, alg: str = "RS256", key: Any = None, kid: str | None = None, **changes: Any) -> str:
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce_supported": True}
        claims |= {**self.claims, **self.changes, **changes}
        claims = {name: value for name, value in claims.items() if value is not None}
        own: dict[str, Any] = {"RS256": self.rsa_key, "ES256": self.ec_key}
        return jwt.encode(claims, own[alg] if key is None else key, algorithm=alg, headers={"kid": kid or alg})

    def _send(self, request: BaseHTTPRequestHandler, status: int, content_type: str, body: str) -> None:
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.end_headers()
        request.wfile.write(body.encode())

    def _keys(self) -> dict[str, Any]:
        of_rsa = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.rsa_key.public_key()))
        of_ec = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.ec_key.public_key()))
        return {"keys": [{**of_rsa, "kid": "RS256", "alg": "RS256"}, {**of_ec, "kid": "ES256", "alg": "ES256"}]}

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        """An error for a secret that the client's key did not sign, or that says something else; a code works once."""
        try:
            said = jwt.decode(form["client_secret"], self.client_key.public_key(), ["ES256"], audience=ISSUER)
        except jwt.PyJWTError:
            return {"error": "invalid_client"}
        header = jwt.get_unverified_header(form["client_secret"])
        self.secrets_seen.append({**said, "kid": header["kid"]})
        if (said["iss"], said["sub"], header["kid"]) != (TEAM, CLIENT, KEY_ID) or said[
            "exp"
        ] > time.time() + 15_777_000:
            return {"error": "invalid_client"}
        asked = self._asked.pop(form["code"], None)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        id_token = {"id_token": self.id_token()} if self.changes.get("sub", "") is not None else {}
        return {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 3600, **id_token}
