"""The services beside an instance, on this machine: without them some operations could only ever refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chat.voice.tests.speech_server import SpeechServer
from ledger.holdings.tests.subgraph_server import serving

# A key of nobody's: nothing is pushed in a proof.
PUSHES = {
    "VAPID_PRIVATE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "VAPID_SUBJECT": "mailto:proof@example.org",
}


@contextmanager
def neighbours() -> Iterator[dict[str, str]]:
    """The settings that lead to them, as the environment names them, for as long as they are there."""
    speech = SpeechServer()
    try:
        with serving() as subgraph:
            yield {
                **PUSHES,
                "VOICE_PROVIDER": "openai",
                "VOICE_URL": speech.address,
                "VOICE_KEY": "a key",
                "SUBGRAPHS": f"ethereum={subgraph.url}",
            }
    finally:
        speech.stop()
