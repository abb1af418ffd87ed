"""Speaking to the page of asking, and having its answers read: by the browser, by the server's service, by nobody."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.voice.tests.speech_server import SpeechServer
from tests.browser.people import Person

pytestmark = pytest.mark.browser

# Chromium without its maker's service has the class and no answer; this one says what a test tells it to.
RECOGNITION = """(said) => {
    delete window.SpeechRecognition;
    window.webkitSpeechRecognition = class {
        start() {
            window.recognising = this;
            if (said.error) setTimeout(() => { this.onerror({error: said.error}); this.onend(); }, 20);
            else if (said.text) setTimeout(() => this.onresult({results: [[{transcript: said.text}]]}), 20);
        }
        stop() { this.onend(); }
        abort() { this.onerror({error: 'aborted'}); this.onend(); }
    };
}"""
NO_RECOGNITION = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
NO_RECORDER = "delete window.MediaRecorder;"
VOICES = """(voices) => {
    window.spoken = [];
    const speech = {
        getVoices: () => voices, addEventListener() {},
        cancel() { this.now?.onerror({error: 'canceled'}); this.now = null; },
        speak(words) { window.spoken.push([words.text, words.voice?.name]); this.now = words; },
    };
    Object.defineProperty(window, 'speechSynthesis', {value: speech});
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def stub(page: Page, script: str, told: object) -> None:
    page.add_init_script(f"({script})({told!r})")


def hear(page: Page) -> Locator:
    return page.locator("[data-voice-hear]")


def field(page: Page) -> Locator:
    return page.get_by_label("Your question")


def status(page: Page) -> Locator:
    return page.locator("[data-voice-status]")


def agree(page: Page, host: str = "Its maker may hear") -> None:
    expect(page.locator("dialog[open]")).to_contain_text(host)
    page.get_by_role("button", name="Go on").click()


def test_what_was_said_stands_in_the_field_and_is_sent_by_hand(ana: Person) -> None:
    stub(ana.page, RECOGNITION, {"text": "how much did we spend on groceries"})
    page = ana.open("/ask/")
    field(page).fill("Well,")
    hear(page).focus()
    page.keyboard.press("Enter")
    agree(page)
    expect(field(page)).to_have_value("Well, how much did we spend on groceries")
    expect(page.get_by_role("button", name="Stop listening")).to_be_visible()
    expect(status(page)).to_contain_text("Listening")
    hear(page).click()
    expect(field(page)).to_be_focused()
    expect(status(page)).to_have_text("Look it over, and send it.")
    expect(page.get_by_role("button", name="Speak instead of typing")).to_be_visible()
    expect(page.locator(".ask-question")).to_have_count(0)
    # Whoever agreed once is asked no more; Escape throws away what was said.
    hear(page).click()
    expect(page.get_by_role("button", name="Stop listening")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("Well, how much did we spend on groceries")
    expect(status(page)).to_have_text("")


def test_nobody_hears_before_it_was_agreed_to(ana: Person) -> None:
    stub(ana.page, RECOGNITION, {"text": "secret"})
    page = ana.open("/ask/")
    hear(page).click()
    page.get_by_role("button", name="Not now").click()
    assert page.evaluate("window.recognising") is None
    expect(field(page)).to_have_value("")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("not-allowed", "The microphone is not allowed"),
        ("audio-capture", "No microphone"),
        ("no-speech", "Nothing was"),
    ],
)
def test_what_goes_wrong_is_told_and_loses_nothing(error: str, told: str, ana: Person) -> None:
    stub(ana.page, RECOGNITION, {"error": error})
    page = ana.open("/ask/")
    field(page).fill("Kept")
    hear(page).click()
    agree(page)
    expect(status(page)).to_contain_text(told)
    expect(field(page)).to_have_value("Kept")
    expect(page.get_by_role("button", name="Speak instead of typing")).to_be_visible()


