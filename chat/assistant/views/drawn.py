"""Kept answers as the page draws them: their data as charts, tables and figures, amounts through the money tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from chat.assistant.actions import may_undo
from chat.assistant.models import AssistantAction, AssistantMessage
from config.kernel.charts import Chart, Series, bar_chart

# More would run into each other on a phone.
MOST_LABELS: Final = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount in a currency, or a text with perhaps an address of ours."""

    text: str = ""
    url: str = ""
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    has_amounts: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is figures, table or bars; the rest is filled as that needs."""

    kind: str
    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    items: tuple[tuple[str, Cell], ...] = ()
    chart: Chart | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    message: AssistantMessage
    parts: tuple[Part, ...]
    actions: tuple[tuple[AssistantAction, bool], ...]

    @property
    def is_question(self) -> bool:
        return self.message.role == AssistantMessage.Role.USER

    @property
    def is_by_model(self) -> bool:
        return self.message.source == AssistantMessage.Source.MODEL

    @property
    def has_failed(self) -> bool:
        """A model was asked in vain; where none may be asked there is nothing to say of it."""
        return self.message.reason not in ("", "not_configured", "no_consent")


def drawn(messages: Iterable[AssistantMessage]) -> list[Drawn]:
    """No query, where their actions were fetched."""
    return [
        Drawn(
            each,
            tuple(_part(part) for part in each.data),
            tuple((action, may_undo(action)) for action in each.actions.all()) if each.source else (),
        )
        for each in messages
    ]


def _part(data: Mapping[str, Any]) -> Part:
    kind, title = data["kind"], data["title"]
    if kind == "bars":
        values = [Decimal(each) for each in data["values"]]
        chart = bar_chart(
            [Series(data["name"], values, data["tone"])],
            data["labels"],
            currency=data["currency"],
            every=-(-len(values) // MOST_LABELS),
        )
        return Part(kind, title, chart=chart, tone=data["tone"])
    if kind == "table":
        rows = tuple(tuple(_cell(cell) for cell in row) for row in data["rows"])
        return Part(kind, title, columns=tuple(_columns(data["columns"], rows)), rows=rows)
    return Part(kind, title, items=tuple((each["label"], _cell(each)) for each in data["items"]))


def _columns(labels: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Iterator[Column]:
    for place, label in enumerate(labels):
        yield Column(label, has_amounts=any(row[place].amount is not None for row in rows))


def _cell(data: Mapping[str, Any]) -> Cell:
    if "amount" in data:
        return Cell(amount=Decimal(data["amount"]), currency=data["currency"])
    return Cell(text=data["text"], url=data.get("url", ""))
