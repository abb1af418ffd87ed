"""The European Central Bank's table, in every shape it is published in, and files that are none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ledger.core import rate_files
from ledger.core.errors import FieldError
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import PublishedRate, read_rates
from ledger.core.services.rates import load_rates

HISTORY = (
    b"Date,USD,JPY,CYP,XQZ,\n"
    b"2026-03-13,1.0881,160.73,N/A,1.5,\n"
    b"2026-03-12,1.0901,161.5,N/A,1.5,\n"
    b"2004-05-03,1.1913,131.53,0.58565,,\n"
)
TWO_DAYS = [
    PublishedRate("JPY", date(2026, 3, 12), Decimal("161.5")),
    PublishedRate("USD", date(2026, 3, 12), Decimal("1.0901")),
    PublishedRate("JPY", date(2026, 3, 13), Decimal("160.73")),
    PublishedRate("USD", date(2026, 3, 13), Decimal("1.0881")),
]
OF_ONE_DAY = b"Date, USD, JPY, \n13 March 2026, 1.0881, 160.73, \n"
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>
    <Cube time='2026-03-13'><Cube currency='USD' rate='1.0881'/><Cube currency='JPY' rate='160.73'/></Cube>
    <Cube time="2026-03-12"><Cube currency="USD" rate="1.0901"/><Cube currency="JPY" rate="161.5"/></Cube>
  </Cube>
</gesmes:Envelope>
"""


def in_order(data: bytes) -> list[PublishedRate]:
    return sorted(read_rates(data), key=lambda each: (each.on, each.currency))


def zipped(name: str, data: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def test_the_history_leaves_out_what_was_not_quoted_and_what_nobody_knows() -> None:
    assert in_order(HISTORY) == [
        PublishedRate("CYP", date(2004, 5, 3), Decimal("0.58565")),
        PublishedRate("JPY", date(2004, 5, 3), Decimal("131.53")),
        PublishedRate("USD", date(2004, 5, 3), Decimal("1.1913")),
        *TWO_DAYS,
    ]


@pytest.mark.parametrize(
    "data",
    [
        OF_ONE_DAY,
        OF_ONE_DAY.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + OF_ONE_DAY.replace(b"March", b"Mar"),
        zipped("eurofxref.csv", OF_ONE_DAY),
    ],
)
def test_the_table_of_one_day(data: bytes) -> None:
    assert in_order(data) == TWO_DAYS[2:]


@pytest.mark.parametrize("data", [XML, zipped("eurofxref-hist.xml", XML), b"\n" + XML.partition(b"?>\n")[2]])
def test_the_same_as_xml(data: bytes) -> None:
    assert in_order(data) == TWO_DAYS


BOMB = b'<!DOCTYPE z [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Envelope><Cube time="2026-03-13">&b;</Cube></Envelope>'
TOMORROWS_NEXT = timezone.now().date() + timedelta(days=2)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "rates_not_understood"),
        (b"\x00\x01\x02", "rates_not_understood"),
        (b"PK\x03\x04 and no more", "rates_not_understood"),
        (zipped("readme.txt", HISTORY), "rates_not_understood"),
        (zipped("rates.csv", HISTORY)[:-60], "rates_not_understood"),
        (b"Day,Amount\n2026-03-13,4\n", "rates_not_understood"),
        (b"Date,Amount\n2026-03-13,4\n", "rates_not_understood"),
        (b"Date,USD,\n2026-02-30,1.1,\n", "rates_not_understood"),
        (b"Date,USD,\n13/03/2026,1.1,\n", "rates_not_understood"),
        (b"Date,USD,\n2026-03-13,1.1e5,\n", "rates_not_understood"),
        (b"Date,USD,\n2026-03-13,-1.1,\n", "rates_not_understood"),
        (b"Date,USD,\n2026-03-13,0,\n", "rates_not_understood"),
        (b"Date,USD,\n2026-03-13,nan,\n", "rates_not_understood"),
        ("Date,USD,\n2026-03-13,١.١,\n".encode(), "rates_not_understood"),
        (f"Date,USD,\n{TOMORROWS_NEXT},1.1,\n".encode(), "rates_not_understood"),
        (b'Date,USD,\n2026-03-13,"1.1\x00",\n', "rates_not_understood"),
        (b"Date,USD,\n2026-03-13,N/A,\n", "no_rates"),
        (b"Date\n2026-03-13\n", "no_rates"),
        (b"<html><body>Not here</body></html>", "no_rates"),
        (XML[:-40], "rates_not_understood"),
        (XML.replace(b"1.0881", b"much"), "rates_not_understood"),
        (XML.replace(b"UTF-8", b"UTF-9"), "rates_not_understood"),
        (BOMB, "rates_not_understood"),
    ],
)
def test_anything_else_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(FieldError) as refusal:
        read_rates(data)
    assert (refusal.value.field, refusal.value.stable_code) == ("file", code)


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_files, "LARGEST_UNPACKED", 1000)
    with pytest.raises(FieldError) as refusal:
        read_rates(zipped("bomb.csv", b"0" * 1001))
    assert refusal.value.stable_code == "file_too_large"


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_a_correction_one_line() -> None:
    first = load_rates(rates=read_rates(HISTORY), source="ecb")
    again = load_rates(rates=read_rates(HISTORY), source="ecb")
    mended = load_rates(rates=read_rates(HISTORY.replace(b"161.5", b"161.51")), source="ecb")
    assert (first.added, first.changed, first.known) == (7, 0, 0)
    assert (again.added, again.changed, again.known) == (0, 0, 7)
    assert (mended.added, mended.changed, mended.known) == (0, 1, 6)
    assert (again.first, again.last) == (date(2004, 5, 3), date(2026, 3, 13))
    assert ExchangeRate.objects.get(currency="JPY", on=date(2026, 3, 12)).rate == Decimal("161.51")


@pytest.mark.django_db
def test_the_central_bank_stands_before_a_provider() -> None:
    load_rates(rates=[PublishedRate("USD", date(2026, 3, 13), Decimal("1.5"))], source="provider")
    load_rates(rates=TWO_DAYS, source="ecb")
    load_rates(rates=[PublishedRate("USD", date(2026, 3, 13), Decimal("1.6"))], source="provider")
    standing = ExchangeRate.objects.get(currency="USD", on=date(2026, 3, 13))
    assert (standing.rate, standing.source) == (Decimal("1.0881"), "ecb")


@pytest.mark.django_db
def test_more_than_one_lot_is_loaded_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.core.services.rates._AT_ONCE", 3)
    assert load_rates(rates=read_rates(HISTORY), source="ecb").added == 7
    assert load_rates(rates=read_rates(HISTORY), source="ecb").known == 7


@pytest.mark.django_db
def test_the_command_loads_a_file_and_says_what_it_brought(tmp_path: Path) -> None:
    file, said = tmp_path / "eurofxref-hist.csv", StringIO()
    file.write_bytes(HISTORY)
    call_command("load_rates", file, stdout=said)
    assert said.getvalue() == "7 rates added, 0 changed, 0 known already, 2004-05-03 to 2026-03-13\n"
    assert ExchangeRate.objects.count() == 7


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(CommandError, match="no table of rates"):
        call_command("load_rates", tmp_path / "note.txt")
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_rates", tmp_path / "missing.csv")
