"""The cases by number: the same number gives the same file, in any process and on any day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some

from prove.fuzzing.mutating import mutate
from prove.fuzzing.own_files import KINDS, make_file

SAMPLES = "SAMPLES_DIR"
_SUFFIXES = {"sta": "mt940", "xml": "camt", "qfx": "ofx"}


def mutated(number: int) -> tuple[str, bytes]:
    """The format it was of, and the mutated file. Half come from the samples, where SAMPLES_DIR names them."""
    dice = Random(number)  # noqa: S311
    others = [data for _, data in _samples()] or [make_file(kind, dice) for kind in KINDS]
    if _samples() and dice.random() < 0.5:
        kind, data = dice.choice(_samples())
    else:
        kind = dice.choice(KINDS)
        data = make_file(kind, dice)
    return kind, mutate(data, dice, others)


def made_up(number: int, many: int = 50) -> Iterator[bytes]:
    """Files hypothesis makes up: tables of odd cells, tags in any order, text and bytes."""
    found: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_FILES)
    def keep(data: bytes) -> None:
        found.append(data)

    keep()
    yield from found


@cache
def _samples() -> tuple[tuple[str, bytes], ...]:
    folder = os.environ.get(SAMPLES)
    paths = sorted((Path(folder) / "bank").glob("A*")) if folder else []
    return tuple((_format_of(path), path.read_bytes()) for path in paths)


def _format_of(path: Path) -> str:
    """Named in the sample's own name, between its number and its origin."""
    suffix = path.name.split("_")[1]
    return _SUFFIXES.get(suffix, suffix)


_CELL = some.one_of(
    some.dates().map(str),
    some.dates().map(lambda day: f"{day:%d.%m.%y}"),
    some.decimals(allow_nan=True, allow_infinity=True).map(str),
    some.integers().map(str),
    some.text(max_size=20),
    some.sampled_from(
        ["Date", "Amount", "Betrag", "Datum", "Payee", "Saldo", "", "-", '"', "EUR", "01/02/2026", "1,00"]
    ),
)
_TABLE = some.builds(
    lambda rows, mark, end, quote: end.join(mark.join(f"{quote}{cell}{quote}" for cell in row) for row in rows),
    some.lists(some.lists(_CELL, max_size=8), max_size=30),
    some.sampled_from([",", ";", "\t", "|"]),
    some.sampled_from(["\n", "\r\n", "\r"]),
    some.sampled_from(["", '"']),
)
_SOUP = some.lists(
    some.one_of(
        _CELL,
        some.sampled_from([
            "<OFX>", "</OFX>", "<STMTTRN>", "</STMTTRN>", "<DTPOSTED>20260301", "<TRNAMT>-5.00", "<NAME>", "<FITID>1",
            "<CURDEF>EUR", "OFXHEADER:100\n", '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">',
            "<Stmt>", "</Stmt>", "<Ntry>", "</Ntry>", '<Amt Ccy="EUR">5</Amt>', "<Dt>2026-03-01</Dt>",
            "\n!Type:Bank\n", "\nD01/02/2026", "\nT-5.00", "\nPShop", "\n^\n", "\n:20:X\n", ":25:1/2\n",
            "\n:86:166?00x", ":60F:C260301EUR1,00\n", ":61:2603010301DR5,00NMSC\n", ":62F:C260301EUR1,00\n",
            "{", "}", "[", "]", '"date":',
        ]),
    ),
    max_size=60,
).map("".join)  # fmt: skip
_FILES = some.one_of(
    some.tuples(some.one_of(_TABLE, _SOUP, some.text()), some.sampled_from(["utf-8", "utf-16", "cp1252"])).map(
        lambda made: made[0].encode(made[1], "replace")
    ),
    some.binary(max_size=2000),
)
