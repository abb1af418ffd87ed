"""Real browsers, and what can be seen in their windows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from prove.serving import cookies_of
from tests.browser.people import LIVE, SETTLED
from tests.conftest import CHROMIUM

WAIT_MS = 60_000
# Resolves with the browser's clock once an element's text holds all of some words.
SEEN = """([selector, words]) => {
    window.seen = new Promise((done) => {
        const look = () => {
            const text = document.querySelector(selector)?.textContent ?? "";
            return words.every((word) => text.includes(word));
        };
        const watch = new MutationObserver(() => look() && (watch.disconnect(), done(Date.now())));
        watch.observe(document.body, {childList: true, subtree: true, characterData: true});
        if (look()) done(Date.now());
    });
}"""
MISSED = """([selector, words]) => {
    const text = document.querySelector(selector)?.textContent ?? "";
    return words.filter((word) => !text.includes(word));
}"""


class NoBrowser(Exception):
    """There is no Chromium on this machine, and CHROMIUM names none."""


@contextmanager
def two_browsers() -> Iterator[tuple[Browser, Browser]]:
    """Raises NoBrowser."""
    if not CHROMIUM:
        raise NoBrowser
    # Playwright keeps an event loop on this thread, where Django would refuse the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    arguments = ["--disable-dev-shm-usage", *([] if os.getuid() else ["--no-sandbox"])]
    with sync_playwright() as playwright:
        one, other = (playwright.chromium.launch(executable_path=CHROMIUM, args=arguments) for _ in range(2))
        try:
            yield one, other
        finally:
            one.close()
            other.close()


class Window:
    """A page of a browser in which a person is logged in at one address."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    @classmethod
    def of(cls, browser: Browser, address: str, person: User) -> Window:
        context = browser.new_context(
            base_url=address, locale="en-GB", viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        context.set_default_timeout(WAIT_MS)
        cookies = cookies_of(address, person)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        return cls(context.new_page(), address)

    def beside(self) -> Window:
        """Another window of the same browser."""
        return Window(self.page.context.new_page(), self.address)

    def open(self, path: str) -> None:
        """Until the page is drawn and its socket is open."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_function(LIVE)
        self.page.wait_for_function(SETTLED)

    def watch_for(self, selector: str, *words: str) -> None:
        self.page.evaluate(SEEN, [selector, list(words)])

    def seen_at(self) -> float:
        """When what it watches for was there, in seconds since 1970. Waits for it without end."""
        found: float = self.page.evaluate("window.seen")
        return found / 1000

    def missed(self, selector: str, words: list[str]) -> list[str]:
        """Those of the words that are not there now."""
        found: list[str] = self.page.evaluate(MISSED, [selector, words])
        return found
