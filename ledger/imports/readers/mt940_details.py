"""What field :86: tells of payee and purpose: numbered sub-fields, words between slashes, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# SWIFT breaks lines at 65 characters, within words.
_WIDTH = 65
# As long as a sub-field can be.
_SUBFIELD = 27
_PURPOSE = (*range(20, 30), *range(60, 64))
_BETWEEN = " · "
_NUMBERED = re.compile(r"(?:[A-Z0-9]{3})?([?<>~^|#*+@!$])(?=[0-9]{2})")
_NAMED = re.compile(r"(?:^|[/\n])\s*(?:NAAM|NAME|NOM|NOMBRE|NOME)\s*:\s*([^/\n]+)", re.IGNORECASE)
_WORD = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|CNTP|ORDP|BENM|ADDR|ISDT|PREF|PURP|RTRN|TRCD|UDTR|UCRD|ULTC|ULTD|ULTB|"
    r"INIT|SVCL|NRTX|KREF|BUSP|CREF|IREF|TRAN|ACCW|ID|TR|OCMT|CHGS|EXCH|BO|BI|RFB|SRCD)/"
)
_PURPOSE_WORDS = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|MDAT|SQTP|ORCR|ORMR|DDAT)[+:]"
)
_TOLD = ("SVWZ",)
_ACCOUNT = re.compile(r"^(?:[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}|[0-9]{8,12})\s+(?=[^\W\d_])")
_OTHER_CODE = re.compile(r"[A-Z][A-Z0-9]{2}\?(?![0-9]{2})")
_NO_NAME = frozenset({"", "NOTPROVIDED", "NONREF"})


@dataclass(frozen=True, slots=True)
class Details:
    """`text` is the field as written, without the breaks of its lines."""

    payee: str
    notes: str
    text: str
    kind: str = ""


def details(lines: Sequence[str]) -> Details:
    """Payee and notes of the lines of one :86:."""
    folded = "".join(lines).lstrip()
    if found := _NUMBERED.match(folded):
        return _numbered(folded, found[1])
    logical = _unfolded(lines)
    text = "\n".join(logical)
    joined = " ".join(logical)
    if _WORD.match(joined) or len(_WORD.findall(folded)) > 1:
        return _between_slashes(folded if _full(lines) else joined)
    plain = _OTHER_CODE.sub("", text, count=1) if _OTHER_CODE.match(text) else text
    return _plain(plain.strip().split("\n"), text)


def _plain(lines: Sequence[str], text: str) -> Details:
    """A marked name, else the first line that is more letters than digits, tells who; references stand around it."""
    if named := _NAMED.search(text):
        rest = f"{text[: named.start()]} {text[named.end() :]}"
        return Details(named[1].strip(), rest.replace("\n", " ").strip(), text)
    shown = [_ACCOUNT.sub("", line) for line in lines]
    place = next((at for at, line in enumerate(shown) if _letters(line)), None)
    if place is None:
        return Details("", " ".join(lines), text)
    return Details(shown[place], " ".join([*lines[:place], *lines[place + 1 :]]), text)


def _letters(line: str) -> bool:
    return sum(map(str.isalpha, line)) > sum(map(str.isdigit, line))


def _full(lines: Sequence[str]) -> bool:
    return all(len(line) >= _WIDTH - 4 for line in lines[:-1])


def _unfolded(lines: Sequence[str]) -> list[str]:
    """Lines that were broken for their length alone are put together; blank ones go."""
    found: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on:
            found[-1] += line
        elif line.strip():
            found.append(line)
        goes_on = bool(found) and len(line) >= _WIDTH and not line[-1:].isspace()
    return [" ".join(line.split()) for line in found]


def _numbered(text: str, mark: str) -> Details:
    """?00 kind, ?20 to ?29 and ?60 to ?63 purpose, ?32 and ?33 the other side's name, as German banks agreed."""
    parts: dict[int, str] = {}
    _, *found = re.split(re.escape(mark) + r"(?=[0-9]{2})", text)
    for part in found:
        number = int(part[:2])
        parts[number] = parts.get(number, "") + part[2:]
    told = _told(_put_together(parts[number] for number in _PURPOSE if number in parts))
    name = _put_together(parts[number] for number in (32, 33) if number in parts)
    kind = parts.get(0, "").strip()
    payee = "" if name.upper() in _NO_NAME else name
    return Details(payee or told or kind, told if payee else "", text, kind)


def _put_together(parts: Iterable[str]) -> str:
    """A full sub-field goes on in the next one, within a word; a shorter one is a line of its own."""
    text = ""
    for part in parts:
        text += part if len(part) >= _SUBFIELD else f"{part} "
    return " ".join(text.split())


def _told(purpose: str) -> str:
    """Of 'EREF+...SVWZ+...' what is meant for people; all of it where nothing is marked."""
    words = list(_PURPOSE_WORDS.finditer(purpose))
    if not words:
        return purpose.strip()
    spans = [
        (word[1], purpose[word.end() : following.start() if following else len(purpose)].strip())
        for word, following in zip(words, [*words[1:], None], strict=True)
    ]
    free = purpose[: words[0].start()].strip()
    told = [text for name, text in spans if name in _TOLD and text]
    return " ".join(filter(None, [free, *told])) or " ".join(text for _, text in spans if text)


def _between_slashes(text: str) -> Details:
    """/NAME/... or /CNTP/account/bank/name/place is the other side, /REMI/ the purpose (after USTD// or STRD/)."""
    pieces = _WORD.split(text)
    values: dict[str, str] = {}
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        values.setdefault(name, value.strip("/ "))
    name = values.get("NAME", "")
    if not name and "CNTP" in values:
        counterparty = [part.strip() for part in values["CNTP"].split("/")]
        name = counterparty[2] if len(counterparty) > 2 else ""
    purpose = re.sub(r"^(?:USTD|STRD)/+(?:CUR/)?", "", values.get("REMI", "")).strip("/ ")
    kind = values.get("TRTP", "") or values.get("TRCD", "")
    free = pieces[0].strip()
    rest = [each for each in (purpose, free) if each]
    payee = "" if name.upper() in _NO_NAME else name
    if not payee:
        payee = rest.pop(0) if rest else kind or values.get("EREF", "")
    return Details(payee, _BETWEEN.join(rest), text, kind)
