"""A mail that was saved as a file (.eml, RFC 5322): who sent it when, what it says, and the papers that came with it.

Nothing in it is followed or loaded. What is too deep, too long or broken is left out, and never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Final

LARGEST_MAIL = 25_000_000
MOST_PARTS, DEEPEST, MOST_PAPERS = 60, 8, 10
# Python's parser compares each line with each boundary around it; a mail with 25 MB of papers has 450,000 lines.
MOST_LINES, MOST_DASHES, MOST_BOUNDARIES = 500_000, 1000, 20
LONGEST_TEXT, LONGEST_HTML, LONGEST_HEADER = 20_000, 400_000, 300
_HEADER: Final = re.compile(rb"[!-9;-~]{1,76}:[ \t]?")
_NAMED: Final = re.compile(rb"^(?:from|date|subject|message-id|received):", re.IGNORECASE | re.MULTILINE)
_SPACES: Final = re.compile(r"\s+")
_HEAD_BYTES = 8000
_MARKS: Final = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
# Of a part that says so of itself alone: a header, an encoding or a set of characters nobody knows.
_BROKEN: Final = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


@dataclass(frozen=True, slots=True)
class MailPaper:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`text` begins with who sent it, when and about what, as `read_receipt` knows to read it."""

    sender: str
    subject: str
    text: str
    papers: tuple[MailPaper, ...]


def is_mail(data: bytes) -> bool:
    """Whether it begins with headers, two of those that mails have among them."""
    head = data[:_HEAD_BYTES].lstrip(b"\r\n")
    if not _HEADER.match(head):
        return False
    head = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return len({each.lower() for each in _NAMED.findall(head)}) >= 2


def read_mail(data: bytes) -> Mail:
    """Of at most LARGEST_MAIL bytes; what is beyond is not there."""
    try:
        message: Message = message_from_bytes(_bounded(data), policy=policy.default)
        parts = list(_parts(message, 0))[:MOST_PARTS]
    except _BROKEN:
        return Mail("", "", "", ())
    sender, subject = _header(message, "from"), _header(message, "subject")
    head = [f"From: {sender}", *_day(message), f"Subject: {subject}"]
    text = "\n".join([*head, _text_of(parts)])[:LONGEST_TEXT]
    return Mail(sender, subject, text, tuple(_papers(parts)))


def _bounded(data: bytes) -> bytes:
    """As much of it as is parsed within seconds."""
    cut = data[:LARGEST_MAIL]
    for mark, most in ((b"\n", MOST_LINES), (b"\n--", MOST_DASHES), (b"boundary", MOST_BOUNDARIES)):
        if cut.lower().count(mark) > most:
            cut = cut[: _place_of(cut.lower(), mark, most)]
    return cut


def _place_of(data: bytes, mark: bytes, number: int) -> int:
    """Where the `number`th `mark` begins."""
    place = -1
    for _each in range(number):
        place = data.find(mark, place + 1)
    return place


def _parts(message: Message, depth: int) -> Iterator[Message]:
    if depth > DEEPEST:
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)
    else:
        yield message


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())[:LONGEST_HEADER]
    except _BROKEN:
        return ""


def _day(message: Message) -> list[str]:
    try:
        return [f"Date: {parsedate_to_datetime(_header(message, 'date')).date().isoformat()}"]
    except _BROKEN:
        return []


def _text_of(parts: list[Message]) -> str:
    """The plain text, else what the HTML says; of an alternative that says nothing, the other one."""
    found: dict[str, str] = {}
    for part in parts:
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            said = _decoded(part)
            found.setdefault(kind, text_of_html(said) if kind == "text/html" else said)
    plain, marked = found.get("text/plain", ""), found.get("text/html", "")
    return plain if any(each.isdigit() for each in plain) or not marked else marked


def _decoded(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
        charset = part.get_content_charset() or "utf-8"
        return data[:LONGEST_HTML].decode(charset, "replace") if isinstance(data, bytes) else ""
    except _BROKEN:
        return data[:LONGEST_HTML].decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _papers(parts: list[Message]) -> Iterator[MailPaper]:
    """Papers by what they are; of pictures only those that were attached, since the others are the mail's ornaments."""
    count = 0
    for part in parts:
        if part.get_content_maintype() == "text" or count == MOST_PAPERS:
            continue
        try:
            data, name = part.get_payload(decode=True), part.get_filename() or ""
        except _BROKEN:
            continue
        if not isinstance(data, bytes) or not data.startswith(_MARKS):
            continue
        if data.startswith(b"%PDF-") or part.get_content_disposition() == "attachment":
            count += 1
            yield MailPaper(str(name), data)


class _Reader(HTMLParser):
    """Keeps what a person would see, a line for each row and block."""

    _LINES: Final = frozenset(
        {"p", "div", "tr", "br", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "header", "footer"}
    )
    _UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSEEN:
            self._unseen += 1
        self.kept.append("\n" if tag in self._LINES else " " if tag in ("td", "th") else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        self.kept.append("\n" if tag in self._LINES else "")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.kept.append(_SPACES.sub(" ", data))


def text_of_html(html: str) -> str:
    """Without tags, scripts and what is not shown; for reading only, never to be shown as HTML."""
    reader = _Reader()
    try:
        reader.feed(html[:LONGEST_HTML])
    except _BROKEN:
        return ""
    lines = (" ".join(each.split()) for each in "".join(reader.kept).split("\n"))
    return "\n".join(each for each in lines if each)
