"""A person at the browser: signs up, drops files, reads what the API says of their money."""

from __future__ import annotations

import base64
import re
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page

PASSWORD = "two pence for a thought"
DEMO = ("ana@demo.example", "two-pence-worth")
SETTLED = "() => !document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping, .htmx-added')"
LIVE = "() => document.querySelector('[data-live]')?.classList.contains('is-on')"
DROP = """(area, {name, data}) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const moved = new DataTransfer();
    moved.items.add(new File([bytes], name));
    for (const type of ["dragenter", "dragover", "drop"])
        area.dispatchEvent(new DragEvent(type, {dataTransfer: moved, bubbles: true, cancelable: true}));
}"""
_number = count(1)

Json = dict[str, Any]


class Person:
    def __init__(self, page: Page, address: str, email: str) -> None:
        self.page = page
        self.address = address
        self.email = email

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def settle(self) -> None:
        self.page.wait_for_function(SETTLED)

    def is_live(self) -> None:
        self.page.wait_for_function(LIVE)

    def api(self, path: str) -> Any:
        """What the API says to this person, asked with the browser's own session."""
        answer = self.page.request.get(f"/api/v1/{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, path: str, body: Json, *, method: str = "POST") -> Json:
        """A write through the API, as a page of ours would do it."""
        token = next(each["value"] for each in self.page.context.cookies() if each["name"] == "csrftoken")
        answer = self.page.request.fetch(f"/api/v1/{path}", method=method, data=body, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
        found: Json = answer.json()
        return found

    def all(self, path: str) -> list[Json]:
        """Every result of a list, page after page."""
        found: list[Json] = []
        path += "?limit=100"
        while path:
            page = self.api(path)
            found += page["results"]
            path = page["next"].partition("/api/v1/")[2] if page["next"] else ""
        return found

    def lines(self) -> list[Json]:
        return self.all("transactions/")

    def account(self, **fields: Any) -> Json:
        return self.send("money-accounts/", {"name": "Everyday", "currency": "EUR", **fields})

    def line(self, account: Json, amount: str, payee: str, **fields: Any) -> Json:
        body = {"money_account": account["id"], "kind": "expense", "amount": amount, "payee": payee, **fields}
        return self.send("transactions/", {"booked_on": "2026-03-14", **body})

    def drop(self, name: str, data: bytes) -> None:
        """Drag a file from outside over the page and let go of it."""
        given = {"name": name, "data": base64.b64encode(data).decode()}
        self.page.locator("[data-drop]").evaluate(DROP, given)

    def import_dropped(self, file: Path) -> None:
        """Drop the file, look at the check and confirm it, until the report is there."""
        self.open("/transactions/import/")
        self.drop(file.name, file.read_bytes())
        self.page.wait_for_url(re.compile(r"/transactions/import/[0-9a-f-]{36}/$"))
        self.page.locator("form[action$='/confirmation/'] button").click()
        self.page.locator(".outcome").first.wait_for(timeout=20_000)


def sign_up(page: Page, address: str) -> Person:
    """Through the form, as anybody would."""
    email = f"person{next(_number)}@example.org"
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill("Mira Okafor")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    page.get_by_role("heading", level=1).wait_for()
    return Person(page, address, email)


def arrive(page: Page, address: str) -> Person:
    """The same in two requests, for tests that begin after the door."""
    email = f"person{next(_number)}@example.org"
    form = page.request.get("/accounts/signup/").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    fields = {"csrfmiddlewaretoken": token[1], "name": "Mira Okafor", "email": email, "password1": PASSWORD}
    fields |= {"time_zone": "Europe/Berlin", "locale": "en-GB"}
    answer = page.request.post("/accounts/signup/", form=fields, headers={"Referer": address}, max_redirects=0)
    assert answer.status == 302, answer.text()
    return Person(page, address, email)


def log_in(page: Page, address: str, email: str = DEMO[0], password: str = DEMO[1]) -> Person:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{address}/")
    return Person(page, address, email)


class App:
    """The same person's phone: another session, with a bearer token."""

    def __init__(self, person: Person) -> None:
        answer = httpx.post(
            f"{person.address}/_allauth/app/v1/auth/login", json={"email": person.email, "password": PASSWORD}
        )
        token = answer.json()["meta"]["access_token"]
        self.client = httpx.Client(
            base_url=f"{person.address}/api/v1/", headers={"Authorization": f"Bearer {token}"}, timeout=10
        )

    def post(self, path: str, body: Json) -> Json:
        answer = self.client.post(path, json=body)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found


def amount_of(text: str) -> Decimal:
    """The figure in a page's text, written as en-GB or en-US do."""
    return Decimal(re.sub(r"[^0-9.\-]", "", text.replace("−", "-")))


def signed(line: Json) -> Decimal:
    """The API's positive amount with the sign it has in the ledger."""
    amount = Decimal(line["amount"])
    return -amount if line["kind"] == "expense" else amount
