"""One server and one Chromium for all browser tests; a test's window forgives no error it did not expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from accounts.tests.apple_server import AppleServer
from chat.voice.tests.speech_server import SpeechServer, silence
from tests.browser.instance import Instance
from tests.browser.people import Person, arrive, log_in

Expects = Callable[[int], None]
WAIT_MS = 5_000
# What a page that is left was fetching is given up; a request that fails says more than that.
NO_PROBLEM = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture(scope="session")
def apple() -> Iterator[AppleServer]:
    """On `localhost`: for a browser another site than the instance's 127.0.0.1."""
    server = AppleServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def speech() -> Iterator[SpeechServer]:
    server = SpeechServer(spoken=silence())
    yield server
    server.stop()


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory, apple: AppleServer, speech: SpeechServer) -> Iterator[Instance]:
    voice = {"VOICE_PROVIDER": "openai", "VOICE_URL": speech.address}
    instance = Instance(tmp_path_factory.mktemp("instance"), **apple.environment(), **voice)
    try:
        instance.start()
        yield instance
    finally:
        instance.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """With a microphone that hears tones; whether a page may listen stays to be asked."""
    arguments = [*browser_type_launch_args["args"], "--use-fake-device-for-media-stream"]
    return {**browser_type_launch_args, "args": arguments}


@pytest.fixture(scope="session")
def base_url(instance: Instance) -> str:
    return instance.address


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    return {
        "base_url": base_url,
        "locale": "en-GB",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def expected() -> set[int]:
    """Statuses of 400 and more that this test provokes."""
    return set()


@pytest.fixture
def expects(expected: set[int]) -> Expects:
    return expected.add


@pytest.fixture
def page(context: BrowserContext, expected: set[int]) -> Iterator[Page]:
    """A window. Any failed request, error in the console or breach of the policy fails the test."""
    problems: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400 and response.status not in expected:
            problems.append(f"{response.status} {response.url}")

    def said(message: ConsoleMessage) -> None:
        # The browser repeats each failed request in the console; `answered` has judged it already.
        if message.type == "error" and not message.text.startswith(NO_PROBLEM):
            problems.append(message.text)

    context.set_default_timeout(WAIT_MS)
    context.on("response", answered)
    context.on("console", said)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    yield context.new_page()
    assert not problems, "\n".join(problems)


@pytest.fixture
def mira(page: Page, base_url: str) -> Person:
    """Somebody new."""
    return arrive(page, base_url)


@pytest.fixture
def ana(page: Page, base_url: str) -> Person:
    """Ana of the demo household, with three years of lines."""
    return log_in(page, base_url)
