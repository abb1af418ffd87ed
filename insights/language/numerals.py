"""Figures as people write them, in any of our languages: what each may mean, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel.dates import get_month_names

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "nl", "pt")
_THOUSAND = "k|K|thousand|tausend|Tsd\\.?|mil|mille|mila|duizend"
_MILLION = (
    "m|M|mn|mln|Mio\\.?|million|millions|Million|Millionen|millón|millones|milione|milioni|miljoen|milhão|milhões"
)
_BILLION = "bn|Mrd\\.?|billion|billions|Milliarde|Milliarden|milliard|milliards|miliardo|miliardi|miljard"
_GROUPS = r"\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)"
_PERCENT = r"%|‰|(?:percent|per cent|Prozent|por ciento|pour cent|per cento|procent|por cento)\b"
_MONEY = r"[€$£¥₹₺₩₽]|R\$|zł|kr\.?|Fr\.?|EUR|USD|GBP|CHF|[A-Z]{3}"
_FIGURE = re.compile(
    rf"(?P<before>(?:{_MONEY})[ \u00a0\u202f]?)?(?P<digits>(?<![\w.,]){_GROUPS}|(?<![^\W_])\d+(?:[.,]\d+)*"
    rf"|(?<=[A-Z]{{3}})\d+(?:[.,]\d+)*)"
    rf"(?:[ \u00a0\u202f-]?(?:(?P<k>{_THOUSAND})|(?P<m>{_MILLION})|(?P<b>{_BILLION}))(?!\w))?"
    rf"(?:[ \u00a0\u202f]?(?:(?P<percent>{_PERCENT})|(?P<after>(?:{_MONEY}|euros?\b|dollars?\b|Euro\b))))?"
)
# Spelled out, above twelve: models write digits, so that whatever is spelled is looked at closely.
_TENS: Final = {
    13: "thirteen dreizehn trece treize tredici dertien treze",
    14: "fourteen vierzehn catorce quatorze quattordici veertien catorze",
    15: "fifteen fünfzehn quince quinze quindici vijftien",
    16: "sixteen sechzehn dieciséis seize sedici zestien dezesseis dezasseis",
    17: "seventeen siebzehn diecisiete dix-sept diciassette zeventien dezessete dezassete",
    18: "eighteen achtzehn dieciocho dix-huit diciotto achttien dezoito",
    19: "nineteen neunzehn diecinueve dix-neuf diciannove negentien dezenove dezanove",
    20: "twenty zwanzig veinte vingt venti twintig vinte",
    30: "thirty dreißig treinta trente trenta dertig trinta",
    40: "forty vierzig cuarenta quarante quaranta veertig quarenta",
    50: "fifty fünfzig cincuenta cinquante cinquanta vijftig cinquenta",
    60: "sixty sechzig sesenta soixante sessanta zestig sessenta",
    70: "seventy siebzig setenta soixante-dix settanta zeventig",
    80: "eighty achtzig ochenta quatre-vingts ottanta tachtig oitenta",
    90: "ninety neunzig noventa quatre-vingt-dix novanta negentig",
    100: "hundred hundert honderd",
    1000: "thousand tausend duizend",
    1_000_000: "million millón milione miljoen milhão",
}
_SPELLED: Final = {word: value for value, words in _TENS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Figure:
    """`meanings` are what it may be, each with the unit of its last written digit: '1.234' is a thousand or one.

    Without a meaning it is a number in words that nobody worked out.
    """

    written: str
    meanings: tuple[tuple[Decimal, Decimal], ...]
    is_percent: bool = False
    is_plain: bool = False


def figures(text: str) -> Iterator[Figure]:
    """Every figure of a text but days, times, years, ordinals and numbers of lists. Signs do not count."""
    rest = _not_figures().sub(_kept_when_money, text)
    for match in _FIGURE.finditer(rest):
        times = Decimal(1000 if match["k"] else 1_000_000 if match["m"] else 1_000_000_000 if match["b"] else 1)
        meanings = tuple((value * times, unit * times) for value, unit in _meanings(match["digits"]))
        is_plain = not (match["before"] or match["after"] or match["percent"] or times != 1)
        if is_plain and match["digits"].isdigit() and _is_year(match["digits"]):
            continue
        yield Figure(match[0].strip(), meanings, bool(match["percent"]), is_plain)
    digits_before = re.sub(r"\d[\d.,]*[ \u00a0\u202f-]?[^\W\d_]+", " ", rest)
    for match in _WORD.finditer(digits_before):
        yield from _spelled(match[0])


def _spelled(word: str) -> Iterator[Figure]:
    folded = word.casefold()
    if (value := _SPELLED.get(folded)) is not None:
        yield Figure(word, ((Decimal(value), Decimal(1)),))
    elif any(part in _SPELLED for part in folded.split("-")) or _GERMAN.fullmatch(folded):
        yield Figure(word, ())


_GERMAN = re.compile(
    r"(ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)(und)?(zwanzig|.+zig|dreißig|hundert.*|tausend.*)"
)


def _meanings(digits: str) -> list[tuple[Decimal, Decimal]]:
    plain = re.sub(r"[ '’\u00a0\u202f]", "", digits)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return [_read(plain, "")]
    last = plain.rindex(marks[-1])
    whole, part = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
    if len(set(marks)) == 2:
        return [_read(whole, part)]
    if len(marks) > 1:
        return [_read(whole + part, "")]
    if len(part) == 3 and len(whole) <= 3 and plain == digits and whole.lstrip("0"):
        return [_read(whole + part, ""), _read(whole, part)]
    return [_read(whole, part)]


def _read(whole: str, part: str) -> tuple[Decimal, Decimal]:
    return Decimal(f"{whole}.{part or 0}"), Decimal(1).scaleb(-len(part))


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and 1990 <= int(digits) <= 2060


def _kept_when_money(match: re.Match[str]) -> str:
    """What only looks like a figure goes, but not beside a sign of money: '1.12 €' is no day."""
    after = match.string[match.end() : match.end() + 5].lstrip(" \u00a0\u202f")
    before = match.string[: match.start()].rstrip(" \u00a0\u202f")
    is_money = re.match(rf"(?:{_MONEY})(?!\w)|%", after) or re.search(rf"(?:^|\W)(?:{_MONEY})$", before)
    return match[0] if is_money else " ; "


@lru_cache(maxsize=1)
def _not_figures() -> re.Pattern[str]:
    names = {
        name.rstrip(".")
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, locale=language).values()
    }
    month = "(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b\.?"
    return re.compile(
        r"\b\d{4}-\d{2}(?:-\d{2})?(?:T[\d:.]+Z?)?\b"
        r"|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b|\b\d{1,2}\.\d{1,2}\.(?!\d)|\b\d{1,2}/\d{1,2}\b"
        r"|\b\d{1,2}:\d{2}(?::\d{2})?\b"
        rf"|\b\d{{1,2}}(?:\.|st|nd|rd|th|er|º|°)?(?: de)?[ \u00a0]{month}(?:(?:,| de)?[ \u00a0]\d{{4}})?"
        rf"|\b{month}[ \u00a0](?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s?[.,]\d)(?:,? \d{{4}})?"
        rf"|\b{month}(?: de)?[ \u00a0]\d{{4}}\b"
        r"|\b\d+(?:st|nd|rd|th|er|ère|ème|º|ª|°|de\b|ste\b)(?!\w)|\bQ[1-4]\b"
        r"|(?m:^[ \t]*\d{1,2}[.)](?=\s))",
        re.IGNORECASE,
    )
