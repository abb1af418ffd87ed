"""The forms that take an address, as a page and in the API, and what they answer, without what differs by chance."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from prove.serving import PASSWORD

APP = "/_allauth/app/v1"
# Tokens of forms and sessions, nonces of scripts.
_BY_CHANCE = re.compile(r"[A-Za-z0-9_/+=-]{22,}")


@dataclass(frozen=True, slots=True)
class Form:
    """`fields` of which `email_field` is filled in; a page needs the token of an earlier visit besides."""

    name: str
    path: str
    email_field: str
    fields: dict[str, str]
    is_page: bool = False


FORMS = (
    Form("log-in, API", f"{APP}/auth/login", "email", {"password": "wrong"}),
    Form("log-in, page", "/accounts/login/", "login", {"password": "wrong"}, is_page=True),
    Form("new password, API", f"{APP}/auth/password/request", "email", {}),
    Form("new password, page", "/accounts/password/reset/", "email", {}, is_page=True),
    Form("sign-up, API", f"{APP}/auth/signup", "email", {"password": PASSWORD}),
    Form("sign-up, page", "/accounts/signup/", "email", {"password1": PASSWORD}, is_page=True),
)


class Visitor:
    """Somebody without a session, each time from another network, which a trusted proxy names: no limit of tries
    shortens an answer.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = httpx.Client(base_url=address, timeout=60)
        self.client.get("/accounts/login/").raise_for_status()
        self.token = self.client.cookies["csrftoken"]
        self.tries = 0

    def fill_in(self, form: Form, email: str) -> httpx.Response:
        self.tries += 1
        headers = {"X-Forwarded-For": f"203.{self.tries // 62500}.{self.tries // 250 % 250}.{self.tries % 250}"}
        filled = {**form.fields, form.email_field: email}
        self.client.cookies.clear()
        if not form.is_page:
            return self.client.post(form.path, json=filled, headers=headers)
        self.client.cookies.set("csrftoken", self.token)
        headers["Referer"] = self.address + form.path
        return self.client.post(form.path, data={**filled, "csrfmiddlewaretoken": self.token}, headers=headers)


def said(answer: httpx.Response, email: str) -> str:
    """All that the answer tells: status, names of headers, where it leads, its body."""
    headers = sorted(name for name in answer.headers if name not in {"date", "x-request-id"})
    body = _BY_CHANCE.sub("...", answer.text.replace(email, "ADDRESS"))
    return f"{answer.status_code} {headers} {answer.headers.get('location')} {body}"
