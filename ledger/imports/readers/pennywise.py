"""What the PennyWise app keeps on a phone: its AsyncStorage, as JSON.

The app has no export and no published form, so this is what is assumed of it, from the description of its data
(balance; categories with a name and an icon; transactions with amount, category, description and day, which are
deposits, withdrawals or spendings; messages of the user and the bot):

- AsyncStorage is a flat map of keys to texts that are JSON themselves. It comes as that map, as a list of
  [key, text] pairs (`multiGet`), or with the values in place of their texts. A key may have the app's name before it.
- `type` (or kind) of a transaction is deposit (money in), withdrawal or spend (out); without one the sign decides.
  Whichever sign an amount of a known type has, its size counts.
- A category is named or given by the id of one of `categories`.
- A day is ISO text, with or without a time, or milliseconds since 1970; of a moment its UTC day is taken.
- `balance` is the balance after all of it, begun at 0. There is one account, and no currency is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from ledger.exporting.paths import join_path
from ledger.imports.readers.amounts import TOO_LARGE, currency_code, find_decimal_mark, parse_amount
from ledger.imports.readers.dates import FIRST_YEAR, LAST_YEAR
from ledger.imports.readers.text import clean, fold
from ledger.imports.readers.types import (
    NOTES_LENGTH,
    PAYEE_LENGTH,
    RAW_LENGTH,
    REFUSED_TEXT_LENGTH,
    FileRefused,
    ReadCategory,
    ReadFile,
    ReadLine,
    ReadMessage,
    RefusedLine,
    Statement,
)

ACCOUNT = "PennyWise"
_KEYS = ("balance", "categories", "transactions", "messages", "currency")
_COMES_IN = frozenset(["deposit", "income", "credit"])
_GOES_OUT = frozenset(["withdrawal", "withdraw", "spend", "expense", "debit"])
_BOTS = frozenset(["bot", "assistant", "ai"])
_MESSAGE_LENGTH = 20_000


def stored_values(document: Any) -> dict[str, Any]:
    """The values by their plain key ('transactions'), whichever of the three forms the document has."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(document, dict):
        pairs = list(document.items())
    elif isinstance(document, list):
        pairs = [(each[0], each[1]) for each in document if isinstance(each, list) and len(each) == 2]
    found: dict[str, Any] = {}
    for key, value in pairs:
        words = fold(key).split() if isinstance(key, str) else []
        if words and words[-1] in _KEYS:
            found.setdefault(words[-1], _unpacked(value))
    if "transactions" not in found:
        nested = [value for _, value in pairs if isinstance(value, dict) and "transactions" in value]
        return stored_values(nested[0]) if nested else found
    return found


