"""A text as lines that can be compared, and what stands in them: numbers of money, and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from config.kernel.folding import fold

MOST_CHARACTERS, MOST_LINES, LONGEST_LINE = 20_000, 500, 300
_BLANKS: Final = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
_CODES: Final = (
    "EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "JPY",
    "INR", "SGD", "HKD", "MXN", "BRL", "ZAR", "THB", "MYR", "AED",
)  # fmt: skip
_SIGNS: Final = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "nz$": "NZD", "$": "$", "€": "EUR", "£": "GBP",
    "₹": "INR",
    "zł": "PLN", "zl": "PLN",
    "kč": "CZK", "kc": "CZK", "kr": "kr", "kr.": "kr", "fr.": "CHF", "sfr.": "CHF", "euro": "EUR",
    **{code.lower(): code for code in _CODES},
}  # fmt: skip
_SIGN: Final = "|".join(re.escape(each) for each in sorted(_SIGNS, key=len, reverse=True))
_MONEY: Final = re.compile(
    rf"(?P<minus>[-\u2212\u2013]\s?)?(?:(?P<before>(?<![a-z])(?:{_SIGN}))\s?)?(?P<inner>[-\u2212\u2013])?"
    r"(?<![\d.,'\u2019:/])(?(before)|(?<![a-z]))(?P<whole>\d{1,3}(?:[.,'\u2019 ]\d{3})+|\d{1,7})"
    r"(?:[.,](?P<cents>\d{2})|(?P<even>[.,](?:-{1,2}|\u2013|\u2014)))?(?![\d]|[.,:/]\d|'\d)"
    rf"(?:\s?(?P<after>(?:{_SIGN})(?![a-z]|\s?\d)))?(?P<trailing>-(?=\s|$))?(?P<rest>\s?%|\s?[a-z\"°]+)?"
)
_UNITS: Final = frozenset({
    "%", "kg", "g", "mg", "l", "ml", "cl", "cm", "mm", "m", "km", "w", "kw", "kwh", "gb", "tb", "mb", "zoll", "inch",
    "uhr", "h", "min", "st", "stk", "pcs", "°c", "°", '"', "mah", "hz",
})  # fmt: skip
_CLOCK: Final = re.compile(r"\b([01]?\d|2[0-3])[:.h][0-5]\d(?::[0-5]\d)?(?=\s|$|[ap]m|uhr)")
_DAY: Final = re.compile(r"\b\d{1,4}([./-])\d{1,2}\1\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount as it stands in a line, from `start` to `end` of its folded text. `currency` is a code, or `$` or `kr`,
    which several have; None where nothing stands beside it."""

    amount: Decimal
    currency: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    folded: str
    sums: tuple[Sum, ...]

    @property
    def is_bare(self) -> bool:
        """An amount and nothing else."""
        return len(self.sums) == 1 and not re.search(
            r"\w", self.folded[: self.sums[0].start] + self.folded[self.sums[0].end :]
        )


def lines_of(text: str) -> list[Line]:
    """Those that say something; of a text that has no end, the beginning."""
    found = []
    for raw in text[:MOST_CHARACTERS].splitlines():
        tidy = _BLANKS.sub(" ", raw).strip()[:LONGEST_LINE]
        if tidy:
            folded = fold(tidy)
            found.append(Line(tidy, folded, tuple(_sums(folded))))
    return found[:MOST_LINES]


def _sums(folded: str) -> list[Sum]:
    masked = _DAY.sub(_hidden, folded)
    # '12.50' is a clock only beside a day or a word for it, and money more often than not.
    masked = _CLOCK.sub(lambda match: match[0] if "." in match[0] else _hidden(match), masked)
    found = []
    for match in _MONEY.finditer(masked):
        sign = match["before"] or match["after"]
        if match["cents"] is None and match["even"] is None and sign is None:
            continue
        rest = (match["rest"] or "").strip()
        if rest in _UNITS and sign is None:
            continue
        if match["minus"] or match["inner"] or match["trailing"]:
            continue
        whole = re.sub(r"\D", "", match["whole"])
        end = match.end() - len(match["rest"] or "")
        code = _SIGNS[sign] if sign else None
        found.append(Sum(Decimal(f"{whole}.{match['cents'] or '00'}"), code, match.start(), end))
    return found


def _hidden(match: re.Match[str]) -> str:
    return "_" * len(match[0])
