"""What a tool is, what it found, and how that is drawn, kept and sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from babel.numbers import format_percent

from accounts.models import User
from chat.assistant.tools.arguments import Arguments
from config.kernel.formatting import active_locale, format_money, format_short_day
from config.kernel.money import money_text, round_to_currency
from insights.language.fencing import fence


class Intent(StrEnum):
    """What kind of question it was."""

    SPENDING = "SPENDING_INQUIRY"
    BUDGET = "BUDGET_ADVICE"
    INVESTMENT = "INVESTMENT_QUESTION"
    GOAL = "GOAL_PLANNING"
    GENERAL = "GENERAL_FINANCIAL"


class Outside(str):
    """Text that people, banks or papers wrote: data, which a model gets fenced."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that a tool would make; `payload` is JSON, `label` names it on a button."""

    kind: str
    label: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`text` answers in words by itself; `facts` are what a model words instead, with the same figures.

    `data` is drawn below (see `figures`, `table`, `bars`), `links` lead to what the figures are made of.
    """

    text: str
    facts: Mapping[str, Any]
    data: Sequence[Mapping[str, Any]] = ()
    links: Sequence[Mapping[str, str]] = ()
    suggestions: Sequence[str] = ()
    proposals: Sequence[Proposal] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """`run` acts as the person, through what their pages read. One that `changes` only proposes."""

    name: str
    description: str
    intent: Intent
    run: Callable[[User, Arguments], Outcome]
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    required: Sequence[str] = ()
    changes: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.required),
            "additionalProperties": False,
        }


def money(amount: Decimal, currency: str) -> str:
    """In words, as the reader writes amounts."""
    return format_money(round_to_currency(amount, currency), currency, active_locale()).text


def percent(value: Decimal) -> str:
    """'12.5%' of 12.5, as the reader writes it, with one decimal at most."""
    share = (value / 100).quantize(Decimal("0.001"))
    return format_percent(share, locale=active_locale(), decimal_quantization=False)


def plain(amount: Decimal, currency: str) -> str:
    """As the API has it, with its currency behind: for a model."""
    return f"{money_text(round_to_currency(amount, currency), currency)} {currency}"


def short_day(on: date) -> str:
    return format_short_day(on, active_locale())


def amount_cell(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": money_text(round_to_currency(amount, currency), currency), "currency": currency}


def text_cell(text: str, url: str = "") -> dict[str, str]:
    return {"text": str(text), "url": url} if url else {"text": str(text)}


def figures(title: str, items: Sequence[tuple[str, Decimal, str]]) -> dict[str, Any]:
    """Amounts beside each other: label, amount, currency."""
    rows = [{"label": str(label), **amount_cell(amount, currency)} for label, amount, currency in items]
    return {"kind": "figures", "title": str(title), "items": rows}


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Mapping[str, str]]]) -> dict[str, Any]:
    cells = [[dict(cell) for cell in row] for row in rows]
    return {"kind": "table", "title": str(title), "columns": [str(each) for each in columns], "rows": cells}


def bars(
    title: str, currency: str, labels: Sequence[str], values: Sequence[Decimal], *, name: str, tone: str = "accent"
) -> dict[str, Any]:
    """One bar for each label."""
    amounts = [money_text(round_to_currency(each, currency), currency) for each in values]
    return {
        "kind": "bars",
        "title": str(title),
        "currency": currency,
        "name": str(name),
        "tone": tone,
        "labels": [str(each) for each in labels],
        "values": amounts,
    }


def link(label: str, url: str) -> dict[str, str]:
    return {"label": str(label), "url": url}


def for_model(facts: Any) -> Any:
    """Facts as JSON in which whatever others wrote stands fenced."""
    return _as_json(facts, lambda text: fence(text, "ledger"))


def figures_of(facts: Any) -> Any:
    """Facts as JSON without what others wrote: a figure in a payee bears nothing out."""
    return _as_json(facts, lambda _text: "")


def _as_json(value: Any, outside: Callable[[str], str]) -> Any:
    if isinstance(value, Outside):
        return outside(str(value))
    if isinstance(value, Mapping):
        return {str(key): _as_json(each, outside) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(each, outside) for each in value]
    return value.isoformat() if isinstance(value, date) else value
