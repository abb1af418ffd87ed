"""Nothing in a template that the Content-Security-Policy would block: inline code, styles, foreign hosts."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from tools.sources import own_files, place

_FORBIDDEN = {
    r"<[^>]*\sstyle\s*=": "inline style",
    r"<style\b": "style element",
    r"<[^>]*\son[a-z]+\s*=": "inline handler",
    r"<[^>]*\shx-on[:-]": "inline handler of htmx",
    r'<script\b(?![^>]*\bsrc\s*=)(?![^>]*type="application/json")': "inline script",
    r"(?:src|href)\s*=\s*.?javascript:": "script in an address",
    r"<(?:script|img|iframe)\b[^>]*\ssrc\s*=\s*.?(?:https?:)?//": "foreign host",
    r"<link\b[^>]*\bhref\s*=\s*.?(?:https?:)?//": "foreign host",
}
FORBIDDEN = [(re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _FORBIDDEN.items()]


def violations(text: str) -> Iterator[tuple[int, str]]:
    """Line and kind of every construct the policy blocks; a tag may span lines."""
    for pattern, kind in FORBIDDEN:
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, kind


def main() -> int:
    found = [
        f"{place(path, line)} {kind}"
        for path in own_files(".html", ".svg")
        for line, kind in violations(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
