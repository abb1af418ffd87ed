"""A small identity provider for tests: discovery, authorisation code with PKCE, keys, real HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

CLIENT, SECRET = "tuppence", "the secret of the client"


class IdentityProvider:
    """`claims` is who is logged in there. What goes wrong is chosen by `is_down` and `issuer_in_tokens`."""

    login_path = "/accounts/oidc/local/login/"
    name = "local"

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.is_down = False
        self._codes: dict[str, dict[str, str]] = {}
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider._answer(self, {name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, format: str, *args: Any) -> None:
                """Not into the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.issuer_in_tokens = self.address
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def be(self, person: dict[str, Any]) -> None:
        self.claims, self.is_down, self.issuer_in_tokens = dict(person), False, self.address

    def configured(self) -> dict[str, Any]:
        """As SOCIALACCOUNT_PROVIDERS has it."""
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [self.app()]}}

    def come_back(self, client: Client, address: str) -> Any:
        return client.get(self.let_in(address))

    def token_of_app(self, token: Any) -> dict[str, Any]:
        """What a phone sends."""
        return {"provider": self.name, "token": {"client_id": CLIENT, "id_token": token}}

    def app(self, name: str = "local") -> dict[str, Any]:
        return {
            "provider_id": name,
            "name": "Local Id",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.address},
        }

    def let_in(self, address: str) -> str:
        """What the person's browser does at the provider: the address it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def id_token(self, **changes: Any) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer_in_tokens, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims, **changes}
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "one"})

    def _answer(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        pages = {
            "/.well-known/openid-configuration": self._configuration,
            "/keys": self._keys,
            "/userinfo": lambda _form: self.claims,
            "/token": self._token,
        }
        found = None if self.is_down else pages[urlsplit(request.path).path](form)
        request.send_response(503 if self.is_down else 400 if found is None else 200)
        request.send_header("Content-Type", "application/json")
        request.end_headers()
        request.wfile.write(json.dumps(found or {"error": "invalid_grant"}).encode())

    def _configuration(self, form: dict[str, str]) -> dict[str, Any]:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{self.address}/{path}" for name, path in names.items()}
        methods = ["client_secret_post"]
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": methods,
            **found,
        }

    def _keys(self, form: dict[str, str]) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def _token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """None for a code that was used, a wrong secret, address or proof of the code."""
        asked = self._codes.pop(form["code"], None)
        if asked is None or form["client_secret"] != SECRET or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        return {"access_token": "of-the-provider", "token_type": "Bearer", "id_token": self.id_token()}
