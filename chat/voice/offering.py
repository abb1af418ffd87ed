"""What a page is told of whoever listens and speaks here, so that it offers no button that leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

from chat.voice.providers import PROVIDERS
from config.kernel.headers import ALWAYS

_OPENAI: Final = "https://api.openai.com/v1"
_POLICY: Final = "Permissions-Policy"


@dataclass(frozen=True, slots=True)
class Offered:
    """`service` names the provider, '' for none. `recipient` is the host that hears and reads, '' for this machine."""

    service: str
    recipient: str


def offered() -> Offered:
    """No query, and nobody is asked."""
    service = settings.VOICE_PROVIDER if settings.VOICE_PROVIDER in PROVIDERS else ""
    return Offered(service, urlsplit(settings.VOICE_URL or _OPENAI).netloc if service == "openai" else "")


def may_listen(response: HttpResponse) -> HttpResponse:
    """Lets this one page ask its reader for the microphone; every other page may not even ask."""
    response.headers[_POLICY] = ALWAYS[_POLICY].replace("microphone=()", "microphone=(self)")
    return response
