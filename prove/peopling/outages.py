"""What the parts stand on behind proxies: Redis, the mail server and a language model, each hung for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import User
from prove.proxy import HANG, PASS, Proxy
from tests.language_server import LanguageServer, says
from tests.mail_server import MailServer

NAMES = ("Redis", "mail", "model")
Spell = tuple[str, float, float]


class Outages:
    """`environment` is what the parts are told; `spells` are those that were: name, first and last second."""

    def __init__(self, redis_url: str, proxies: dict[str, Proxy]) -> None:
        at = urlsplit(redis_url)
        self.proxies = proxies
        self.spells: list[Spell] = []
        self.environment = {
            "REDIS_URL": at._replace(netloc=f"127.0.0.1:{proxies['Redis'].port}").geturl(),
            "EMAIL_URL": f"smtp://127.0.0.1:{proxies['mail'].port}",
            "LANGUAGE_PROVIDER": "openai",
            "LANGUAGE_KEY": "nobody's",
            "LANGUAGE_URL": f"http://127.0.0.1:{proxies['model'].port}/v1",
            "LANGUAGE_MODEL": "model-of-the-proof",
        }

    def allow(self, emails: list[str]) -> None:
        """These people let the model word their answers."""
        for name, value in self.environment.items():
            if name.startswith("LANGUAGE_"):
                setattr(settings, name, value)
        for person in User.objects.filter(email__in=emails):
            LanguageServer.allow(person)

    def begin(self, seconds: float) -> threading.Thread:
        """One after the other, each hung for a sixth of the time at most, and a minute at most."""
        thread = threading.Thread(target=self._run, args=(seconds, time.monotonic()), daemon=True)
        thread.start()
        return thread

    def _run(self, seconds: float, began: float) -> None:
        lasts = min(60.0, seconds / 6)
        for place, name in enumerate(NAMES):
            time.sleep(max(0.0, began + seconds * (2 * place + 1) / 7 - time.monotonic()))
            first = time.monotonic() - began
            self.proxies[name].be(HANG)
            time.sleep(lasts)
            self.proxies[name].be(PASS)
            self.spells.append((name, first, time.monotonic() - began))


@contextmanager
def outages(redis_url: str) -> Iterator[Outages]:
    at = urlsplit(redis_url)
    with ExitStack() as stack:
        mail, model = MailServer(), LanguageServer()
        model.plays(says("You spent what you spent."))
        stack.callback(model.stop)
        stack.callback(mail.shutdown)
        ends = {
            "Redis": (at.hostname or "127.0.0.1", at.port or 6379),
            "mail": ("127.0.0.1", mail.server_address[1]),
            "model": ("127.0.0.1", urlsplit(model.address).port or 80),
        }
        yield Outages(redis_url, {name: stack.enter_context(Proxy(*end)) for name, end in ends.items()})
