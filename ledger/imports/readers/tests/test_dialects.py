"""Files in the manner of many banks and programs, made for this project with the truth worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.imports.readers import ReadFile, ReadLine, Statement, read_bank_file

FILES = Path(__file__).parent / "dialects"
TODAY = date(2026, 11, 20)

# File, lines, their sum, first and last day, accounts (numbers, or names in QIF) with currency and closing balance.
EXPECTED: list[tuple[str, int, str, str, str, list[tuple[str, str, str]]]] = [
    ("belgian_daily.sta", 3, "1186.05", "2026-01-06", "2026-01-07", [("BE68539007547034", "EUR", "2436.45")]),
    (
        "polish_tildes.sta",
        2,
        "3154.50",
        "2026-02-02",
        "2026-02-03",
        [("PL27114020040000300201355387", "PLN", "4154.50")],
    ),
    ("swiss_wide_amounts.940", 3, "-44.65", "2026-03-01", "2026-03-03", [("CH9300762011623852957", "CHF", "-164.70")]),
    (
        "dutch_reference_and_name.swi",
        2,
        "80.01",
        "2026-04-10",
        "2026-04-10",
        [("NL91RABO0315273637 EUR", "EUR", "1580.01")],
    ),
    ("german_uml_and_ende.txt", 3, "-80.00", "2026-04-30", "2026-05-04", [("50010517/5401234567", "EUR", "0.00")]),
    (
        "czech_two_currencies.sta",
        2,
        "-1439.25",
        "2026-01-06",
        "2026-01-06",
        [("2600/1234567890CZK", "CZK", "8500.50"), ("2600/1234567890EUR", "EUR", "60.25")],
    ),
    (
        "french_points_and_late.sta",
        2,
        "-35.10",
        "2025-12-31",
        "2026-01-02",
        [("30004 00001 00012345678 97", "EUR", "164.90")],
    ),
    ("interim_report.942", 1, "-15.00", "2026-07-01", "2026-07-01", [("DE02120300000000202051", "EUR", "")]),
    ("uk_bank.qif", 3, "-1153.43", "2025-12-31", "2026-01-02", [("", "", "")]),
    (
        "us_quicken_padded.qif",
        4,
        "-145.20",
        "2024-01-15",
        "2024-02-03",
        [("Home Checking", "", ""), ("Visa Card", "", "")],
    ),
    ("german_money.qif", 3, "1558.14", "2026-01-31", "2026-02-03", [("", "", "")]),
    ("brazil_short_years.qif", 3, "-670.90", "2026-02-05", "2026-02-20", [("", "", "")]),
    ("gnucash_iso.qif", 2, "980.00", "2026-03-01", "2026-03-05", [("Assets:Current Assets:Checking", "", "")]),
    ("no_header_no_end.qif", 2, "-11.00", "2026-03-13", "2026-03-14", [("", "", "")]),
    ("cash_and_liability.qif", 2, "238.00", "2026-06-30", "2026-06-30", [("Wallet", "", ""), ("Car loan", "", "")]),
    ("reads_both_ways.qif", 2, "-11.00", "2026-03-02", "2026-03-04", [("", "", "")]),
    ("german_053_v2.xml", 1, "-65.99", "2026-02-02", "2026-02-02", [("DE02120300000000202051", "EUR", "34.01")]),
    ("swiss_053_v8_batch.xml", 3, "175.00", "2026-03-02", "2026-03-02", [("CH9300762011623852957", "CHF", "185.00")]),
    ("swedish_prefixed_latin1.xml", 1, "-349", "2026-05-02", "2026-05-02", [("6789123456789", "SEK", "")]),
    ("intraday_052.xml", 1, "-20.00", "2026-06-10", "2026-06-10", [("DE02120300000000202051", "EUR", "500.00")]),
    ("notification_054.xml", 1, "12.50", "2026-06-10", "2026-06-10", [("CH9300762011623852957", "CHF", "")]),
    (
        "polish_utf16_pages.xml",
        2,
        "-55.00",
        "2026-02-01",
        "2026-02-02",
        [("PL27114020040000300201355387", "PLN", "-5.00")],
    ),
    ("reversals_and_times.xml", 3, "5.12345", "2026-03-27", "2026-03-29", [("BE68539007547034", "EUR", "")]),
    (
        "two_accounts_stray_ampersand.xml",
        2,
        "1.00",
        "2026-04-01",
        "2026-04-02",
        [("NL91ABNA0417164300", "EUR", ""), ("NL20INGB0001234567", "EUR", "")],
    ),
    ("brazil_latin1_zone.ofx", 2, "2700.50", "2026-03-10", "2026-03-31", [("98765-4", "BRL", "2900.50")]),
    ("canada_intu.qfx", 2, "145.80", "2026-01-03", "2026-01-20", [("4500XXXXXXXX1234", "CAD", "-310.15")]),
    (
        "xml_211_declared_cp1250.ofx",
        2,
        "-31.85",
        "2026-02-15",
        "2026-02-28",
        [("PL27114020040000300201355387", "PLN", "968.15")],
    ),
    ("french_commas_lower_case.ofx", 2, "-1238.30", "2026-01-05", "2026-01-07", [("00012345678", "EUR", "761.70")]),
    (
        "bank_and_card_together.ofx",
        3,
        "460.01",
        "2026-06-01",
        "2026-06-03",
        [("11223312345678", "GBP", ""), ("11223387654321", "GBP", ""), ("XXXX9999", "GBP", "")],
    ),
    ("unsigned_by_type.ofx", 3, "700.00", "2026-03-01", "2026-03-03", [("5512", "MXN", "")]),
    ("broker_cash_and_trades.ofx", 2, "997.50", "2026-03-05", "2026-03-20", [("Z12-345678", "USD", "")]),
    (
        "foreign_amounts_and_cdata.ofx",
        2,
        "-30.00",
        "2026-07-01",
        "2026-07-02",
        [("5300-1", "EUR", ""), ("5300-1", "USD", "")],
    ),
]


def read(name: str) -> ReadFile:
    answers = {"day_order": "day_first"} if name == "reads_both_ways.qif" else {}
    return read_bank_file((FILES / name).read_bytes(), filename=name, today=TODAY, answers=answers)


def lines_of(found: ReadFile) -> list[ReadLine]:
    return [line for statement in found.statements for line in statement.lines]


def _account(statement: Statement) -> tuple[str, str, str]:
    closing = "" if statement.closing_balance is None else f"{statement.closing_balance:.2f}"
    return statement.account_number or statement.account_name, statement.currency, closing


def test_every_file_has_its_truth() -> None:
    assert {path.name for path in FILES.iterdir()} == {row[0] for row in EXPECTED}


@pytest.mark.parametrize(
    ("name", "count", "total", "first", "last", "accounts"), EXPECTED, ids=[row[0] for row in EXPECTED]
)
def test_a_dialect_is_read_right(
    name: str, count: int, total: str, first: str, last: str, accounts: list[tuple[str, str, str]]
) -> None:
    found = read(name)
    lines = lines_of(found)
    days = sorted(line.booked_on.isoformat() for line in lines)
    assert found.question is None
    assert (len(lines), sum(line.amount for line in lines)) == (count, Decimal(total))
    assert (days[0], days[-1]) == (first, last)
    assert [_account(statement) for statement in found.statements] == accounts
    refused = [each.code for statement in found.statements for each in statement.refused]
    assert refused == (["security_trade_not_read"] if name.startswith("broker") else [])


def test_only_the_one_that_reads_both_ways_is_asked_about() -> None:
    asked = read_bank_file((FILES / "reads_both_ways.qif").read_bytes(), today=TODAY).question
    assert asked is not None
    assert asked.code == "day_order"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "belgian_daily.sta",
            [
                ("BETALING AAN BANKKAARTHOUDERS 05/01 WARENHUIS GENT", ""),
                ("WERKGEVER NV", "LOON JANUARI"),
                ("DOMICILIERING HUUR", ""),
            ],
        ),
        (
            "polish_tildes.sta",
            [
                ("ŻABKA POLSKA SP. Z O.O.", "SKLEP ŻABKA Z1234 ŁÓDŹ"),
                ("ACME SP. Z O.O.", "WYNAGRODZENIE ZA STYCZEŃ Wpłata własna środków na rachunek bieżący"),
            ],
        ),
        (
            "dutch_reference_and_name.swi",
            [("PRAKTISCHE WINKEL BV", "Bestelling 77"), ("J DE VRIES", "Terug van etentje")],
        ),
        (
            "german_uml_and_ende.txt",
            [("Kontoführung April", ""), ("Großmutter Müller", "Taschengeld für Mai"), ("Kasse", "Alles weg")],
        ),
        ("german_053_v2.xml", [("Stadtwerke", "Abschlag Februar · FOLGELASTSCHRIFT")]),
        ("swiss_053_v8_batch.xml", [("Mieter A", "210000000003139471430009017"), ("Mieter B", ""), ("Ferienhaus", "")]),
        ("swedish_prefixed_latin1.xml", [("Kortköp", "ÅHLÉNS STOCKHOLM")]),
        ("reversals_and_times.xml", [("Sport Club", ""), ("Sport Club", ""), ("Interest", "")]),
        ("two_accounts_stray_ampersand.xml", [("Fish & Chips", ""), ("R&B", "")]),
        ("german_money.qif", [("Miete Februar", ""), ("Gehalt", ""), ("Bäckerei", "Brötchen")]),
        ("brazil_latin1_zone.ofx", [("Pagamento Condomínio", ""), ("Salário Março", "")]),
        ("canada_intu.qfx", [("TIM'S COFFEE #12", "TORONTO ON"), ("PAYMENT RECEIVED - THANK YOU", "")]),
        ("xml_211_declared_cp1250.ofx", [("Żabka Kraków", ""), ("Odsetki", "")]),
        ("bank_and_card_together.ofx", [("GYM & SPA", ""), ("FROM CURRENT", ""), ("MUSIC", "")]),
        ("foreign_amounts_and_cdata.ofx", [("Smith & Sons <Deli>", ""), ("Museum", "")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_and_what_for(name: str, told: list[tuple[str, str]]) -> None:
    assert [(line.payee, line.notes) for line in lines_of(read(name))] == told


def test_what_programs_know_besides() -> None:
    home, card = read("us_quicken_padded.qif").statements
    assert (home.opening_balance, home.opening_on, home.kind_hint) == (
        Decimal("2500.00"),
        date(2024, 1, 15),
        "checking",
    )
    assert [line.transfer_to for line in home.lines] == ["", "Visa Card"]
    assert [(part.category, part.amount) for part in card.lines[0].parts] == [
        ("Home:Garden", Decimal("-45.00")),
        ("Gifts", Decimal("-15.00")),
    ]
    employer = read("gnucash_iso.qif").statements[0].lines[1]
    assert [(part.category, part.amount) for part in employer.parts] == [
        ("Income:Salary", Decimal("1300.00")),
        ("Expenses:Tax", Decimal("-300.00")),
    ]
    assert [(s.kind_hint, s.subtype) for s in read("cash_and_liability.qif").statements] == [
        ("cash", "cash"),
        ("loan", "loan"),
    ]
    assert [line.amount for line in read("interim_report.942").statements[0].pending] == [Decimal("99.00")]
    assert [line.amount for line in read("intraday_052.xml").statements[0].pending] == [Decimal("-30.00")]


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_another_encoding_and_other_line_ends_change_nothing(path: Path, encoding: str, end: str) -> None:
    """A fingerprint is made of what is compared here: a file saved once more must not come in twice."""
    data = path.read_bytes()
    first = read_bank_file(data, today=TODAY)
    lines = data.decode(first.encoding).lstrip("\ufeff").splitlines()
    again = read_bank_file(f"{end.join(lines)}{end}".encode(encoding), today=TODAY)
    assert [_recognised_by(line) for line in lines_of(again)] == [_recognised_by(line) for line in lines_of(first)]


def _recognised_by(line: ReadLine) -> tuple[date, Decimal, list[str], str]:
    return line.booked_on, line.amount, line.raw.split(), line.bank_id
