"""A sentence that this server is not sure of, read once by a language model and held against the sentence.

It gets the sentence, the day, the currency and the names of the person's categories, nothing else. An amount or a payee
that does not stand in the sentence is not taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final, get_args

from asgiref.sync import async_to_sync
from django.utils.translation import gettext as _

from accounts.models import User
from chat.extracting import THEIR_OWN, Extracted, extract_expense
from chat.sentences.kinds import Kind
from config.kernel.folding import fold
from config.kernel.money import fits_currency, known_currencies
from insights.language.contract import Reason, Request, Tool, ToolCall, Turn, Unavailable
from insights.language.fencing import RULE, fence
from insights.language.numerals import figures
from insights.language.talking import converse, why_not
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.core.models import Transaction
from ledger.core.rules import category_kind_for, largest_by_hand

# What is read as a whole with less than that lacks its amount, or both payee and category.
SURE: Final = Decimal("0.25")
# Nobody waits longer for a form to be filled.
PATIENCE: Final = 8.0
MOST_TOKENS: Final = 300
PURPOSE: Final = "entry"
KINDS: Final = get_args(Kind)
LONGEST_PAYEE: Final = 200
_CENT: Final = Decimal("0.01")
_BACK, _AHEAD = timedelta(days=400), timedelta(days=60)
_MOST_SURE: Final = Decimal("0.90")
_NAME: Final = "entry"
SYSTEM: Final = (
    "You read one sentence in which a person says what they spent, earned or moved, in any language. Call the tool "
    "once. Take the amount and the payee as they stand in the sentence, and leave out whatever it does not say. " + RULE
)


def extract_or_ask(
    *, person: User, text: str, reference_date: date | None, default_currency: str | None, locale: str | None
) -> Extracted:
    """As `extract_expense`; what it is not sure of is read by a model where one may, which takes seconds.

    Four queries where this server is sure or no model is set up. Never inside a transaction.
    """
    found = extract_expense(
        person=person, text=text, reference_date=reference_date, default_currency=default_currency, locale=locale
    )
    if not is_unsure(found, text):
        return found
    reason = why_not(person, PURPOSE)
    if reason is None:
        try:
            return read_by_model(person=person, text=text, day=reference_date or person.today, found=found)
        except Unavailable as why:
            reason = why.reason
    return replace(found, why_local=reason.value)


def is_unsure(found: Extracted, text: str) -> bool:
    """Whether a model could tell more: an amount must stand in the sentence in digits, so that without any none can."""
    return found.sentence.confidence["all"] < SURE and any(each.isdecimal() for each in text)


def read_by_model(*, person: User, text: str, day: date, found: Extracted) -> Extracted:
    """`found` with what a model says of the sentence, as far as that holds.

    Raises:
        Unavailable: no model answers, or nothing of what it says holds.
    """
    offered = _offered(category_tree(person))
    turn = Turn("user", _asked(text, day, found.sentence.currency, offered))
    request = Request(person, PURPOSE, SYSTEM, (turn,), (_tool(list(offered)),), MOST_TOKENS, must_call=True)
    read = _held(async_to_sync(_called)(request), text, day, found, offered)
    if read is None:
        raise Unavailable(Reason.BROKEN)
    return read


async def _called(request: Request) -> Mapping[str, Any]:
    """What the tool was called with, nothing where it was not. Raises Unavailable."""
    found: Mapping[str, Any] = {}
    try:
        async with asyncio.timeout(PATIENCE), aclosing(converse(request)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, ToolCall) and event.name == _NAME:
                    found = event.arguments
    except TimeoutError:
        raise Unavailable(Reason.TIMED_OUT) from None
    return found


def _offered(tree: CategoryTree) -> dict[str, CategoryNode]:
    """The categories the person may use, by a word for each that says nothing of its owner."""
    return {each.slug or f"own-{place}": each for place, each in enumerate(tree.in_order()) if each.is_active}


def _asked(text: str, day: date, currency: str, offered: Mapping[str, CategoryNode]) -> str:
    named = "\n".join(f"{word}: {each.name} ({each.kind})" for word, each in offered.items())
    head = f"Today is {day.isoformat()}. An amount without a sign is in {currency}."
    return f"{head}\nCategories:\n{fence(named, 'categories')}\n\nSentence:\n{fence(text, 'sentence')}"


def _tool(words: list[str]) -> Tool:
    sure = {"type": "number", "minimum": 0, "maximum": 1}
    properties = {
        "amount": {"type": "string", "description": "A positive decimal such as 12.50."},
        "currency": {"type": "string", "description": "Three letters."},
        "date": {"type": "string", "description": "A day such as 2026-11-20."},
        "payee": {"type": "string"},
        "category": {"type": "string", "enum": words},
        "kind": {"type": "string", "enum": list(KINDS)},
        "confidence": sure,
    }
    schema = {"type": "object", "properties": properties, "required": ["confidence"], "additionalProperties": False}
    return Tool(_NAME, "Say what the sentence tells of an entry.", schema)


def _held(
    said: Mapping[str, Any], text: str, day: date, found: Extracted, offered: Mapping[str, CategoryNode]
) -> Extracted | None:
    """What of `said` stands in the sentence, is within bounds or is the person's; None where nothing does."""
    local = found.sentence
    currency = said.get("currency") if said.get("currency") in known_currencies() else local.currency
    assert currency is not None
    amount = _amount_in(text, said.get("amount"), currency)
    kind = next((each for each in KINDS if each == said.get("kind")), local.kind)
    category = offered.get(str(said.get("category")))
    if category is not None and category.kind != category_kind_for(kind):
        category = None
    payee, on = _payee_in(text, said.get("payee")), _day_near(day, said.get("date"))
    taken = {"amount": amount, "payee": payee, "category": category, "date": on}
    if all(each is None for each in taken.values()):
        return None
    sure = _sure(said.get("confidence"))
    confidence = {**local.confidence, **{name: sure for name, each in taken.items() if each is not None}}
    confidence |= {"kind": sure, "all": sure if amount or local.amount else Decimal(0)}
    if amount is not None:
        confidence["currency"] = sure
    is_other = amount is not None and amount != local.amount
    read = replace(
        local,
        amount=local.amount if amount is None else amount,
        currency=local.currency if amount is None else currency,
        date=on or local.date,
        payee=payee or local.payee,
        kind=kind,
        confidence=confidence,
        items=() if is_other else local.items,
        split=None if is_other else local.split,
    )
    if category is None or found.source in THEIR_OWN:
        return replace(found, sentence=read, by_model=True)
    source = Transaction.CategorySource.SIMILAR.value
    return Extracted(read, category, sure, source, _("by the language model"), by_model=True)


def _amount_in(text: str, value: Any, currency: str) -> Decimal | None:
    """Only one that stands in the sentence, whichever way its separators are read."""
    try:
        amount = Decimal(str(value)) if isinstance(value, (str, int, float)) else Decimal("NaN")
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 < amount <= largest_by_hand(currency) or not fits_currency(amount, currency):
        return None
    stands = {each for figure in figures(text) for each, _unit in figure.meanings}
    return amount if amount in stands else None


def _payee_in(text: str, value: Any) -> str | None:
    name = " ".join(value.split()) if isinstance(value, str) else ""
    is_there = name and fold(name) in fold(" ".join(text.split()))
    return name[:LONGEST_PAYEE] if is_there and not name.isdecimal() else None


def _day_near(day: date, value: Any) -> date | None:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and day - _BACK <= found <= day + _AHEAD else None


def _sure(value: Any) -> Decimal:
    """What a model thinks of itself, never quite sure."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
    return min(Decimal(str(value)).quantize(_CENT), _MOST_SURE) if is_number else Decimal("0.50")
