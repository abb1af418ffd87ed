"""Files that are broken, wrong or meant to hurt: a clear refusal or a report by line, in linear time."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.imports.readers import FileRefused, ReadFile, read_bank_file

TODAY = date(2026, 11, 20)
FILES = sorted((Path(__file__).parent / "files").iterdir())
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>
<OFX><STMTRS><STMTTRN><DTPOSTED>20260101<TRNAMT>1<NAME>&b;</STMTTRN></STMTRS></OFX>"""


def read(data: bytes) -> ReadFile:
    return read_bank_file(data, today=TODAY)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\x00", "empty"),
        (b"\x89PNG\r\n\x1a\n rest", "binary"),
        (b"PK\x03\x04 rest", "binary"),
        (b"%PDF-1.7 rest", "binary"),
        (random.Random(1).randbytes(5000), "binary"),
        (b"a" * 1_000_000, "line_too_long"),
        (b"1," * 2_000_000, "line_too_long"),
        ((b"1," * 20_000 + b"\n") * 3, "too_many_columns"),
        (b'Date,Amount,Payee\n2026-01-01,1.00,"' + b"x" * 200_000 + b'"\n', "line_too_long"),
        (b"Date,Amount,Payee\n", "no_transactions"),
        (b"Dear customer,\nplease find nothing enclosed.\n" * 5, "no_date_column"),
        (b"2026-01-01,a\n2026-01-02,b\n", "no_amount_column"),
        (b"<html><body><table>", "unknown_format"),
        (b'[{"amount": 1}]', "unknown_format"),
        (b"<OFX><SIGNONMSGSRSV1><SONRS>", "truncated"),
        (b"<OFX></OFX>", "no_transactions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)
    assert refused.value.code == code


def test_bad_lines_are_refused_one_by_one() -> None:
    rows = [
        "Date,Amount,Payee",
        "2026-01-01,1e400,a",
        "2026-01-01,NaN,b",
        "0000-01-01,1.00,c",
        "9999-12-31,2.00,d",
        "2026-02-30,3.00,e",
        "2026-01-01,99999999999999999999999.00,f",
        "2026-01-02,-4.00,good",
        "tomorrow,5.00,g",
        "2026-01-03,,h",
        ",,",
        "Total,-4.00,",
    ]
    statement = read("\n".join(rows).encode()).statements[0]
    assert [(line.line_no, line.payee) for line in statement.lines] == [(8, "good")]
    assert [(refused.line_no, refused.code) for refused in statement.refused] == [
        (2, "amount_not_a_number"),
        (3, "amount_not_a_number"),
        (4, "date_out_of_range"),
        (5, "date_out_of_range"),
        (6, "date_out_of_range"),
        (7, "amount_too_large"),
        (9, "date_not_understood"),
        (10, "amount_missing"),
    ]


def test_a_refused_line_makes_no_account_of_its_own() -> None:
    rows = "Date;Payee;Amount;Currency\nhello;;x;\n2026-01-02;Shop;-4,00;EUR\n2026-01-03;Shop;-5,00;EUR\n"
    (statement,) = read(rows.encode()).statements
    assert (statement.currency, [refused.line_no for refused in statement.refused]) == ("EUR", [2])


def test_entities_of_a_file_are_never_expanded() -> None:
    assert read(LAUGHS).statements[0].lines[0].payee == "&b;"


def test_control_characters_and_markup_are_text() -> None:
    line = read(b"Date,Amount,Payee\n2026-01-02,-4.00,<b>\x07Shop\x00</b>\t=1+1\n").statements[0].lines[0]
    assert line.payee == "<b> Shop</b> =1+1"


@pytest.mark.parametrize(
    "data",
    [
        b"<OFX>" + b"<" * 1_000_000,
        b"<OFX><" + b"A" * 1_000_000,
        b"<OFX>" + b"<![CDATA[" * 200_000,
        b"<OFX>" + b"<A>" * 300_000,
        b"Date,Amount,Payee\n" + b'2026-01-01,-1.00,"abc\n' * 20_000,
        (b'"a" "' * 8000 + b"\n") * 20,
        (b" " * 60_000 + b'"\n') * 20,
        b'Date,Amount,Payee\n2026-01-01,1.00,"' + b"x\n" * 30_000,
    ],
)
def test_no_shape_of_file_takes_more_than_linear_time(data: bytes) -> None:
    started = time.process_time()
    with suppress(FileRefused):
        read(data)
    assert time.process_time() - started < 5


_QUIET = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@_QUIET
@given(data=st.binary(max_size=600))
def test_random_bytes_never_surprise(data: bytes) -> None:
    _read_or_refuse(data)
    _read_or_refuse(b"Date;Amount;Payee\n" + data)
    _read_or_refuse(b"<OFX><STMTRS><STMTTRN>" + data)


@_QUIET
@given(
    file=st.sampled_from(FILES),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["drop", "twice", "noise", "end"]), st.binary(max_size=6))
    ),
)
def test_damaged_files_never_surprise(file: Path, cuts: list[tuple[float, str, bytes]]) -> None:
    data = file.read_bytes()
    for place, how, noise in cuts:
        at = int(place * len(data))
        if how == "end":
            data = data[:at]
        elif how == "noise":
            data = data[:at] + noise + data[at + len(noise) :]
        else:
            data = data[:at] + (data[at : at + 40] * 2 if how == "twice" else b"") + data[at + 40 :]
    _read_or_refuse(data)


_CELLS = (
    '|01/02/2026|2026-02-01|31.12.2025|-1,00|1.234|(5.00)|EUR|D|C|Shop|quote"|a\nb|Total|Date|Amount|Balance|Payee|Af|'
    "Debit|Opening balance|99999999999999999999999999999999999999999999|1e9|\u0661\u0662|0001-01-01|sep=;"
)
_CELL = st.sampled_from([*_CELLS.split("|"), '"', "sep=;\n"])


@_QUIET
@given(rows=st.lists(st.lists(_CELL, max_size=7), max_size=12), mark=st.sampled_from([",", ";", "\t", "|"]))
def test_any_table_never_surprises(rows: list[list[str]], mark: str) -> None:
    _read_or_refuse("\n".join(mark.join(row) for row in rows).encode())


def _read_or_refuse(data: bytes) -> None:
    try:
        found = read(data)
    except FileRefused:
        return
    for statement in found.statements:
        for line in statement.lines:
            assert line.amount.is_finite()
            assert len(line.payee) <= 200
            assert len(line.notes) <= 500
        assert all(len(refused.text) <= 200 for refused in statement.refused)
