"""What a paper shows: its text, how many pages, a small picture of the first. Looked at in a process of its own.

No decoder runs where people's data is: the child has our interpreter and two libraries, no settings, no environment
and little time. Two at once a process of ours, so that many papers do not starve the pages.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import orjson

log = logging.getLogger(__name__)
MOST_SECONDS: Final = 6
MOST_TEXT: Final = 20_000
_MOST_ANSWERED: Final = 1 << 20
_AT_ONCE: Final = 2
_CHILD: Final = Path(__file__).with_name("looking_child.py")
_turns = threading.BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Look:
    """`thumbnail` is a WebP at most 480 pixels wide and 960 high. `is_broken`: it cannot be decoded to its end, or not
    by a process that is to live; not so of what merely took too long on a machine with much to do.
    """

    text: str = ""
    pages: int | None = None
    thumbnail: bytes = b""
    is_broken: bool = False


NOTHING, BROKEN = Look(), Look(is_broken=True)


def look_at(data: bytes, kind: str) -> Look:
    """At most six seconds. What crashes, takes too much or is locked shows nothing; never an error."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answered, _turns:
        given.write(data)
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 our own interpreter and script
                [sys.executable, "-I", str(_CHILD), kind],
                stdin=given, stdout=answered, stderr=subprocess.DEVNULL, env={}, cwd="/",
                timeout=MOST_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            log.info("a paper of the kind %s was looked at for too long", kind)
            return NOTHING
        if done.returncode != 0:
            log.info("looking at a paper of the kind %s ended with %s", kind, done.returncode)
            return BROKEN
        return _read(answered)


def _read(answered: IO[bytes]) -> Look:
    """The child may have been captured by what it looked at: its answer is a file of a stranger's too."""
    answered.seek(0)
    line, _newline, picture = answered.read(_MOST_ANSWERED).partition(b"\n")
    try:
        said: Any = orjson.loads(line)
    except orjson.JSONDecodeError:
        return BROKEN
    if not isinstance(said, dict) or "failed" in said or not _is_webp(picture):
        return BROKEN
    pages, text = said.get("pages"), said.get("text", "")
    return Look(
        text=_readable(text)[:MOST_TEXT] if isinstance(text, str) else "",
        pages=pages if isinstance(pages, int) and 0 < pages < 2**31 else None,
        thumbnail=picture,
    )


def _is_webp(picture: bytes) -> bool:
    return picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"


def _readable(text: str) -> str:
    """Lines and words, without what no database keeps and nobody reads."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(each for each in line if _is_shown(each)).rstrip() for line in lines).strip()


def _is_shown(character: str) -> bool:
    return character in "\t " or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
