"""MT940 as fields: ':61:...' and the lines that belong to it, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Of a balance the second colon is missing now and then.
_TAG = re.compile(r":(?:([0-9]{2}[A-Z]?|NS):|(6[0-5][FM])(?=[CD][0-9]{6}))")
_TEXT_BLOCK = re.compile(r"\{4:[ \t]*(?=:)")
_BROKEN_TAG = re.compile(r"^:\n(?=[0-9]{2}[A-Z]?:)", re.MULTILINE)
_LONGEST_LINE = 4000
_MOST_LINES = 200


@dataclass(slots=True)
class Field:
    """`tag` is '61', '60F' ...; `lines` are its lines, the first without the tag."""

    line_no: int
    tag: str
    lines: list[str] = field(default_factory=list)


def fields(text: str) -> Iterator[Field]:
    """Every field in order. A line that ends a statement ('-', '-}') ends its last field, what follows is noise."""
    current: Field | None = None
    text = _TEXT_BLOCK.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _BROKEN_TAG.sub(":", text)
    for number, line in enumerate(text.split("\n"), start=1):
        written = line[:_LONGEST_LINE].rstrip("\x1a\x03")
        if found := _TAG.match(written.lstrip(" \x01")):
            if current is not None:
                yield current
            current = Field(number, found[1] or found[2], [written.lstrip(" \x01")[found.end() :]])
        elif current is not None:
            if written.startswith(("-", "{")) and _ends(written):
                yield current
                current = None
            elif len(current.lines) < _MOST_LINES:
                current.lines.append(written)
    if current is not None:
        yield current


def _ends(line: str) -> bool:
    """'-', '-}', '-}{5:...}', '-XXX'; a line of text that only begins with a dash does not."""
    return line.startswith(("{1:", "{2:", "{5:", "-}")) or line.strip("- ") in ("", "XXX")
