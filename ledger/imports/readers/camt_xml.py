"""The elements of a CAMT document that matter, one by one and in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ledger.imports.readers.types import FileRefused

STATEMENTS = frozenset({"Stmt", "Rpt", "Ntfctn"})
_WANTED = STATEMENTS | {"Acct", "Bal", "Ntry"}
# More elements than one entry or account of any bank holds, a batch of thousands included.
_MOST_AT_ONCE = 300_000
_CHUNK = 64 * 1024
_MOST_OPEN = 1000


class _Chunks:
    """Text as a file. A piece that completes nothing is followed by one twice as long.

    The parser looks at what is incomplete again with every piece: one endless tag would take it hours. A piece full of
    tags of which none ends is nested as no bank's file is.
    """

    def __init__(self, text: str) -> None:
        self.text, self.at, self.size = text, 0, _CHUNK

    def read(self, _size: int = -1) -> str:
        if self.size > _CHUNK and self.text.count("<", self.at - self.size // 2, self.at) > _MOST_OPEN:
            raise FileRefused("unknown_format", kind="xml")
        piece = self.text[self.at : self.at + self.size]
        self.at += len(piece)
        self.size *= 2
        return piece


def wanted_elements(text: str) -> Iterator[tuple[str, Element]]:
    """(local name, element) at the end of each account, balance, entry and statement; children lose their namespace.

    The caller clears what it has read. A document that breaks off ends with ('', the last element).

    Raises:
        FileRefused: it declares a document type, or is nested or marked up as no bank's file is.
    """
    chunks = _Chunks(text)
    names: dict[str, str] = {}
    count = 0
    element = Element("")
    try:
        for _, element in iterparse(chunks, events=("end",), forbid_dtd=True):
            chunks.size = _CHUNK
            count += 1
            if count > _MOST_AT_ONCE:
                raise FileRefused("unknown_format", kind="xml")
            name = names.get(element.tag)
            if name is None:
                name = names[element.tag] = element.tag.rpartition("}")[2].rpartition(":")[2]
            element.tag = name
            if name in _WANTED:
                yield name, element
                count = 0
    except ParseError:
        yield "", element
    except DefusedXmlException as error:
        raise FileRefused("unknown_format", kind="xml") from error


def child(element: Element | None, *path: str) -> Element | None:
    """The element at a path of local names, None where a step is missing."""
    for name in path:
        if element is None:
            return None
        element = element.find(name)
    return element


def text_at(element: Element | None, *path: str) -> str:
    """The text at a path, '' where there is none."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""