def _unpacked(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def read_pennywise(stored: Mapping[str, Any], encoding: str) -> ReadFile:
    """Raises FileRefused: not one movement in it."""
    categories = _categories(stored.get("categories"))
    lines: list[ReadLine] = []
    refused: list[RefusedLine] = []
    for number, each in enumerate(_listed(stored.get("transactions")), start=1):
        found = _line(each, number, categories)
        if isinstance(found, ReadLine):
            lines.append(found)
        else:
            refused.append(found)
    if not lines:
        raise FileRefused("no_transactions")
    days = [line.booked_on for line in lines]
    balance = _amount(stored.get("balance"))
    currency = stored.get("currency")
    statement = Statement(
        account_name=ACCOUNT,
        currency=currency_code(currency) if isinstance(currency, str) else "",
        lines=tuple(lines),
        refused=tuple(refused),
        opening_balance=Decimal(0),
        opening_on=min(days),
        closing_balance=balance,
        closing_on=max(days) if balance is not None else None,
    )
    return ReadFile(
        format="json",
        encoding=encoding,
        delimiter="",
        statements=(statement,),
        mapping={"version": 1, "format": "json", "signature": "json:pennywise"},
        product="pennywise",
        categories=tuple(dict.fromkeys(categories.values())),
        messages=tuple(_messages(stored.get("messages"))),
    )


def _listed(value: Any) -> list[Any]:
    """A list, or the values of a map by id."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _categories(value: Any) -> dict[str, ReadCategory]:
    """By id and by folded name."""
    found: dict[str, ReadCategory] = {}
    for each in _listed(value):
        given = {"name": each} if isinstance(each, str) else each if isinstance(each, dict) else {}
        path = join_path([_text(given, "name", "title", "label")])
        if path:
            icon, color = _text(given, "icon", "emoji"), _text(given, "color", "colour")
            category = ReadCategory(path, "", icon[:50], color[:20])
            found.setdefault(fold(path), category)
            if key := _text(given, "id", "key"):
                found.setdefault(f"id:{key}", category)
    return found


def _line(each: Any, number: int, categories: Mapping[str, ReadCategory]) -> ReadLine | RefusedLine:
    given: Mapping[str, Any] = each if isinstance(each, dict) else {}
    text = clean(orjson.dumps(each).decode()[:2000], REFUSED_TEXT_LENGTH)
    amount = _amount(given.get("amount"))
    day, moment = _day(next((given[name] for name in _DAY_NAMES if given.get(name)), None))
    if amount is None:
        return RefusedLine(number, text, "amount_missing")
    if abs(amount) >= TOO_LARGE:
        return RefusedLine(number, text, "amount_too_large")
    if day is None:
        return RefusedLine(number, text, "date_not_understood", {"value": ""})
    raw_kind = _text(given, "type", "kind", "transactionType", "transaction_type")
    word = fold(raw_kind)
    if word in _COMES_IN or word in _GOES_OUT:
        amount = abs(amount) if word in _COMES_IN else -abs(amount)
    payee = _text(given, "description", "title", "name", "payee", "merchant")
    notes = _text(given, "notes", "note")
    key = _text(given, "id", "key")
    return ReadLine(
        line_no=number,
        booked_on=day,
        amount=amount,
        payee=clean(payee, PAYEE_LENGTH),
        notes=clean(notes, NOTES_LENGTH),
        raw="\n".join(filter(None, [payee, notes]))[:RAW_LENGTH],
        bank_id=f"pennywise-{key}"[:255] if key else "",
        occurred_at=moment,
        raw_kind=clean(raw_kind, 40),
        category=_category_of(given, categories),
    )


_DAY_NAMES = ("date", "transaction_date", "transactionDate", "createdAt", "created_at", "timestamp")


def _category_of(given: Mapping[str, Any], categories: Mapping[str, ReadCategory]) -> str:
    value = next((given[name] for name in ("category", "category_id", "categoryId") if given.get(name)), "")
    name = _text(value, "id", "name") if isinstance(value, dict) else str(value)
    known = categories.get(f"id:{name}") or categories.get(fold(name))
    return known.path if known else join_path([_text(value, "name") if isinstance(value, dict) else name])


def _messages(value: Any) -> Iterator[ReadMessage]:
    for each in _listed(value):
        if isinstance(each, dict) and (text := _text(each, "text", "content", "message", "body")):
            sender = fold(_text(each, "sender", "sender_type", "senderType", "role", "from"))
            given = next((each[name] for name in (*_DAY_NAMES, "time") if each.get(name)), None)
            is_bot = sender in _BOTS or each.get("isBot") is True or each.get("isUser") is False
            yield ReadMessage("assistant" if is_bot else "user", text[:_MESSAGE_LENGTH], _day(given, exact=True)[1])


def _text(given: Any, *names: str) -> str:
    """The first of the fields that holds text or a number."""
    if not isinstance(given, Mapping):
        return ""
    values = (given.get(name) for name in names)
    usable = (str(each) for each in values if isinstance(each, (str, int)) and not isinstance(each, bool))
    return next((text.strip().replace("\x00", "") for text in usable if text.strip()), "")


def _amount(value: Any) -> Decimal | None:
    """A number by its shortest text (12.3 is 12.3), or an amount in words as people type it."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        return parse_amount(value.strip(), find_decimal_mark([value.strip()]))
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _day(value: Any, *, exact: bool = False) -> tuple[date | None, datetime | None]:
    """The day and, where the value tells it, the moment (UTC). `exact`: midnight and noon count as a time too."""
    found = _instant(value)
    if found is None:
        return None, None
    known = found.tzinfo is not None
    if not FIRST_YEAR < found.year < LAST_YEAR:
        return None, None
    found = found.astimezone(UTC) if known else found
    is_time = known and (exact or (found.hour, found.minute, found.second) not in ((0, 0, 0), (12, 0, 0)))
    return found.date(), found if is_time else None


def _instant(value: Any) -> datetime | None:
    """ISO text, or milliseconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        if isinstance(value, str) and not value.strip().isdigit():
            return datetime.fromisoformat(value.strip())
        return datetime.fromtimestamp(float(value) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