def test_where_the_browser_cannot_a_recording_goes_to_the_service_in_a_form_all_services_hear(
    ana: Person, speech: SpeechServer
) -> None:
    ana.page.context.grant_permissions(["microphone"])
    ana.page.add_init_script(NO_RECOGNITION)
    page, before = ana.open("/ask/"), len(speech.asked)
    hear(page).click()
    agree(page, "127.0.0.1:")
    expect(page.get_by_role("button", name="Stop listening")).to_be_visible()
    page.wait_for_timeout(400)
    hear(page).click()
    expect(field(page)).to_have_value(speech.heard)
    (_path, sent, _key) = speech.asked[before]
    with wave.open(io.BytesIO(sent[sent.index(b"RIFF") :])) as heard:
        assert (heard.getframerate(), heard.getnchannels(), heard.getsampwidth()) == (16_000, 1, 2)
        assert heard.getnframes() > 3_000


def test_a_browser_whose_service_is_silent_hands_over_to_ours(ana: Person, speech: SpeechServer) -> None:
    ana.page.context.grant_permissions(["microphone"])
    stub(ana.page, RECOGNITION, {"error": "network"})
    page = ana.open("/ask/")
    hear(page).click()
    agree(page)
    agree(page, "127.0.0.1:")
    expect(page.get_by_role("button", name="Stop listening")).to_be_visible()
    page.wait_for_timeout(300)
    hear(page).click()
    expect(field(page)).to_have_value(speech.heard)


def test_a_service_that_fails_says_so(ana: Person, speech: SpeechServer, expects: Callable[[int], None]) -> None:
    expects(409)
    ana.page.context.grant_permissions(["microphone"])
    ana.page.add_init_script(NO_RECOGNITION)
    page = ana.open("/ask/")
    hear(page).click()
    agree(page, "127.0.0.1:")
    expect(page.get_by_role("button", name="Stop listening")).to_be_visible()
    page.wait_for_timeout(300)
    speech.fails = "html"
    hear(page).click()
    expect(status(page)).to_contain_text("The speech service did not answer")
    speech.fails = ""


def test_a_microphone_that_is_refused_is_told_kindly(ana: Person) -> None:
    ana.page.add_init_script(NO_RECOGNITION)
    page = ana.open("/ask/")
    hear(page).click()
    agree(page, "127.0.0.1:")
    expect(status(page)).to_contain_text("The microphone is not allowed")


def test_without_either_there_is_no_button(ana: Person) -> None:
    ana.page.add_init_script(NO_RECOGNITION + NO_RECORDER)
    expect(hear(ana.open("/ask/"))).to_be_hidden()


def test_no_other_page_may_ask_for_the_microphone(ana: Person) -> None:
    allowed = "() => document.featurePolicy.allowsFeature('microphone')"
    assert ana.open("/ask/").evaluate(allowed)
    assert not ana.open("/transactions/").evaluate(allowed)


def answered(person: Person) -> Page:
    page = person.open("/ask/")
    field(page).fill("How much did I spend on groceries this month?")
    field(page).press("Enter")
    expect(page.locator(".ask-read")).to_have_count(1)
    return page


def test_an_answer_is_read_by_a_voice_of_this_machine_and_stopped(ana: Person) -> None:
    voices = [
        {"name": "Far", "lang": "en-GB", "localService": 0},
        {"name": "Near", "lang": "en-US", "localService": 1},
    ]
    stub(ana.page, VOICES, voices)
    page = answered(ana)
    words = page.locator(".ask-words").inner_text()
    page.get_by_role("button", name="Read aloud").click()
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()
    assert page.evaluate("window.spoken") == [[words, "Near"]]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()


def test_without_a_voice_of_its_own_the_service_speaks(ana: Person, speech: SpeechServer) -> None:
    stub(ana.page, VOICES, [])
    page, before = answered(ana), len(speech.asked)
    page.get_by_role("button", name="Read aloud").click()
    agree(page, "127.0.0.1:")
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()
    expect(status(page)).to_have_text("")
    assert [path for path, _body, _key in speech.asked[before:]] == ["/v1/audio/speech"]
