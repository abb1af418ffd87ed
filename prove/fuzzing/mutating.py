"""What happens to files on their way: bits flip, ends are lost, halves are swapped, encodings are mistaken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "cp1250",
    "latin-1",
    "utf-7",
    "shift_jis",
    "cp500",
)
_TOKENS = (
    b"\x00", b"\x1a", b'"', b'""', b"'", b";", b",", b"\t", b"\r", b"\n", b"\r\n\r\n", b"^", b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"1e999999", b"NaN", b"-Infinity", b"0.0000000000001", b"-", b"--5", b"1.000.000,00", b"9" * 40, b"9" * 5000,
    b"31.02.2026", b"0000-00-00", b"9999-12-31", b"00/00/0000", b"2026-13-45", "٣١".encode(), "−5,00 €".encode(),
    b"<", b">", b"</OFX>", b"<STMTTRN>", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&#0;", b"&b;", b"&#xD800;",
    b"<a>" * 3000, b"[" * 3000, b'{"a":' * 3000, b"\\ud800", b"!Type:", b":61:", b":86:", b"-}", b"{1:",
    "‮".encode(), "\u0301".encode() * 300, b"=cmd|' /C calc'!A0", b"x" * 70_000,
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def mutate(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    """One to four mutations, one after the other; `others` are what a half may be swapped with."""
    for _ in range(dice.choice((1, 1, 2, 3, 4))):
        data = dice.choice(_MUTATIONS)(data, dice, others)
    return data


def _place(data: bytes, dice: Random) -> int:
    return dice.randrange(len(data) + 1)


def _flip_bits(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    found = bytearray(data)
    for _ in range(dice.choice((1, 2, 5, 20, 200)) if found else 0):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def _truncate(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    place = _place(data, dice)
    return data[:place] if dice.random() < 0.8 else data[place:]


def _cut_out(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    start, end = sorted((_place(data, dice), _place(data, dice)))
    return data[:start] + data[end:]


def _repeat(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    start = _place(data, dice)
    part = data[start : start + dice.choice((1, 10, 200, 2000))]
    times = min(dice.choice((2, 3, 50, 1000)), 200_000 // (len(part) + 1))
    return data[:start] + part * times + data[start:]


def _splice(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    other = dice.choice(others)
    return data[: _place(data, dice)] + other[_place(other, dice) :]


def _insert(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    place = _place(data, dice)
    return data[:place] + dice.choice(_TOKENS) + data[place:]


def _replace_number(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return data
    found = dice.choice(numbers)
    return data[: found.start()] + dice.choice(_TOKENS) + data[found.end() :]


def _recode(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(_ENCODINGS), "replace")


def _swap_lines(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    for _ in range(dice.choice((1, 3, 10))):
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _other_marks(data: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    old, new = dice.sample((b",", b";", b"\t", b"|", b".", b"\r\n", b"\n", b"\r", b'"', b"-", b"<", b":"), 2)
    return data.replace(old, new, dice.choice((1, 5, -1)))


_MUTATIONS: tuple[Mutation, ...] = (
    _flip_bits, _truncate, _cut_out, _repeat, _splice, _insert, _replace_number, _recode, _swap_lines, _other_marks,
)  # fmt: skip
