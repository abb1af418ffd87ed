"""Shapes of many countries in small: header languages, date and amount styles, where the amount stands."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.imports.readers import read_bank_file

TODAY = date(2026, 11, 20)
SHAPES = {
    "de, payer and payee": (
        '"Girokonto";"DE89370400440532013000"\n""\n"Kontostand vom 05.02.2026:";"988,00 €"\n""\n'
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"IBAN";'
        '"Betrag (€)"\n"02.02.26";"02.02.26";"Gebucht";"ISSUER";"Markt";"Einkauf";"DE11";"-12,00 €"\n'
        '"01.02.26";"01.02.26";"Gebucht";"Firma";"Max";"Lohn";"DE22";"1.000 €"\n',
        "2026-02-02 -12.00 Markt|2026-02-01 1000 Firma",
    ),
    "de, not booked yet and old balance below": (
        ';\n"Umsätze Girokonto";"Zeitraum: 30 Tage";\n\n'
        '"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";\n'
        '"offen";"--";"Lastschrift";"Markt";"-1,00";\n"02.02.2026";"02.02.2026";"Lastschrift";"Bäcker";"-12,00";\n'
        '"Alter Kontostand";"900,00 EUR";\n',
        "2026-02-02 -12.00 Bäcker",
    ),
    "us, summary above and balance row": (
        'Description,,Summary Amt.\nBeginning balance as of 01/01/2026,,"1,000.00"\nTotal credits,,"500.00"\n\n'
        'Date,Description,Amount,Running Bal.\n01/01/2026,Beginning balance as of 01/01/2026,,"1,000.00"\n'
        '01/03/2026,"TAXI","-12.00","988.00"\n01/15/2026,"PAYROLL","500.00","1,488.00"\n',
        "2026-01-03 -12.00 TAXI|2026-01-15 500.00 PAYROLL",
    ),
    "us, one cell more than the header": (
        "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"
        "DEBIT,01/25/2026,TAXI,-12.00,DEBIT_CARD,988.00,,\nCREDIT,01/24/2026,PAYROLL,500.00,ACH_CREDIT,1000.00,,\n",
        "2026-01-25 -12.00 TAXI|2026-01-24 500.00 PAYROLL",
    ),
    "us, debit and credit as words": (
        '"Date","Description","Amount","Transaction Type","Category"\n"1/15/2026","Taxi","12.00","debit","Travel"\n'
        '"1/16/2026","Payroll","500.00","credit","Income"\n',
        "2026-01-15 -12.00 Taxi|2026-01-16 500.00 Payroll",
    ),
    "gb, named months and pounds": (
        '"Account Name:","Everyday ****12345"\n"Account Balance:","£1,000.00"\n\n'
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"\n'
        '"01 Feb 2026","Visa purchase","GROCER","£12.00","","£988.00"\n'
        '"02 Feb 2026","Transfer","BOB","","£12.00","£1,000.00"\n',
        "2026-02-01 -12.00 GROCER|2026-02-02 12.00 BOB",
    ),
    "nl, balance before and after without a header": (
        "123456789\tEUR\t20260103\t1000,00\t988,00\t20260103\t-12,00\tBetaalpas Slager\n"
        "123456789\tEUR\t20260104\t988,00\t1088,00\t20260104\t100,00\tOverboeking Bob\n"
        "123456789\tEUR\t20260105\t1088,00\t1080,00\t20260105\t-8,00\tBetaalpas Bakker\n",
        "2026-01-03 -12.00 Betaalpas Slager|2026-01-04 100.00 Overboeking Bob|2026-01-05 -8.00 Betaalpas Bakker",
    ),
    "pl, marked header and currency in the cell": (
        "#Za okres:;\n01.01.2026;31.01.2026;\n\n#Data operacji;#Opis operacji;#Rachunek;#Kategoria;#Kwota;\n"
        '2026-01-03;"SKLEP";eKonto 1234;"Jedzenie";-12,00 PLN;\n'
        '2026-01-04;"PENSJA";eKonto 1234;"Wpływy";1 500,00 PLN;\n',
        "2026-01-03 -12.00 SKLEP|2026-01-04 1500.00 PENSJA",
    ),
    "it, both sides signed": (
        "Data contabile;Data valuta;Addebiti;Accrediti;Descrizione\n"
        "03/01/2026;03/01/2026;-12,00;;Bottega\n04/01/2026;04/01/2026;;1.500,00;Stipendio\n",
        "2026-01-03 -12.00 Bottega|2026-01-04 1500.00 Stipendio",
    ),
    "pt, blanks in the header": (
        "Data mov. ;Data valor ;Descrição ;Débito ;Crédito ;Saldo contabilístico ;\n"
        "03-01-2026;03-01-2026;MERCEARIA;12,00;;988,00;\n04-01-2026;04-01-2026;TRF;;1.000,00;1.988,00;\n",
        "2026-01-03 -12.00 MERCEARIA|2026-01-04 1000.00 TRF",
    ),
    "hu, spaced thousands": (
        "Könyvelés dátuma;Partner neve;Közlemény;Összeg;Devizanem;Egyenleg\n"
        "2026.01.03.;BOLT;Vásárlás;-1 200;HUF;98 800\n2026.01.04.;CÉG;Bér;350 000;HUF;448 800\n",
        "2026-01-03 -1200 BOLT|2026-01-04 350000 CÉG",
    ),
    "jp, a header in no known language": (
        "日付,内容,出金金額(円),入金金額(円),残高(円)\n2026/01/05,コンビニ,1200,,98800\n2026/01/06,給与,,250000,348800\n"
        "2026/01/07,家賃,80000,,268800\n",
        "2026-01-05 -1200 コンビニ|2026-01-06 250000 給与|2026-01-07 -80000 家賃",
    ),
    "in, both sides filled and padded": (
        "  Date     ,Narration    ,Value Dat,Debit Amount  ,Credit Amount ,Chq/Ref Number ,Closing Balance\n"
        " 03/01/26  ,UPI-FOOD  ,03/01/26 ,    12.00 ,     0.00 ,0000400312345678 ,     988.00\n"
        " 15/01/26  ,SALARY  ,15/01/26 ,     0.00 , 1,50,000.00 ,N0123 ,  150988.00\n".replace(
            "1,50,000.00", "150000.00"
        ),
        "2026-01-03 -12.00 UPI-FOOD|2026-01-15 150000.00 SALARY",
    ),
    "kw, three decimals": (
        "Date;Details;Amount;Currency\n03.01.2026;Cafe;-1.250;KWD\n04.01.2026;Salary;900.000;KWD\n",
        "2026-01-03 -1.250 Cafe|2026-01-04 900.000 Salary",
    ),
    "au, no header, newest first, plus signs": (
        '25/01/2026,"-12.00","GROCER 1234","+988.00"\n24/01/2026,"+1,000.00","SALARY","+1,000.00"\n'
        '23/01/2026,"-5.00","COFFEE","+0.00"\n',
        "2026-01-25 -12.00 GROCER 1234|2026-01-24 1000.00 SALARY|2026-01-23 -5.00 COFFEE",
    ),
    "counterparty accounts do not part the file": (
        '"Date","Payee","Account number","Payment reference","Amount (EUR)","Type Foreign Currency"\n'
        '"2026-01-03","Grocer","","","-12.5","EUR"\n"2026-01-04","Landlord","DE89370400440532013000","Rent","-800.0",""\n',
        "2026-01-03 -12.5 Grocer|2026-01-04 -800.0 Landlord",
    ),
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES.keys())
def test_a_shape_is_read_without_a_question(text: str, expected: str) -> None:
    found = read_bank_file(text.encode(), today=TODAY)
    (statement,) = found.statements
    assert found.question is None
    assert "|".join(f"{line.booked_on} {line.amount} {line.payee}" for line in statement.lines) == expected


def test_columns_say_what_they_are_used_for() -> None:
    found = read_bank_file(SHAPES["us, summary above and balance row"][0].encode(), today=TODAY)
    assert [(use.header, use.role) for use in found.columns] == [
        ("Date", "booked_on"),
        ("Description", "payee"),
        ("Amount", "amount"),
        ("Running Bal.", "balance"),
    ]
    assert (found.header_line, found.delimiter) == (5, ",")
    assert found.sample_rows[1] == ("01/03/2026", "TAXI", "-12.00", "988.00")


@pytest.mark.parametrize(
    ("written", "currency", "dollars"),
    [
        ("-£12.00", "GBP", False),
        ("12,00 €", "EUR", False),
        ("US$12.00", "USD", False),
        ("-C$12.00", "CAD", False),
        ("A$12.00", "AUD", False),
        ("R$ 12,00", "BRL", False),
        ("-12,00 zł", "PLN", False),
        ("-$12.00", "", True),
        ("12,00 kr", "", False),
        ("12.00", "", False),
    ],
)
def test_a_sign_beside_the_amounts_names_the_currency(written: str, currency: str, dollars: bool) -> None:
    text = f'Date,Description,Money out,Money in\n2026-01-03,Payroll,,"{written}"\n2026-01-04,Shop,"{written}",\n'
    (statement,) = read_bank_file(text.encode(), today=TODAY).statements
    assert (statement.currency, statement.dollars) == (currency, dollars)
