"""Names of uploaded files that nobody's file has by accident are refused; Django would mend them in silence.

Whatever a name says, no file is kept under it (`config.kernel.files`). But it is shown, and sent along with exports.
"""

from __future__ import annotations

import html
import unicodedata
from typing import Any

from django.http.multipartparser import MultiPartParser, MultiPartParserError

# Turn the direction of reading, so that a name ends otherwise than it seems to (Unicode Standard Annex 9).
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LONGEST = 255
_mended_name = MultiPartParser.sanitize_file_name


def problem_of(name: str) -> str:
    """What is wrong with the name of a file, for developers; empty for one that may come in."""
    if len(name) > LONGEST:
        return f"The name of the file has more than {LONGEST} characters"
    if ".." in name.replace("\\", "/").split("/"):
        return "The name of the file leads out of its folder"
    if any(each in TURNING or unicodedata.category(each) == "Cc" for each in name):
        return "The name of the file has characters that nobody sees"
    return ""


def checked_name(parser: Any, name: str) -> str | None:
    problem = problem_of(html.unescape(name))
    if problem:
        raise MultiPartParserError(problem)
    mended: str | None = _mended_name(parser, name)
    return mended


def mend_django() -> None:
    """Each request's own parser calls it, of pages and of the API."""
    setattr(MultiPartParser, "sanitize_file_name", checked_name)  # noqa: B010 mypy would not have a method replaced
