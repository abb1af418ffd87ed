"""CAMT files: what an entry, a batch, a reversal and a balance mean; whatever the version, prefix or encoding."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ledger.imports.readers import FileRefused, Statement, read_bank_file

TODAY = date(2026, 11, 20)
ACCOUNT = "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Ana Example</Nm></Ownr></Acct>"


def document(*statements: str, version: str = "camt.053.001.08") -> bytes:
    body = "".join(f"<Stmt>{each}</Stmt>" for each in statements)
    head = f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
    return f"{head}<BkToCstmrStmt>{body}</BkToCstmrStmt></Document>".encode()


def entry(amount: str, way: str = "DBIT", *, day: str = "2026-03-02", state: str = "BOOK", more: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{state}</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>2026-01-01</Dt></ValDt>{more}</Ntry>"
    )


def details(*inner: str) -> str:
    return "<NtryDtls>" + "".join(f"<TxDtls>{each}</TxDtls>" for each in inner) + "</NtryDtls>"


def balance(code: str, amount: str, day: str, way: str = "CRDT", currency: str = "EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount}</Amt>"
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def read(data: bytes) -> tuple[Statement, ...]:
    return read_bank_file(data, today=TODAY).statements


def amounts(statement: Statement) -> list[Decimal]:
    return [line.amount for line in statement.lines]


def test_an_entry_is_told_by_its_booking_day_its_direction_and_the_other_side() -> None:
    parties = (
        "<RltdPties><Dbtr><Pty><Nm>Ana Example</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Payments Ltd</Nm></Pty></Cdtr>"
        "<UltmtCdtr><Pty><Nm>Book  Shop</Nm></Pty></UltmtCdtr></RltdPties>"
    )
    remittance = "<RmtInf><Ustrd>Order 17</Ustrd><Ustrd>Thanks</Ustrd></RmtInf>"
    more = "<AcctSvcrRef>2026030200001</AcctSvcrRef>" + details(parties + remittance)
    (statement,) = read(document(ACCOUNT + entry("12.50", more=more + "<AddtlNtryInf>Transfer</AddtlNtryInf>")))
    (line,) = statement.lines
    assert (line.booked_on, line.amount, line.payee) == (date(2026, 3, 2), Decimal("-12.50"), "Payments Ltd")
    assert (line.notes, line.bank_id) == ("Book Shop · Order 17 Thanks · Transfer", "2026030200001")
    assert line.raw == "Payments Ltd\nBook  Shop\nOrder 17 Thanks\nTransfer"
    assert (statement.account_number, statement.currency) == ("DE89370400440532013000", "EUR")


def test_a_reversal_has_the_direction_it_says_and_the_same_other_side() -> None:
    parties = "<RltdPties><Dbtr><Nm>Ana Example</Nm></Dbtr><Cdtr><Nm>Gym</Nm></Cdtr></RltdPties>"
    more = "<RvslInd>true</RvslInd>" + details(parties)
    (line,) = read(document(ACCOUNT + entry("30.00", "CRDT", more=more)))[0].lines
    assert (line.amount, line.payee) == (Decimal("30.00"), "Gym")


def test_only_booked_entries_count() -> None:
    entries = entry("1.00") + entry("2.00", state="PDNG") + entry("3.00", state="INFO") + entry("4.00", state="FUTR")
    (statement,) = read(document(ACCOUNT + entries))
    assert amounts(statement) == [Decimal("-1.00")]
    assert [line.amount for line in statement.pending] == [Decimal("-2.00"), Decimal("-4.00")]
    old = entry("5.00").replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>PDNG</Sts>")
    assert read(document(ACCOUNT + old, version="camt.052.001.02"))[0].lines == ()


def payment(amount: str, name: str, currency: str = "EUR", reference: str = "") -> str:
    refs = f"<Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>" if reference else ""
    return f'{refs}<Amt Ccy="{currency}">{amount}</Amt><RltdPties><Cdtr><Nm>{name}</Nm></Cdtr></RltdPties>'


def test_a_batch_that_adds_up_is_one_line_for_each_payment() -> None:
    more = "<AcctSvcrRef>BATCH-20260302</AcctSvcrRef>" + details(payment("10.00", "A"), payment("5.25", "B"))
    lines = read(document(ACCOUNT + entry("15.25", more=more)))[0].lines
    assert [(line.payee, line.amount) for line in lines] == [("A", Decimal("-10.00")), ("B", Decimal("-5.25"))]
    assert [line.bank_id for line in lines] == ["BATCH-20260302/1", "BATCH-20260302/2"]
    own = details(payment("10.00", "A", reference="X-1001"), payment("5.25", "B", reference="X-1002"))
    assert [line.bank_id for line in read(document(ACCOUNT + entry("15.25", more=own)))[0].lines] == [
        "X-1001",
        "X-1002",
    ]


@pytest.mark.parametrize(
    "inner",
    [
        (payment("10.00", "A"), payment("5.00", "B")),
        (payment("10.00", "A"), payment("5.25", "B", currency="USD")),
        (payment("10.00", "A"), "<RltdPties><Cdtr><Nm>B</Nm></Cdtr></RltdPties>"),
    ],
    ids=["fees within", "another currency", "no amount"],
)
def test_a_batch_that_does_not_add_up_stays_one_line(inner: tuple[str, ...]) -> None:
    (line,) = read(document(ACCOUNT + entry("15.25", more=details(*inner))))[0].lines
    assert (line.amount, line.payee) == (Decimal("-15.25"), "A, B")


def test_amounts_of_version_two_stand_deeper() -> None:
    inner = [
        f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties>"
        for amount, name in (("7.00", "A"), ("8.00", "B"))
    ]
    lines = read(document(ACCOUNT + entry("15.00", "CRDT", more=details(*inner)), version="camt.053.001.02"))[0].lines
    assert [(line.payee, line.amount) for line in lines] == [("A", Decimal("7.00")), ("B", Decimal("8.00"))]


def test_pages_of_one_account_become_one_statement_with_the_first_opening_and_the_last_closing() -> None:
    first = ACCOUNT + balance("OPBD", "100.00", "2026-03-02") + balance("ITBD", "99.00", "2026-03-02") + entry("1.00")
    second = (
        ACCOUNT + balance("ITBD", "99.00", "2026-03-02") + balance("CLBD", "96.00", "2026-03-03")
        + entry("3.00", day="2026-03-03")
    )  # fmt: skip
    (statement,) = read(document(first, second))
    assert amounts(statement) == [Decimal("-1.00"), Decimal("-3.00")]
    assert (statement.opening_balance, statement.opening_on) == (Decimal("100.00"), date(2026, 3, 2))
    assert (statement.closing_balance, statement.closing_on) == (Decimal("96.00"), date(2026, 3, 3))


def test_daily_statements_give_a_balance_for_each_day_even_newest_first() -> None:
    days = [
        ACCOUNT + balance("PRCD", before, f"2026-03-0{day - 1}") + balance("CLBD", after, f"2026-03-0{day}")
        + entry("1.00", day=f"2026-03-0{day}")
        for day, before, after in ((2, "10.00", "9.00"), (3, "9.00", "8.00"), (4, "8.00", "7.00"))
    ]  # fmt: skip
    for order in (days, days[::-1]):
        (statement,) = read(document(*order))
        assert (statement.opening_balance, statement.opening_on) == (Decimal("10.00"), date(2026, 3, 2))
        assert statement.balances == (
            (date(2026, 3, 1), Decimal("10.00")),
            (date(2026, 3, 2), Decimal("9.00")),
            (date(2026, 3, 3), Decimal("8.00")),
            (date(2026, 3, 4), Decimal("7.00")),
        )


def test_a_balance_below_zero_counts_and_one_of_another_currency_does_not() -> None:
    balances = balance("OPBD", "5.00", "2026-03-01", "DBIT") + balance("CLBD", "9.00", "2026-03-02", currency="SEK")
    (statement,) = read(document(ACCOUNT + balances + entry("1.00")))
    assert (statement.opening_balance, statement.closing_balance) == (Decimal("-5.00"), None)


def test_an_intraday_report_closes_but_proves_no_end_of_a_day() -> None:
    (statement,) = read(document(ACCOUNT + balance("ITBD", "9.00", "2026-03-02") + entry("1.00")))
    assert (statement.closing_balance, statement.balances) == (Decimal("9.00"), ())


def test_each_account_and_each_currency_is_a_statement() -> None:
    other = ACCOUNT.replace("DE89370400440532013000", "DE02120300000000202051")
    dollars = entry("4.00").replace("EUR", "USD")
    found = read(document(ACCOUNT + entry("1.00") + dollars, other + entry("2.00")))
    assert [(s.account_number[-4:], s.currency, amounts(s)) for s in found] == [
        ("3000", "EUR", [Decimal("-1.00")]),
        ("3000", "USD", [Decimal("-4.00")]),
        ("2051", "EUR", [Decimal("-2.00")]),
    ]


def test_prefixed_names_and_other_encodings_are_the_same_file() -> None:
    inner = details("<RmtInf><Ustrd>Grüße aus Łódź</Ustrd></RmtInf>")
    plain = document(ACCOUNT + entry("1.00", more=inner)).decode()
    prefixed = plain.replace("</", "</n:").replace("<", "<n:").replace("<n:/n:", "</n:").replace("<n:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:n=")
    latin = plain.replace("UTF-8", "ISO-8859-2")
    for data in (
        plain.encode("utf-16"),
        prefixed.encode(),
        latin.encode("iso8859-2"),
        b"\xef\xbb\xbf" + plain.encode(),
    ):
        (line,) = read(data)[0].lines
        assert (line.payee, line.amount) == ("Grüße aus Łódź", Decimal("-1.00"))


def test_a_document_in_an_envelope_or_without_a_namespace_is_one_too() -> None:
    plain = document(ACCOUNT + entry("1.00")).decode().partition("?>")[2]
    envelope = f'<?xml version="1.0"?><Envelope xmlns="urn:x"><Header><From>Bank</From></Header>{plain}</Envelope>'
    bare = f"<?xml version='1.0'?><Report><Stmt>{ACCOUNT}{entry('1.00')}</Stmt></Report>"
    for text in (envelope, bare):
        assert amounts(read(text.encode())[0]) == [Decimal("-1.00")]


def test_a_time_of_day_counts_with_its_zone_and_never_moves_the_day() -> None:
    timed = entry("1.00").replace("<Dt>2026-03-02</Dt>", "<DtTm>2026-03-02T00:30:00+02:00</DtTm>", 1)
    (line,) = read(document(ACCOUNT + timed))[0].lines
    assert (line.booked_on, line.occurred_at) == (date(2026, 3, 2), datetime(2026, 3, 1, 22, 30, tzinfo=UTC))


def test_without_a_booking_day_the_value_day_counts_and_without_any_the_entry_is_refused() -> None:
    undated = entry("1.00").replace("<BookgDt><Dt>2026-03-02</Dt></BookgDt>", "")
    lost = undated.replace("<ValDt><Dt>2026-01-01</Dt></ValDt>", "")
    impossible = entry("1.00", day="2026-02-31")
    (statement,) = read(document(ACCOUNT + undated + lost + impossible + entry("1,2,3") + entry("")))
    assert [line.booked_on for line in statement.lines] == [date(2026, 1, 1)]
    assert [(refused.line_no, refused.code) for refused in statement.refused] == [
        (2, "date_not_understood"),
        (3, "date_out_of_range"),
        (4, "amount_not_a_number"),
        (5, "amount_missing"),
    ]


def test_who_is_missing_is_told_by_what_was_said() -> None:
    more = "<AddtlNtryInf>CARD 12:30 CAFE</AddtlNtryInf>" + details("<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>")
    structured = details(
        "<RltdPties><Dbtr><Nm>Ana Example</Nm></Dbtr></RltdPties>"
        "<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>"
    )
    lines = read(document(ACCOUNT + entry("1.00", more=more) + entry("2.00", more=structured)))[0].lines
    assert [(line.payee, line.notes) for line in lines] == [("CARD 12:30 CAFE", ""), ("RF18539007547034", "")]


def test_a_file_cut_off_gives_its_whole_entries_and_says_so() -> None:
    data = document(ACCOUNT + balance("OPBD", "10.00", "2026-03-01") + entry("1.00") + entry("2.00"))
    (statement,) = read(data[: data.rindex(b"<BookgDt>")])
    assert (amounts(statement), [r.code for r in statement.refused]) == ([Decimal("-1.00")], ["truncated"])
    assert (statement.account_number, statement.opening_balance) == ("DE89370400440532013000", Decimal("10.00"))
    with pytest.raises(FileRefused) as refused:
        read(data[:200])
    assert refused.value.code == "truncated"


HEAD = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>'


def test_no_entity_is_expanded_and_no_document_type_is_taken() -> None:
    for prologue in (
        b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ):
        with pytest.raises(FileRefused) as refused:
            read(b'<?xml version="1.0"?>' + prologue + document(ACCOUNT + entry("1.00"))[38:])
        assert refused.value.code == "unknown_format"
    inner = details("<RmtInf><Ustrd>Fish & Chips &b; &amp; \x07bell</Ustrd></RmtInf>")
    assert read(document(ACCOUNT + entry("1.00", more=inner)))[0].lines[0].payee == "Fish & Chips &b; & bell"


@pytest.mark.parametrize(
    "tail",
    [b"<a>" * 1_000_000, b'<Ntry a="' + b"x" * 8_000_000, b"<!--" + b"-" * 8_000_000, b"<![CDATA[" + b"x" * 8_000_000,
     b"<a/>" * 600_000, b"&" * 3_000_000],
    ids=["deep", "long tag", "long comment", "long text", "wide", "ampersands"],
)  # fmt: skip
def test_no_shape_of_document_takes_long(tail: bytes) -> None:
    started = time.process_time()
    with pytest.raises(FileRefused):
        read(HEAD + tail)
    assert time.process_time() - started < 5
