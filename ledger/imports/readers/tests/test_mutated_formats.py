"""Damaged QIF, MT940, CAMT and OFX files: refused, or read into lines that keep every promise of `types`."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.imports.readers import FileRefused, ReadFile, ReadLine, read_bank_file
from ledger.imports.readers.dates import FIRST_YEAR, LAST_YEAR
from ledger.imports.readers.types import NOTES_LENGTH, PAYEE_LENGTH, RAW_LENGTH, REFUSED_TEXT_LENGTH

TODAY = date(2026, 11, 20)
FILES = sorted((Path(__file__).parent / "dialects").iterdir())
FEW = settings(max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to six accidents: bits, blocks lost, twice or moved, an end, another encoding."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(found) + 1), chance.randint(1, 60)
        how = chance.randrange(7)
        if how == 0 and at < len(found):
            found[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            del found[at : at + length]
        elif how == 2:
            found[at:at] = found[at : at + length]
        elif how == 3:
            found[at:at] = chance.randbytes(chance.randint(1, 4))
        elif how == 4 and chance.random() < 0.3:
            del found[at:]
        elif how == 5:
            found[at : at + 1] = chance.choice([b"\n", b"\r", b":", b"<", b"&", b"^", b"9", b",", b"-", b"\x00"])
        elif how == 6 and chance.random() < 0.1:
            found = bytearray(bytes(found).decode("latin-1").encode(chance.choice(["utf-8", "utf-16", "utf-16-be"])))
    return bytes(found)


def read_or_refuse(data: bytes) -> ReadFile | None:
    try:
        found = read_bank_file(data, today=TODAY)
    except FileRefused:
        return None
    for statement in found.statements:
        for line in (*statement.lines, *statement.pending):
            keeps_its_promises(line)
        assert all(len(refused.text) <= REFUSED_TEXT_LENGTH and refused.code for refused in statement.refused)
        days = [day for day, _ in statement.balances]
        assert days == sorted(set(days))
        assert (statement.closing_balance is None) == (statement.closing_on is None)
        assert (statement.opening_balance is None) == (statement.opening_on is None)
    return found


def keeps_its_promises(line: ReadLine) -> None:
    assert line.amount.is_finite()
    assert FIRST_YEAR <= line.booked_on.year <= LAST_YEAR
    assert len(line.payee) <= PAYEE_LENGTH
    assert len(line.notes) <= NOTES_LENGTH
    assert len(line.raw) <= RAW_LENGTH
    assert line.payee.isprintable()
    assert line.notes.isprintable()
    assert len(line.raw_kind) <= 40
    if line.parts:
        assert sum((part.amount for part in line.parts), Decimal(0)) == line.amount


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_damaged_file_never_surprises(path: Path) -> None:
    data = path.read_bytes()
    chance = random.Random(path.name)
    for _ in range(12):
        read_or_refuse(damaged(data, chance))


# Where the signs are left to the kind of movement, it takes several lines to see it.
@pytest.mark.parametrize("path", [path for path in FILES if "unsigned" not in path.name], ids=lambda path: path.name)
def test_a_file_cut_anywhere_gives_no_movement_the_whole_has_not(path: Path) -> None:
    """Amounts and days of a cut file are those of the whole one; only the last text may be shorter."""
    data = path.read_bytes()
    whole = read_or_refuse(data)
    assert whole is not None
    known = {(line.booked_on, line.amount) for s in whole.statements for line in (*s.lines, *s.pending)}
    asked = whole.question is not None or path.suffix == ".qif"
    for at in range(0, len(data), max(1, len(data) // 40)):
        found = read_or_refuse(data[:at])
        if found is None or (asked and found.question is not None) or found.format != whole.format:
            continue
        lines = [line for s in found.statements for line in s.lines]
        strange = [line for line in lines if (line.booked_on, line.amount) not in known]
        assert strange == []


_QIF = "!Type:Bank|!Type:Invst|!Account|!Type:Cat|^|D1/2'26|D13.1.26|D|T-1.00|T1,5|U5|SFood|$-1|E|L[A]|PShop|NXIn"
_MT940 = (
    ":20:X|:25:1|:60F:C260101EUR1,00|:61:260102D1,00N1|:61:2601020102ED,|:86:?20a?32b|:86:/NAME//REMI/|"
    ":62F:D260102EUR0,|-|{4:"
)
_OFX = "<OFX>|<STMTRS>|<STMTTRN>|<STMTTRNP>|<TRNAMT>1|<DTPOSTED>20260101|</STMTTRN>|<CURRENCY>|<CURSYM>USD"
_CAMT = (
    '<BkToCstmr>|<Stmt>|<Ntry>|<Amt Ccy="EUR">1</Amt>|<BookgDt><Dt>2026-01-01</Dt></BookgDt>|</Ntry>|</Stmt>|'
    "<NtryDtls>|<TxDtls/>|</NtryDtls>|<Acct/>|<Bal/>"
)
_PIECES = "|".join([_QIF, _MT940, _OFX, _CAMT, "\ufeff|é|\x00|&|\r"]).split("|")


@FEW
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=30), between=st.sampled_from(["\n", ""]))
def test_any_mixture_of_pieces_never_surprises(pieces: list[str], between: str) -> None:
    read_or_refuse(between.join(pieces).encode())
