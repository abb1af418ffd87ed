"""Labelled histories of invented people, hard in the ways real ones are, to judge the learner on.

A card of the United States, the same with clean names and hardly a payee of two categories (the easy one), a current
account of the United Kingdom, a giro account of Germany, and a diary typed by hand. The others have payees of several
categories that only the amount or the note tells apart, noise of terminals, and typing errors. In all, payees turn up
late and a share of the choices follows no reason. The same seed makes the same history.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bench.people import AMERICAN, BRITISH, DIARY, GERMAN, SMALL_WORDS, VAGUE

# Of a hundred choices so many follow no reason: people change their minds and slip.
_UNREASONED_BY_BANK: Final = 0.015
_UNREASONED_IN_DIARY: Final = 0.08
_TYPO: Final = 0.10
_MIXED_WHEN_EASY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Labelled:
    """One movement and what its person put it under. `amount` is positive; `kind` expense or income."""

    payee: str
    notes: str
    amount: Decimal
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Payee:
    """`labels` has more than one where a payee sells many things: each with its amounts and notes."""

    text: str
    weight: float
    labels: tuple[tuple[str, float, float, str], ...]
    kind: str = "expense"


Pattern = Callable[[random.Random, str], str]


def _payees(table: str) -> list[Payee]:
    """Lines of `text | weight | label low high [notes] / label low high [notes]`; a leading + is income."""
    found = []
    for line in table.strip().splitlines():
        text, weight, rest = (part.strip() for part in line.split("|"))
        labels = []
        for option in rest.split("/"):
            label, low, high, *notes = option.split()
            labels.append((label, float(low), float(high), " ".join(notes)))
        kind = "income" if text.startswith("+") else "expense"
        found.append(Payee(text.lstrip("+"), float(weight), tuple(labels), kind))
    return found


def history(name: str, *, rows: int, seed: int) -> list[Labelled]:
    """`rows` movements of one person, in the order of time."""
    chance = random.Random(f"{name}{seed}")  # noqa: S311 the same each time is what is wanted
    if name == "diary":
        return list(_diary(chance, rows))
    table, pattern, mixed = BANKS[name]
    return list(_bank(chance, rows, _payees(table), pattern, mixed))


def _bank(chance: random.Random, rows: int, payees: list[Payee], pattern: Pattern, mixed: bool) -> Iterator[Labelled]:
    labels = sorted({label for payee in payees for label, *_ in payee.labels})
    # A payee is there from a day on: half from the first, the rest turn up over the years.
    since = {payee.text: max(0.0, chance.random() * 1.6 - 0.8) for payee in payees}
    for number in range(rows):
        there = [payee for payee in payees if since[payee.text] <= number / rows]
        payee = chance.choices(there, [each.weight for each in there])[0]
        sold = payee.labels if mixed or chance.random() < _MIXED_WHEN_EASY else payee.labels[:1]
        label, low, high, notes = chance.choice(sold)
        amount = Decimal(str(round(low + (high - low) * chance.random() ** 1.5, 2)))
        if chance.random() < _UNREASONED_BY_BANK:
            label = chance.choice(labels)
        words = notes.split("+")
        note = chance.choice(words).replace("_", " ") if notes and chance.random() < 0.7 else ""
        yield Labelled(pattern(chance, payee.text), note, amount, payee.kind, label)


def _typed(chance: random.Random, word: str) -> str:
    """The word as a hurried person types it."""
    if len(word) < 4 or chance.random() > _TYPO:
        return word
    place = chance.randrange(1, len(word) - 1)
    how = chance.randrange(4)
    if how == 0:
        return word[:place] + word[place + 1 :]
    if how == 1:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if how == 2:
        return word[:place] + word[place] + word[place:]
    return word[:place] + chance.choice("aeiou") + word[place + 1 :]


def _diary(chance: random.Random, rows: int) -> Iterator[Labelled]:
    lines = [line.split("|") for line in DIARY.strip().splitlines()]
    topics = [
        (label.strip(), float(weight), [float(each) for each in bounds.split()], [w.strip() for w in words.split(",")])
        for label, weight, bounds, words in lines
    ]
    labels = [topic[0] for topic in topics]
    for _ in range(rows):
        label, _, (low, high), words = chance.choices(topics, [topic[1] for topic in topics])[0]
        # Few things are bought again and again, many once.
        first = words[min(int(chance.expovariate(1 / 5)), len(words) - 1)]
        said = [first]
        if chance.random() < 0.35:
            said.append(chance.choice(words))
        if chance.random() < 0.3:
            said.append(chance.choice(SMALL_WORDS))
        if chance.random() < 0.12:
            said = [chance.choice(VAGUE)]
        text = " ".join(_typed(chance, word) for part in said for word in part.split())
        amount = Decimal(round(low + (high - low) * chance.random() ** 2))
        kept = chance.choice(labels) if chance.random() < _UNREASONED_IN_DIARY else label
        yield Labelled(text.capitalize() if chance.random() < 0.5 else text, "", amount, "expense", kept)


def _number(chance: random.Random, digits: int) -> str:
    return "".join(chance.choices("0123456789", k=digits))


def _american(chance: random.Random, text: str) -> str:
    place = chance.choice(["SEATTLE WA", "BELLEVUE WA", "PORTLAND OR", "TACOMA WA", "RENTON WA"])
    how = chance.randrange(4)
    if how == 0:
        return f"{text} #{_number(chance, 4)} {place}"
    if how == 1:
        return f"{text} {_number(chance, 5)} {place}"
    return f"POS PURCHASE {text} {place}" if how == 2 else text


def _british(chance: random.Random, text: str) -> str:
    how = chance.randrange(4)
    if how == 0:
        return f"CARD PAYMENT TO {text} ON {chance.randrange(1, 29):02d}-{chance.randrange(1, 13):02d}-2025"
    if how == 1:
        return f"{text} {_number(chance, 4)} LEEDS GB"
    return f"{text.title()}" if how == 2 else f"{text} CD {_number(chance, 4)}"


def _german(chance: random.Random, text: str) -> str:
    how = chance.randrange(4)
    if how == 0:
        return f"{text}//BREMEN/DE"
    if how == 1:
        return f"{text} FIL. {_number(chance, 4)} BREMEN"
    return text.title() if how == 2 else f"{text} SAGT DANKE {_number(chance, 6)}"


def names() -> Sequence[str]:
    return (*BANKS, "diary")


BANKS: Final[dict[str, tuple[str, Pattern, bool]]] = {
    "easy": (AMERICAN, lambda _, text: text.title(), False),
    "american": (AMERICAN, _american, True),
    "british": (BRITISH, _british, True),
    "german": (GERMAN, _german, True),
}
