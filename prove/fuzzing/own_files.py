"""Small, right files of every format we read, drawn from dice: what is mutated beside the samples."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

Row = tuple[date, str, Decimal]
_PAYEES = (
    "Stadtwerke Strom", "Kaffeemobil", "Felder IT Gehalt", "Łódź \"Żabka\" 12", "O'Neill & Sons; Ltd", "Übermut, GmbH",
    "東京メトロ", "=SUM(A1)", "Café Olé", "TRANSFER 4711 0815", "", "Rückzahlung\tStrom",
)  # fmt: skip


def make_rows(dice: Random, most: int = 40) -> list[Row]:
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(200))
    rows = []
    for _ in range(dice.randrange(1, most)):
        rows.append((day, dice.choice(_PAYEES), Decimal(dice.randrange(-500_000, 300_000)) / 100))
        day += timedelta(days=dice.randrange(3))
    return rows


def make_file(kind: str, dice: Random) -> bytes:
    """A file of one of `KINDS`."""
    return _MAKERS[kind](make_rows(dice), dice).encode()


def _csv_plain(rows: Sequence[Row], dice: Random) -> str:
    return "\n".join(["Date,Payee,Amount", *(f'{day},"{payee}",{amount}' for day, payee, amount in _clean(rows)), ""])


def _csv_european(rows: Sequence[Row], dice: Random) -> str:
    balance = Decimal(1000)
    lines = ["Kontoauszug;DE02 1203 0000 0000 2020 51;;;", "", "Buchungstag;Empfänger;Verwendungszweck;Betrag;Saldo"]
    for day, payee, amount in _clean(rows):
        balance += amount
        lines.append(f"{day:%d.%m.%Y};{payee};Karte 4711;{_comma(amount)};{_comma(balance)}")
    return "\r\n".join([*lines, ""])


def _csv_two_columns(rows: Sequence[Row], dice: Random) -> str:
    lines = ["Txn Date\tDescription\tMoney Out\tMoney In"]
    for day, payee, amount in _clean(rows):
        out, into = (f"{-amount:,.2f}", "") if amount < 0 else ("", f"{amount:,.2f}")
        lines.append(f"{day:%m/%d/%Y}\t{payee}\t{out}\t{into}")
    return "\n".join([*lines, f"\tTotal\t{len(rows)}\t", ""])


def _ofx(rows: Sequence[Row], dice: Random) -> str:
    found = "".join(
        f"<STMTTRN><TRNTYPE>{'DEBIT' if amount < 0 else 'CREDIT'}<DTPOSTED>{day:%Y%m%d}120000[-5:EST]<TRNAMT>{amount}"
        f"<FITID>{day:%Y%m%d}{place:04}<NAME>{_tagless(payee)}<MEMO>memo {place}</STMTTRN>\n"
        for place, (day, payee, amount) in enumerate(rows)
    )
    total = sum((amount for _, _, amount in rows), Decimal(0))
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>"
        "<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>4711000815<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n"
        f"{found}</BANKTRANLIST><LEDGERBAL><BALAMT>{total}<DTASOF>{rows[-1][0]:%Y%m%d}</LEDGERBAL></STMTRS>"
        "</STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


def _qif(rows: Sequence[Row], dice: Random) -> str:
    lines = ["!Account", "NEveryday", "TBank", "^", "!Type:Bank"]
    for day, payee, amount in _clean(rows):
        lines += [f"D{day:%d/%m/%Y}", f"T{amount:,.2f}", f"P{payee}", "Mmemo", "LFood:Groceries"]
        if dice.random() < 0.2:
            lines += ["SFood:Dining", f"$ {amount - 1:.2f}".replace(" ", ""), "S[Savings]", "$1.00"]
        lines.append("^")
    return "\n".join([*lines, ""])


def _camt(rows: Sequence[Row], dice: Random) -> str:
    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">{abs(amount)}</Amt><CdtDbtInd>{"DBIT" if amount < 0 else "CRDT"}</CdtDbtInd>'
        f"<Sts>{dice.choice(['BOOK', 'BOOK', 'PDNG'])}</Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{place}"
        f"</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Cdtr><Nm>{_tagless(payee)}</Nm></Cdtr></RltdPties><RmtInf><Ustrd>"
        f"purpose {place}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for place, (day, payee, amount) in enumerate(rows)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
        "<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN>"
        "</Id><Ccy>EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>100.00</Amt>"
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{rows[0][0]}</Dt></Dt></Bal>{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def _mt940(rows: Sequence[Row], dice: Random) -> str:
    lines = [":20:STARTUMS", ":25:12030000/0000202051", ":28C:1/1", f":60F:C{rows[0][0]:%y%m%d}EUR1000,00"]
    balance = Decimal(1000)
    for day, payee, amount in _clean(rows):
        balance += amount
        mark = "D" if amount < 0 else "C"
        lines += [
            f":61:{day:%y%m%d}{day:%m%d}{mark}R{_comma(abs(amount))}NMSCNONREF",
            f":86:166?20x?32{payee}",
        ]
    mark = "D" if balance < 0 else "C"
    return "\r\n".join([*lines, f":62F:{mark}{rows[-1][0]:%y%m%d}EUR{_comma(abs(balance))}", "-", ""])


def _budget_register(rows: Sequence[Row], dice: Random) -> str:
    lines = ['"Account","Flag","Date","Payee","Category Group/Category","Category Group","Category","Memo",'
             '"Outflow","Inflow","Cleared"']  # fmt: skip
    for day, payee, amount in _clean(rows):
        out, into = (-amount, Decimal(0)) if amount < 0 else (Decimal(0), amount)
        lines.append(
            f'"Everyday","","{day:%m/%d/%Y}","{payee}","Food: Wine","Food","Wine","","€{out}","€{into}","Cleared"'
        )
    return "\ufeff" + "\n".join([*lines, ""])


def _json_history(rows: Sequence[Row], dice: Random) -> str:
    entries = [
        {"id": str(place), "amount": float(abs(amount)), "type": "expense" if amount < 0 else "income",
         "category": "food", "description": payee, "date": f"{day}T10:00:00.000Z"}
        for place, (day, payee, amount) in enumerate(rows)
    ]  # fmt: skip
    found = {"balance": 100.0, "transactions": entries, "categories": [{"id": "food", "name": "Food", "icon": "🍕"}]}
    return json.dumps(found)


def _clean(rows: Sequence[Row]) -> list[Row]:
    return [(day, payee.replace('"', "'").replace(";", ",").replace("\t", " "), amount) for day, payee, amount in rows]


def _tagless(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


_MAKERS: dict[str, Callable[[Sequence[Row], Random], str]] = {
    "csv": _csv_plain,
    "csv-european": _csv_european,
    "csv-two-columns": _csv_two_columns,
    "ofx": _ofx,
    "qif": _qif,
    "camt": _camt,
    "mt940": _mt940,
    "csv-budget": _budget_register,
    "json": _json_history,
}
KINDS = tuple(_MAKERS)
