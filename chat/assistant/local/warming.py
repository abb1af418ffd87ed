"""What the first question of a process would wait for is read when it starts: words, and addresses in each language."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from chat.assistant.local.lexicon import currencies, lexicon, months
from chat.assistant.local.words import read_words
from chat.sentences.reading import read_sentence
from config.kernel.startup import before_serving

MOST_LOCALES: Final = 5


def read_all_words() -> None:
    """Some 0.3 s; nothing the second time. No query."""
    lexicon()
    months()
    currencies()
    read_words("groceries 4.75")
    # A word that nobody knows goes through every list there is.
    read_sentence("qwrtz 4.75", reference_date=date(2026, 1, 1), default_currency="EUR", locale="en")


def read_addresses(locales: Iterable[str]) -> None:
    """Django works out all addresses anew in each locale: some 0.2 s for each."""
    for locale in locales:
        with translation.override(locale.lower()):
            reverse("ask")


@before_serving
def warm() -> Iterator[str]:
    """In a thread: the door opens meanwhile."""
    threading.Thread(target=_warm, name="words of questions", daemon=True).start()
    yield from ()


def _warm() -> None:
    try:
        read_all_words()
        read_addresses([settings.LANGUAGE_CODE, *_spoken()])
    finally:
        connection.close()


def _spoken() -> list[str]:
    """The locales most people here read in; none where the database does not answer. One query."""
    counted = User.objects.filter(is_active=True).values("locale").annotate(people=Count("pk"))
    try:
        return [each["locale"] for each in counted.order_by("-people", "locale")[:MOST_LOCALES]]
    except DatabaseError:
        # Warming is a kindness: the first question of each takes a little longer.
        return []
