"""Tables as more banks write them; each shape is here because a reader that knew its neighbours took it wrongly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.imports.readers import FileRefused, ReadFile, ReadLine, read_bank_file

TODAY = date(2026, 11, 20)


def read(text: str) -> ReadFile:
    return read_bank_file(text.encode(), today=TODAY)


def lines_of(found: ReadFile) -> list[ReadLine]:
    return [line for statement in found.statements for line in statement.lines]


def amounts(found: ReadFile) -> list[Decimal]:
    return [line.amount for line in lines_of(found)]


def test_the_amount_in_the_account_s_currency_goes_before_the_shop_s() -> None:
    found = read(
        "Номер карты;Дата операции;Сумма операции;Валюта операции;Сумма пересчитанная в валюту счета;Валюта счета;"
        "Основание;Статус\n"
        "*5150;2019-07-06;-5,10;EUR;-401,22;RUR;Кафе;Исполнено\n"
        "*5150;2019-07-05;-300,00;RUR;-300,00;RUR;Связь;Исполнено\n"
        "*5150;2019-07-13;-600,00;RUR;-600,00;RUR;Такси;В обработке\n"
    )
    (statement,) = found.statements
    assert (statement.currency, amounts(found)) == ("RUB", [Decimal("-401.22"), Decimal("-300.00")])
    assert [line.payee for line in statement.pending] == ["Такси"]


def test_shipping_is_no_amount_where_a_net_one_is() -> None:
    found = read(
        "Fecha,Nombre,Bruto,Comisión,Neto,Importe de envío\n"
        '02/01/2020,Ana,"100,00","-3,00","97,00","0,00"\n'
        '13/01/2020,Luz,"-20,50","0,00","-20,50","0,00"\n'
    )
    assert amounts(found) == [Decimal("97.00"), Decimal("-20.50")]


def test_french_headers_without_accents_are_not_american() -> None:
    found = read("Date comptable;Libelle;Montant\n02/05/2026;LOYER;-500,00\n03/05/2026;VIREMENT;1500,75\n")
    assert (found.question, [line.booked_on.month for line in lines_of(found)]) == (None, [5, 5])


def test_balances_around_the_rows_are_no_rows_that_failed() -> None:
    found = read(
        "Numéro de compte : 01234567890;Devise : EUR;;\nSolde en fin de période;;;655,25\n"
        "Date;Libellé;Débit;Crédit\n15/01/2024;CB;-20,00;\n16/01/2024;VIREMENT;;250,50\n"
        "Solde en début de période;;;424,75\n"
    )
    assert [statement.refused for statement in found.statements] == [()]
    assert amounts(found) == [Decimal("-20.00"), Decimal("250.50")]


def test_two_cards_in_a_table_without_header_are_two_accounts() -> None:
    rows = [f"400012340000777{card};{day:02}.01.2013;Laden {day};-{day},50" for card in (0, 4) for day in (3, 4, 7)]
    found = read("\n".join([*rows, ""]))
    assert [(each.account_number[-1], len(each.lines)) for each in found.statements] == [("0", 3), ("4", 3)]


def test_the_orderer_s_account_is_not_the_household_s() -> None:
    found = read(
        "Buchungsdatum;Betrag;Auftraggebername;Auftraggeber IBAN;Empfängername;Empfänger IBAN;Text\n"
        "15.03.2017;-11,00;;;Tischlerei;AT000000000000000001;Regal\n"
        "16.03.2017;10,00;Arbeitgeber;AT000000000000000002;;;Lohn\n"
    )
    assert [statement.account_number for statement in found.statements] == [""]
    assert [line.payee for line in lines_of(found)] == ["Tischlerei", "Arbeitgeber"]


def test_a_text_that_never_changes_is_the_account_s_and_not_the_payee() -> None:
    rows = [f"Compte personnel;{day}.03.2019;Boutique {day};-1,00" for day in (13, 14, 15)]
    found = read("\n".join(["Description;Date;Description 1;Montant", *rows, ""]))
    assert [line.payee for line in lines_of(found)] == ["Boutique 13", "Boutique 14", "Boutique 15"]


def test_the_holder_is_not_who_was_paid() -> None:
    found = read("Datum;Naam;Omschrijving;Bedrag;Naam tegenpartij\n28/02/2018;J. de Wit;Kosten;-3,40;\n")
    assert [(line.payee, line.notes) for line in lines_of(found)] == [("Kosten", "")]


@pytest.mark.parametrize(
    ("written", "day"),
    [("2012:03:01", date(2012, 3, 1)), ("10-Nov-9", date(2009, 11, 10)), ("9 Nov 2009 9:30", date(2009, 11, 9))],
)
def test_rarer_days(written: str, day: date) -> None:
    found = read(f"Date,Payee,Amount\n{written},Shop,-5.00\n")
    assert [line.booked_on for line in lines_of(found)] == [day]


def test_chinese_headers_and_ways_of_money() -> None:
    found = read(
        "交易时间,交易对方,收/支,金额(元)\n2026-03-04 10:11:12,面包店,支出,10.20\n2026-03-05 09:00:00,公司,收入,5.00\n"
    )
    assert [(line.payee, line.amount) for line in lines_of(found)] == [
        ("面包店", Decimal("-10.20")),
        ("公司", Decimal(5)),
    ]


def test_a_few_signs_beyond_ascii_are_no_letters_of_an_old_code_page() -> None:
    data = "Date,Payee,Amount\n2026-03-04,£$™€ shop,-5.00\n".encode("cp1252")
    assert lines_of(read_bank_file(data, today=TODAY))[0].payee == "£$™€ shop"


def test_of_two_columns_of_one_name_the_fuller_is_the_amount() -> None:
    found = read(
        "Belegdatum;Verwendungszweck;Fremdwährung;Betrag;Kurs;Betrag;Währung\n"
        "07.03.2009;HOTEL;;;;-20,00;EUR\n11.03.2009;NETZ;USD;-12,00;1,30000;-7,50;EUR\n20.03.2009;BEITRAG;;;;-30,00;EUR\n"
    )
    assert amounts(found) == [Decimal("-20.00"), Decimal("-7.50"), Decimal("-30.00")]


def test_a_currency_before_the_amount_abroad_is_not_the_account_s() -> None:
    found = read(
        "Datum;Specifikation;Ort;Valuta;Utl.belopp/moms;Belopp\n"
        "2026-03-10;MACK;STOCKHOLM;SEK;;-710,00\n2026-03-12;BOKHANDEL;LONDON;GBP;12,00;-98,40\n"
    )
    assert [(each.currency, len(each.lines)) for each in found.statements] == [("", 2)]


def test_a_way_of_paying_tells_that_the_day_comes_first() -> None:
    found = read("Date,Narration,Amount\n01/04/26,UPI-CAFE-401234,-150.00\n02/04/26,NEFT-SALARY,50000.00\n")
    assert (found.question, [line.booked_on.month for line in lines_of(found)]) == (None, [4, 4])


def test_no_description_is_none() -> None:
    found = read("Run Date,Action,Description,Amount\n12/31/2021,DIRECT DEPOSIT,No Description,8.00\n")
    assert [line.payee for line in lines_of(found)] == ["DIRECT DEPOSIT"]


def test_a_header_over_a_currency_is_the_amount_s_to_its_right() -> None:
    found = read(
        "Datum,Omschrijving,Mutatie,,Saldo,\n"
        '27-12-2019,Dividend,EUR,"0,27",EUR,"21,40"\n26-12-2019,Belasting,EUR,"-0,04",EUR,"21,21"\n'
        '25-12-2019,Rente,USD,"-0,02",USD,"-5,09"\n'
    )
    assert [(each.currency, [line.amount for line in each.lines]) for each in found.statements] == [
        ("EUR", [Decimal("0.27"), Decimal("-0.04")]),
        ("USD", [Decimal("-0.02")]),
    ]


def test_a_column_that_says_it_is_the_own_account_goes_before_any_other_number() -> None:
    found = read(
        "Auftragskonto;Buchungstag;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;Betrag\n"
        "12345678;28.03.18;Vermieter;DE00000000000000000001;-840,00\n87654321;29.03.18;Oma;DE00000000000000000001;9,00\n"
    )
    assert [(each.account_number, len(each.lines)) for each in found.statements] == [("12345678", 1), ("87654321", 1)]


def test_a_word_that_is_known_whole_is_not_taken_apart() -> None:
    found = read(
        "Rekeningnummer;Boekdatum;CreditDebet;Bedrag;Tegenrekeningnummer;Tegenrekeninghouder;Omschrijving\n"
        "NL00BANK0123456789;21-06-2019;D;412,30;FR99;Jan;Dak\nNL00BANK0123456789;21-06-2019;C;5;FR98;Piet;\n"
    )
    assert [(line.payee, line.notes, line.amount) for line in lines_of(found)] == [
        ("Jan", "Dak", Decimal("-412.30")),
        ("Piet", "", Decimal(5)),
    ]


def test_brackets_may_say_which_way_the_amounts_of_a_column_went() -> None:
    found = read(
        "Date,Memo/Description,Amount (credit),Amount (debit),Amount,Balance\n"
        "14-02-2024,COUNTDOWN,,15.90,-15.90,84.10\n13-02-2024,WAGES,100.00,,100.00,100.00\n"
    )
    assert amounts(found) == [Decimal("-15.90"), Decimal("100.00")]


def test_credits_of_a_card_may_be_negative_in_a_column_of_their_own() -> None:
    found = read(
        "Status,Date,Description,Debit,Credit\nCleared,02/14/2024,SHOP,15.90,\nCleared,02/15/2024,PAID,,-50.00\n"
    )
    assert amounts(found) == [Decimal("-15.90"), Decimal("50.00")]


def test_a_list_of_balances_is_no_list_of_movements() -> None:
    with pytest.raises(FileRefused) as refused:
        read('"Datum","Boeksaldo","Valutair saldo"\n"2020-05-30","13,20","13,20"\n"2020-05-12","14,55","14,55"\n')
    assert refused.value.code == "no_amount_column"


def test_a_day_above_the_table_tells_the_order_of_those_in_it() -> None:
    found = read(
        "Description,,Summary Amt.\nEnding balance as of 01/31/2024,,1400.00\n\n"
        "Date,Description,Amount\n01/05/2024,PAYROLL,500.00\n01/09/2024,RENT,-100.00\n"
    )
    assert (found.question, [line.booked_on.day for line in lines_of(found)]) == (None, [5, 9])
