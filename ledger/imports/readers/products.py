"""History of other programs, recognised by the words of the header: with accounts, categories, splits and transfers.

What a program's file says of an entry is certain, unlike a bank's: its accounts come as one statement each, its
categories as paths, transfers marked as such and once on either account.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.exporting.own_format import TELLING
from ledger.imports.readers.own_csv import ROLES, read_own_csv
from ledger.imports.readers.plan import VERSION, signature
from ledger.imports.readers.products_budgets import read_actual, read_mint, read_monarch, read_ynab
from ledger.imports.readers.products_firefly import read_firefly
from ledger.imports.readers.products_sheet import (
    Days,
    Money,
    Movement,
    Request,
    Sheet,
    header_of,
    read_sheet,
    statements_of,
)
from ledger.imports.readers.products_splitwise import FIXED, WHO, read_splitwise
from ledger.imports.readers.text import fold
from ledger.imports.readers.types import ColumnUse, FileRefused, Question, ReadFile, Statement

ReadRows = Callable[[Sheet, Request, str], tuple[list[Movement], Days, Money]]


@dataclass(frozen=True, slots=True)
class Product:
    """A program whose files have all the header words `needs` (folded). `roles` says what its columns are used for."""

    name: str
    needs: frozenset[str]
    roles: dict[str, str]
    read: ReadRows | None = None


def _product(name: str, needs: str, roles: str, read: ReadRows | None = None) -> Product:
    """`needs` and `roles` ('header=role') are parted by commas."""
    pairs = (each.partition("=") for each in roles.split(","))
    return Product(name, frozenset(needs.split(",")), {header.strip(): role for header, _, role in pairs}, read)


PRODUCTS = (
    Product("tuppence", TELLING, ROLES),
    _product(
        "ynab",
        "account,date,payee,memo,outflow,inflow,cleared",
        "account=account,date=booked_on,payee=payee,category group=category,category=category,memo=notes,"
        "outflow=debit,inflow=credit,cleared=status,master category=category,sub category=category",
        read_ynab,
    ),
    _product(
        "actual",
        "account,date,payee,notes,category,amount,cleared",
        "account=account,date=booked_on,payee=payee,notes=notes,category group=category,category=category,"
        "amount=amount,cleared=status",
        read_actual,
    ),
    _product(
        "mint",
        "date,description,original description,amount,transaction type,category,account name",
        "date=booked_on,description=payee,amount=amount,transaction type=sign,category=category,"
        "account name=account,labels=notes,notes=notes",
        read_mint,
    ),
    _product(
        "monarch",
        "date,merchant,category,account,original statement,amount",
        "date=booked_on,merchant=payee,category=category,account=account,notes=notes,amount=amount,tags=notes",
        read_monarch,
    ),
    _product(
        "firefly",
        "type,amount,currency code,description,date,source name,destination name",
        "type=kind,amount=amount,currency code=currency,description=notes,date=booked_on,source name=payee,"
        "destination name=payee,category=category,journal id=bank_id,notes=notes,tags=notes",
        read_firefly,
    ),
    Product(
        "splitwise",
        frozenset(FIXED),
        dict(zip(FIXED, ("booked_on", "payee", "category", "amount", "currency"), strict=True)),
    ),
)


def recognise(headers: Sequence[str]) -> Product | None:
    """The program that writes tables with such a header."""
    words = [fold(header) for header in headers]
    for product in PRODUCTS:
        if product.needs <= set(words) and (product.name != "splitwise" or _is_splitwise(words)):
            return product
    return None


def _is_splitwise(words: Sequence[str]) -> bool:
    """Its columns are words any bank may use: they count in their places only, with people behind them."""
    return tuple(words[: len(FIXED)]) == FIXED and 1 < len([word for word in words[len(FIXED) :] if word]) <= 60


def read_product(text: str, encoding: str, request: Request) -> ReadFile | None:
    """The file of a program that is known by its header; None for every other one.

    Raises:
        FileRefused: not one movement in it.
    """
    headers, delimiter = header_of(text)
    product = recognise(headers)
    if product is None:
        return None
    sheet = read_sheet(text, delimiter)
    mark = signature(sheet.headers, len(sheet.headers))
    known = request.mapping if request.mapping.get("signature") == mark else {}
    order = str(known.get("order", ""))
    kept: dict[str, Any] = {"version": VERSION, "format": "csv", "signature": mark, "product": product.name}
    statements, question, more = _read(product, sheet, request, order)
    if not any(each.lines or each.closing_balance is not None for each in statements):
        raise FileRefused("no_transactions")
    return ReadFile(
        format="csv",
        encoding=encoding,
        delimiter=delimiter,
        statements=statements,
        columns=_columns(product, sheet.headers),
        header_line=sheet.header_line,
        sample_rows=tuple(tuple(cell[:200] for cell in row) for _, row in sheet.rows[:3]),
        question=None if question is not None and question.code in request.answers else question,
        mapping=kept | more,
        product=product.name,
    )


def _read(
    product: Product, sheet: Sheet, request: Request, order: str
) -> tuple[tuple[Statement, ...], Question | None, dict[str, Any]]:
    if product.name == "tuppence":
        return read_own_csv(sheet), None, {}
    if product.read is None:
        statements, question, who = read_splitwise(sheet, request, order)
        return statements, question, {WHO: who}
    movements, days, money = product.read(sheet, request, order)
    return statements_of(movements, days, money), days.question, {"order": days.order}


def _columns(product: Product, headers: Sequence[str]) -> tuple[ColumnUse, ...]:
    return tuple(
        ColumnUse(place, header[:100], product.roles.get(fold(header), "ignore"))
        for place, header in enumerate(headers)
    )
