"""Files of the other formats, alike each time: what banks write most, with payees that come again."""

from __future__ import annotations

PAYEES = 300


def mt940_file(rows: int) -> bytes:
    lines = [":20:BENCH", ":25:DE00112233", ":28C:1/1", ":60F:C260101EUR1,00"]
    for i in range(rows):
        day = f"26{i % 9 + 1:02d}{i % 28 + 1:02d}"
        lines += [
            f":61:{day}{day[2:]}D{i % 500},{i % 100:02d}NTRFNONREF//{i:014d}",
            f":86:166?00UEBERWEISUNG?109310?20EREF+E{i}?21SVWZ+Order {i}?30BANKDEFF?31DE44?32Shop {i % PAYEES}",
        ]
    return "\n".join([*lines, ":62F:C261001EUR5,00", "-", ""]).encode()


def qif_file(rows: int) -> bytes:
    records = (
        f"D{i % 9 + 1}/{i % 28 + 1}/26\nT-{i % 500}.{i % 100:02d}\nPShop {i % PAYEES}\nMOrder {i}\nLFood:Groceries\n^\n"
        for i in range(rows)
    )
    return ("!Type:Bank\n" + "".join(records)).encode()


def camt_file(rows: int) -> bytes:
    entries = "".join(_entry(i) for i in range(rows))
    account = "<Acct><Id><IBAN>DE00112233</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    statement = f"<BkToCstmrStmt><Stmt>{account}{entries}</Stmt></BkToCstmrStmt>"
    return f'<?xml version="1.0"?><Document xmlns="{namespace}">{statement}</Document>'.encode()


def _entry(i: int) -> str:
    shop = f"<Cdtr><Pty><Nm>Shop {i % PAYEES}</Nm><PstlAdr><Ctry>DE</Ctry></PstlAdr></Pty></Cdtr>"
    return (
        f'<Ntry><Amt Ccy="EUR">{i % 500}.{i % 100:02d}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-0{i % 9 + 1}-{i % 28 + 1:02d}</Dt></BookgDt><ValDt><Dt>2026-01-01</Dt></ValDt>"
        f"<AcctSvcrRef>REF{i:010d}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>"
        "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>E{i}</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Ana</Nm></Pty></Dbtr>{shop}"
        f"<CdtrAcct><Id><IBAN>DE44</IBAN></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>Order {i}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls><AddtlNtryInf>UEBERWEISUNG</AddtlNtryInf></Ntry>\n"
    )
