"""Holds what was read against what was meant, field by field."""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from chat.sentences.reading import Sentence, read_sentence
from ledger.core.system_categories import SYSTEM_CATEGORIES_BY_SLUG

TODAY: Final = date(2026, 11, 20)
FIELDS: Final = ("amount", "currency", "date", "kind", "payee", "category")
# The samples name categories freely; ours that mean the same, a top category with all below it.
OURS: Final = {
    "Fuel": ("fuel",),
    "Coffee": ("coffee",),
    "Dining": ("dining", "fast-food", "coffee", "bars"),
    "Housing": ("housing",),
    "Income": ("income",),
    "Other": ("other", "other-income"),
    "Groceries": ("groceries",),
    "Shopping": ("shopping", "home"),
    "Transport": ("transportation",),
    "Travel": ("travel",),
    "Subscriptions": ("subscriptions",),
    "Entertainment": ("entertainment",),
    "Health": ("health-fitness",),
    "Utilities": ("utilities",),
    "Transfer": ("transfers",),
    "Pets": ("pets",),
    "Personal care": ("personal-care",),
    "Gifts": ("gifts-donations",),
    "Insurance": ("insurance",),
    "Fees": ("fees-interest",),
}


@dataclass(frozen=True, slots=True)
class Meant:
    text: str
    currency_of_person: str
    locale: str
    amount: Decimal
    currency: str
    kind: str
    dates: tuple[str, ...]
    payees: tuple[str, ...]
    categories: tuple[str, ...]


def typed(name: str) -> list[Meant]:
    path = Path(__file__).parent / name
    lines = [each for each in path.read_text(encoding="utf-8").splitlines() if not each.startswith("#")]
    return [
        Meant(
            text=row["text"],
            currency_of_person=row["default"],
            locale=row["locale"],
            amount=Decimal(row["amount"]),
            currency=row["currency"],
            kind=row["kind"],
            dates=tuple(row["date"].split("/")),
            payees=tuple(row["payee"].split("/")),
            categories=tuple(row["categories"].split()),
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def sampled(path: Path) -> list[Meant]:
    rows = [json.loads(each, parse_float=Decimal) for each in path.read_text(encoding="utf-8").splitlines()]
    return [
        Meant(
            text=row["text"],
            currency_of_person=row["default_currency"],
            locale=row.get("locale", "en-US"),
            amount=Decimal(row["amount"]),
            currency=row["currency"],
            kind=row["kind"],
            dates=(row["date"],),
            payees=(row["merchant"] or "-",),
            categories=tuple(slug for name in row["category_any_of"] for slug in OURS[name]),
        )
        for row in rows
    ]


def wrong_fields(meant: Meant, read: Sentence) -> list[str]:
    payee = (read.payee or "-").casefold()
    category = SYSTEM_CATEGORIES_BY_SLUG.get(read.category or "")
    slugs = {category.slug, category.parent_slug} if category else set()
    right = {
        "amount": read.amount == meant.amount,
        "currency": read.currency == meant.currency,
        "date": read.date.isoformat() in meant.dates,
        "kind": read.kind == meant.kind,
        "payee": payee.removeprefix("the ") in {each.casefold().removeprefix("the ") for each in meant.payees},
        "category": bool(slugs & set(meant.categories)),
    }
    return [name for name in FIELDS if not right[name]]


@dataclass(slots=True)
class Verdict:
    """`right` counts by field and `all`; `slowest` in the processor's milliseconds."""

    right: Counter[str]
    wrong: list[str]
    slowest: float


def judge(sentences: list[Meant]) -> Verdict:
    verdict = Verdict(Counter(), [], 0.0)
    for meant in sentences:
        started = time.process_time()
        read = read_sentence(
            meant.text, reference_date=TODAY, default_currency=meant.currency_of_person, locale=meant.locale
        )
        verdict.slowest = max(verdict.slowest, (time.process_time() - started) * 1000)
        wrong = wrong_fields(meant, read)
        verdict.right.update(name for name in FIELDS if name not in wrong)
        verdict.right["all"] += not wrong
        if wrong:
            verdict.wrong.append(
                f"{meant.text} | {' '.join(wrong)} | {read.amount} {read.currency} {read.date} {read.kind} "
                f"{read.payee} {read.category}"
            )
    return verdict
