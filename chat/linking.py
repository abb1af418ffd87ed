"""Addresses inside what people wrote: to be followed, never fetched or shown by us."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
# At the end of an address these belong to the sentence around it.
_AFTER = ".,;:!?)]}…"


def linked(text: str) -> SafeString:
    """Escaped text whose http and https addresses can be followed, in a window that learns nothing of ours."""
    parts: list[tuple[SafeString]] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_AFTER)
        link = format_html(
            '<a class="link" href="{0}" rel="noopener noreferrer nofollow" target="_blank">{0}</a>', address
        )
        parts += [(conditional_escape(text[end : found.start()]),), (link,)]
        end = found.start() + len(address)
    parts.append((conditional_escape(text[end:]),))
    return format_html_join("", "{}", parts)
