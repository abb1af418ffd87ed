"""History of other programs: every account on its own, categories as paths, splits joined, transfers on both sides."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from ledger.exporting.paths import join_path, split_path
from ledger.imports.readers import FileRefused, ReadFile, ReadLine, ReadPart, Statement, read_bank_file

TODAY = date(2026, 11, 20)


def read(text: str, **more: Any) -> ReadFile:
    return read_bank_file(text.encode(), filename="export.csv", today=TODAY, **more)


def table(*rows: list[str]) -> str:
    written = StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def by_account(found: ReadFile) -> dict[str, Statement]:
    return {f"{each.account_name} {each.currency}".strip(): each for each in found.statements}


def amounts(statement: Statement) -> list[Decimal]:
    return [line.amount for line in statement.lines]


YNAB = [
    "Account", "Flag", "Date", "Payee", "Category Group/Category", "Category Group", "Category", "Memo", "Outflow",
    "Inflow", "Cleared",
]  # fmt: skip


def ynab(account: str, day: str, payee: str, category: str, out: str, inflow: str, memo: str = "") -> list[str]:
    """A row of a register; the category is 'Group: Name'."""
    group, _, name = category.partition(": ")
    return [account, "", day, payee, category, group, name, memo, out, inflow, "Cleared"]


def test_a_ynab_register_comes_as_its_accounts() -> None:
    ready = "Inflow: Ready to Assign"
    found = read(
        table(
            YNAB,
            ynab("Giro", "31.01.2026", "Starting Balance", ready, "0,00€", "812,40€"),
            ynab("Giro", "01.02.2026", "Konsum", "Food: Groceries", "48,10€", "0,00€", "Week 5"),
            ynab("Giro", "02.02.2026", "Transfer : Rainy day", "", "100,00€", "0,00€"),
            ynab("Rainy day", "02.02.2026", "Transfer : Giro", "", "0,00€", "100,00€"),
            ynab("Giro", "03.02.2026", "Konsum", "Food: Groceries", "0,00€", "5,00€"),
            ynab("Giro", "27.02.2026", "Felder IT", ready, "0,00€", "2580,00€"),
        )
    )
    giro, savings = found.statements
    assert (found.product, found.question) == ("ynab", None)
    assert (giro.account_name, giro.currency, savings.account_name) == ("Giro", "EUR", "Rainy day")
    assert (giro.opening_balance, giro.opening_on) == (Decimal("812.40"), date(2026, 1, 31))
    assert amounts(giro) == [Decimal("-48.10"), Decimal(-100), Decimal(5), Decimal(2580)]
    assert [line.category for line in giro.lines] == ["Food:Groceries", "", "Food:Groceries", ""]
    moved = [(line.kind, line.transfer_to, line.payee, line.amount) for line in (giro.lines[1], savings.lines[0])]
    assert moved == [
        ("transfer", "Rainy day", "Rainy day", Decimal(-100)),
        ("transfer", "Giro", "Giro", Decimal(100)),
    ]


@pytest.mark.parametrize("memo", ["Split ({}/3) {}", "(Split {}/3) {}"])
def test_the_parts_of_a_ynab_split_are_one_movement(memo: str) -> None:
    def part(number: int, category: str, out: str) -> list[str]:
        group, child = category.split(":")
        text = memo.format(number, f"part {number}")
        return ["Card", "", "2026-03-14", "Globus", f"{group}: {child}", group, child, text, out, "0.00", "Cleared"]

    found = read(
        table(
            YNAB,
            part(1, "Food:Groceries", "20.50"),
            part(2, "Home:Garden", "9.50"),
            part(3, "Food:Groceries", "1.00"),
            part(1, "Fun:Games", "3.00"),
            ["Card", "", "2026-03-15", "Bakery", "Food: Out", "Food", "Out", "", "4.00", "0.00", "Cleared"],
        )
    )
    whole, alone, bakery = found.statements[0].lines
    assert whole.amount == Decimal("-31.00")
    assert whole.parts == (
        ReadPart("Food:Groceries", Decimal("-20.50"), "part 1"),
        ReadPart("Home:Garden", Decimal("-9.50"), "part 2"),
        ReadPart("Food:Groceries", Decimal("-1.00"), "part 3"),
    )
    assert (alone.amount, alone.category, alone.parts) == (Decimal("-3.00"), "Fun:Games", ())
    assert (bakery.line_no, bakery.amount) == (6, Decimal("-4.00"))


def test_a_part_that_moves_money_leaves_the_split() -> None:
    rows = [
        ["Giro", "", "2026-03-14", "Transfer : Cash", "", "", "", "Split (1/2) note", "50.00", "0", "Cleared"],
        ["Giro", "", "2026-03-14", "Konsum", "Food: G", "Food", "G", "Split (2/2) ", "10.00", "0", "Cleared"],
    ]
    moved, bought = read(table(YNAB, *rows)).statements[0].lines
    assert (moved.kind, moved.amount, moved.transfer_to) == ("transfer", Decimal(-50), "Cash")
    assert (bought.kind, bought.amount, bought.category, bought.parts) == ("", Decimal(-10), "Food:G", ())


def test_ynab_asks_once_about_days_that_read_both_ways() -> None:
    text = table(
        YNAB,
        ["Giro", "", "03/04/2026", "A", "Food: G", "Food", "G", "", "1.00", "0", "Cleared"],
        ["Giro", "", "05/04/2026", "B", "Food: G", "Food", "G", "", "1.00", "0", "Cleared"],
    )
    asked = read(text)
    answered = read(text, answers={"day_order": "month_first"})
    remembered = read(text, mapping=answered.mapping)
    assert asked.question is not None
    assert asked.question.code == "day_order"
    assert answered.question is None
    assert remembered.question is None
    assert [line.booked_on for line in remembered.statements[0].lines] == [date(2026, 3, 4), date(2026, 5, 4)]


def test_actual_joins_splits_and_knows_transfers_by_the_accounts() -> None:
    found = read(
        "Account,Date,Payee,Notes,Category_Group,Category,Amount,Split_Amount,Cleared\n"
        "Checking,2026-01-02,Starting Balance,,Income,Starting Balances,250.5,0,Reconciled\n"
        "Checking,2026-01-03,Market,(SPLIT INTO 2) weekly,,,0,-30,Cleared\n"
        "Checking,2026-01-03,Market,(SPLIT 1 OF 2) bread,Food,Groceries,-20,0,Cleared\n"
        "Checking,2026-01-03,Market,(SPLIT 2 OF 2) soap,Home,Household,-10,0,Cleared\n"
        "Checking,2026-01-04,Savings,,,,-100,0,Cleared\n"
        "Savings,2026-01-04,Checking,,,,100,0,Cleared\n"
    )
    checking, savings = found.statements
    assert (found.product, checking.opening_balance) == ("actual", Decimal("250.5"))
    assert [(part.category, part.amount) for part in checking.lines[0].parts] == [
        ("Food:Groceries", Decimal(-20)),
        ("Home:Household", Decimal(-10)),
    ]
    assert checking.lines[1].transfer_to == "Savings"
    assert savings.lines[0].transfer_to == "Checking"


def test_mint_and_monarch_say_direction_and_transfers_by_their_words() -> None:
    header = "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes\n"
    mint = read(
        f"{header}"
        "2/03/2026,Blue Bottle,SQ *BLUE BOTTLE 0423,4.75,debit,Coffee Shops,Visa,Work trip,with Ana\n"
        '2/05/2026,Payroll,ACME PAYROLL,"2,100.00",credit,Paycheck,Checking,,\n'
        "2/06/2026,Visa,AUTOPAY,300.00,debit,Credit Card Payment,Checking,,\n"
    )
    monarch = read(
        table(
            ["Date", "Merchant", "Category", "Account", "Original Statement", "Notes", "Amount", "Tags"],
            ["2026-02-03", "Blue Bottle", "Coffee Shops", "Visa ...1234", "SQ *BLUE BOTTLE", "", "-4.75", "Work"],
            ["2026-02-04", "Savings", "Transfer", "Checking", "XFER", "", "-50.00", ""],
        )
    )
    accounts = by_account(mint)
    coffee = accounts["Visa"].lines[0]
    assert (coffee.booked_on, coffee.amount, coffee.payee) == (date(2026, 2, 3), Decimal("-4.75"), "Blue Bottle")
    assert (coffee.category, coffee.notes) == ("Coffee Shops", "with Ana #Work-trip")
    assert [(line.amount, line.kind) for line in accounts["Checking"].lines] == [
        (Decimal(2100), ""),
        (Decimal(-300), "transfer"),
    ]
    assert accounts["Visa"].dollars
    assert not accounts["Visa"].currency
    assert [(line.amount, line.category, line.kind) for each in monarch.statements for line in each.lines] == [
        (Decimal("-4.75"), "Coffee Shops", ""),
        (Decimal(-50), "", "transfer"),
    ]


FIREFLY = [
    "user_id", "group_id", "journal_id", "created_at", "updated_at", "group_title", "type", "currency_code", "amount",
    "foreign_currency_code", "foreign_amount", "description", "date", "source_name", "source_iban", "source_type",
    "destination_name", "destination_iban", "destination_type", "reconciled", "category", "budget", "bill", "tags",
    "notes",
]  # fmt: skip


def firefly(kind: str, amount: str, number: str, description: str = "", **cells: str) -> list[str]:
    """A journal on the account 'Giro' unless `cells` says otherwise; it is a group of its own unless they name one."""
    given = {
        "type": kind,
        "amount": amount,
        "journal_id": number,
        "group_id": number,
        "description": description,
        "currency_code": "EUR",
        "date": "2026-05-04T00:00:00+02:00",
        **cells,
    }
    return [given.get(name, "") for name in FIREFLY]


FROM_GIRO = {"source_type": "Asset account", "source_name": "Giro", "source_iban": "DE02120300000000202051"}
TO_GIRO = {name.replace("source", "destination"): value for name, value in FROM_GIRO.items()}


def test_firefly_gives_either_account_its_half_and_joins_a_group() -> None:
    begin = {"source_name": "Initial balance account", "source_type": "Initial balance account"}
    to_dollars = {"destination_name": "Dollars", "destination_type": "Asset account"}
    changed = {"foreign_currency_code": "USD", "foreign_amount": "109"}
    drugstore = {"group_title": "Drugstore", "group_id": "5", "destination_name": "dm", **FROM_GIRO}
    lunch_at = {"destination_name": "Kantine", "category": "Out", "tags": "office,team", **FROM_GIRO}
    found = read(
        table(
            FIREFLY,
            firefly("Opening balance", "500", "1", date="2026-05-01T00:00:00+02:00", **begin, **TO_GIRO),
            firefly("Withdrawal", "-12.5", "2", "Lunch", **lunch_at),
            firefly("Deposit", "2580", "3", "Pay", source_name="Felder IT", **TO_GIRO),
            firefly("Transfer", "100", "4", "Trip", **changed, **FROM_GIRO, **to_dollars),
            firefly("Withdrawal", "-7", "5", "Soap", category="Household", **drugstore),
            firefly("Withdrawal", "-3", "6", "Bread", category="Food", **drugstore),
        )
    )
    accounts = by_account(found)
    giro, dollars = accounts["Giro EUR"], accounts["Dollars USD"]
    assert (giro.account_number, giro.opening_balance) == ("DE02120300000000202051", Decimal(500))
    assert amounts(giro) == [Decimal("-12.5"), Decimal(2580), Decimal(-100), Decimal(-10)]
    lunch, pay, moved, split = giro.lines
    assert (lunch.payee, lunch.notes, lunch.category) == ("Kantine", "Lunch #office #team", "Out")
    assert (pay.payee, lunch.booked_on, lunch.bank_id) == ("Felder IT", date(2026, 5, 4), "firefly-2-2")
    assert (moved.kind, moved.transfer_to, amounts(dollars)) == ("transfer", "Dollars", [Decimal(109)])
    assert dollars.lines[0].transfer_to == "Giro"
    assert [(part.category, part.amount) for part in split.parts] == [("Household", Decimal(-7)), ("Food", Decimal(-3))]


SPLITWISE = """Date,Description,Category,Cost,Currency,Ana,Ben

