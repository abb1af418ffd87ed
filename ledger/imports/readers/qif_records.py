"""QIF as records: lines that start with a letter, ended by '^', in sections that start with '!'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_LONGEST_LINE = 4000
# Sections whose records are movements, and what kind of account each is of.
ACCOUNT_KINDS = {
    "bank": "checking",
    "cash": "cash",
    "ccard": "card",
    "oth a": "",
    "otha": "",
    "oth l": "loan",
    "othl": "loan",
    "invst": "investment",
    "port": "investment",
    "401(k)/403(b)": "investment",
}
_LIST_NAMES = "account cat class memorized security prices tag budget invitem template"
_LISTS = frozenset(_LIST_NAMES.split())


@dataclass(slots=True)
class Split:
    category: str
    memo: str = ""
    amount: str = ""


@dataclass(slots=True)
class Record:
    """Fields by their letter, the first of each; address lines and splits as they come. `ended`: a '^' was there."""

    line_no: int
    section: str
    fields: dict[str, str] = field(default_factory=dict)
    address: list[str] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    ended: bool = False

    def text(self) -> str:
        return " ".join(filter(None, self.fields.values()))

    def add(self, letter: str, value: str) -> None:
        if self.section in ACCOUNT_KINDS and letter in "SE$%" and (letter == "S" or self.splits):
            self._add_to_split(letter, value)
        elif self.splits and letter == "D":
            return
        elif letter == "A":
            if value:
                self.address.append(value)
        else:
            self.fields.setdefault(letter, value)

    def _add_to_split(self, letter: str, value: str) -> None:
        if letter == "S":
            self.splits.append(Split(value))
        elif letter == "E":
            self.splits[-1].memo = value
        elif letter == "$":
            self.splits[-1].amount = value


def records(text: str) -> Iterator[Record]:
    """Every record in order; one that nothing ended comes last. Lines before the first letter of a record are noise.

    A file without a section header is one of a bank account.
    """
    section = "bank"
    record: Record | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        written = line[:_LONGEST_LINE].strip("\r\x1a \t\f\v")
        if not written:
            continue
        first = written[0]
        if first in "!^":
            if record is not None:
                record.ended = True
                yield record
            record = None
            if first == "!":
                section = section_of(written, section)
        elif first.isalpha() or first in "$%/":
            if record is None:
                record = Record(number, section)
            record.add(first.upper(), written[1:].strip())
    if record is not None:
        yield record


def section_of(header: str, before: str) -> str:
    """'bank', 'cat', 'account' ...; options leave the section as it is. A type nobody knows is a bank account's."""
    name = header[1:].strip().casefold()
    if name.startswith("type:"):
        kind = " ".join(name[5:].split())
        return kind if kind in ACCOUNT_KINDS or kind in _LISTS else "bank"
    return "account" if name.startswith("account") else before