2026-06-01,Groceries,Groceries,30.00,EUR,15.00,-15.00
2026-06-02,Rent,Rent,800.00,EUR,-400.00,400.00
2026-06-03,Ben B. paid Ana A.,Payment,100.00,EUR,-100.00,100.00
2026-06-04,Gift for Ben,Gifts,20.00,EUR,20.00,-20.00
2026-06-05,Taxi,Taxi,18.00,USD,-9.00,9.00

2026-06-30,Total balance, , ,EUR,-465.00,465.00
2026-06-30,Total balance, , ,USD,-9.00,9.00
"""


def test_splitwise_asks_who_one_is_and_moves_by_that_column() -> None:
    asked = read(SPLITWISE)
    ana, ben = read(SPLITWISE, answers={"who": "Ana"}), read(SPLITWISE, answers={"who": "Ben"})
    assert asked.question is not None
    assert (asked.question.code, [each.value for each in asked.question.options]) == ("who", ["Ana", "Ben"])
    assert ana.question is None
    assert read(SPLITWISE, mapping=ben.mapping).question is None

    def euros(found: ReadFile) -> list[tuple[str, Decimal]]:
        return [(line.kind, line.amount) for line in by_account(found)["Splitwise EUR"].lines]

    assert euros(ana) == [
        ("transfer", Decimal(30)),
        ("", Decimal(-15)),
        ("", Decimal(-400)),
        ("transfer", Decimal(-100)),
        ("transfer", Decimal(20)),
    ]
    assert euros(ben) == [
        ("", Decimal(-15)),
        ("transfer", Decimal(800)),
        ("", Decimal(-400)),
        ("transfer", Decimal(100)),
        ("", Decimal(-20)),
    ]
    for found in (ana, ben):
        for statement in found.statements:
            assert sum(amounts(statement)) == statement.closing_balance


def test_a_share_nobody_can_know_is_refused_and_shows_as_a_gap() -> None:
    found = read(
        "Date,Description,Category,Cost,Currency,Ana,Ben,Cem\n"
        "2026-06-01,Dinner,Dining out,90.00,EUR,10,20,-30\n"
        "2026-06-02,Tram,Taxi,4.00,EUR,2,-2,0\n"
        "2026-06-30,Total balance, , ,EUR,12,18,-30\n",
        answers={"who": "Ana"},
    )
    [statement] = found.statements
    assert [each.code for each in statement.refused] == ["share_not_known"]
    assert (statement.closing_balance, sum(amounts(statement))) == (Decimal(12), Decimal(2))


def test_a_bad_row_is_refused_and_the_rest_read() -> None:
    found = read(
        table(
            YNAB,
            ["Giro", "", "yesterday", "A", "", "", "", "", "1.00", "0", ""],
            ["Giro", "", "2026-01-02", "B", "", "", "", "", "a lot", "", ""],
            ["Giro", "", "2026-01-02", "C", "", "", "", "", "2.00", "0", ""],
        )
    )
    [statement] = found.statements
    assert [(each.line_no, each.code) for each in statement.refused] == [
        (2, "date_not_understood"),
        (3, "amount_not_a_number"),
    ]
    assert amounts(statement) == [Decimal(-2)]


def test_a_register_without_a_movement_is_refused() -> None:
    with pytest.raises(FileRefused, match="no_transactions"):
        read(table(YNAB))


def test_words_a_bank_uses_too_make_no_product() -> None:
    rows = "2026-01-02,Shop,Food,-4.00,EUR\n2026-01-03,Shop,Food,-5.00,EUR\n"
    found = read(f"Date,Description,Category,Cost,Currency\n{rows}")
    line: ReadLine = found.statements[0].lines[0]
    assert (found.product, line.amount) == ("", Decimal("-4.00"))


def test_a_path_keeps_a_colon_within_a_name() -> None:
    path = join_path(["Food: out", "", " Bars \\ pubs "])
    assert split_path(path) == ["Food: out", "Bars \\ pubs"]
