"""How amounts and days look in the reader's locale. Pages, e-mails and charts all format here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\u202f"

Sign = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class MoneyParts:
    """An amount taken apart for the page. `decimals` begins with the locale's separator or is empty."""

    symbol: str
    sign: str
    whole: str
    decimals: str
    negative: bool
    symbol_first: bool
    text: str

    @property
    def number(self) -> str:
        """The amount without its currency, for lists whose currency is plain from the heading."""
        return f"{self.sign}{self.whole}{self.decimals}"


class _Shape(NamedTuple):
    symbol: str
    symbol_first: bool
    gap: str
    digits: int
    decimal: str
    group: str
    primary: int
    secondary: int


@lru_cache(maxsize=256)
def _locale(name: str) -> Locale:
    for candidate in (name, name.partition("_")[0], "en"):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    raise UnknownLocaleError(name)


def active_locale() -> str:
    """The locale of the page being made, as Babel names it ('de_CH')."""
    return translation.to_locale(translation.get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=1024)
def _shape(currency: str, locale: str) -> _Shape:
    babel_locale = _locale(locale)
    pattern = babel_locale.currency_formats["standard"]
    positive = pattern.pattern.partition(";")[0]
    symbol = get_currency_symbol(currency, babel_locale)
    first = positive.index("¤") < positive.index("0")
    spaced = any(space in positive for space in (" ", NO_BREAK_SPACE, NARROW_SPACE))
    # CLDR sets a space between a letter and a digit even where the pattern has none: 'CHF 12', but '€12'.
    touching = symbol[-1:] if first else symbol[:1]
    gap = NO_BREAK_SPACE if spaced or touching.isalpha() else ""
    return _Shape(
        symbol=symbol,
        symbol_first=first,
        gap=gap,
        digits=get_currency_precision(currency),
        decimal=get_decimal_symbol(babel_locale),
        group=get_group_symbol(babel_locale),
        primary=pattern.grouping[0],
        secondary=pattern.grouping[1],
    )


def _grouped(digits: str, shape: _Shape) -> str:
    if len(digits) <= shape.primary:
        return digits
    head, tail = digits[: -shape.primary], digits[-shape.primary :]
    groups = [tail]
    while head:
        groups.append(head[-shape.secondary :])
        head = head[: -shape.secondary]
    return shape.group.join(reversed(groups))


def format_money(amount: Decimal, currency: str, locale: str, *, sign: Sign = "auto") -> MoneyParts:
    """Format with the currency's own number of decimals, rounded half to even.

    `sign`: 'auto' shows a minus only, 'always' also a plus (nothing for zero), 'never' neither.
    The parts of ten thousand locale and currency pairs are kept, since Babel's own formatting
    costs some 20 microseconds an amount and a page holds a hundred.
    """
    shape = _shape(currency, locale)
    rounded = f"{abs(amount):.{shape.digits}f}"
    digits, _, fraction = rounded.partition(".")
    # What rounds to zero carries no sign.
    zero = not rounded.strip("0.")
    negative = amount < 0 and not zero
    mark = ""
    if sign != "never" and not zero:
        mark = MINUS if negative else "+" if sign == "always" else ""
    whole = _grouped(digits, shape)
    decimals = shape.decimal + fraction if fraction else ""
    number = whole + decimals
    text = (
        f"{mark}{shape.symbol}{shape.gap}{number}" if shape.symbol_first else f"{mark}{number}{shape.gap}{shape.symbol}"
    )
    return MoneyParts(shape.symbol, mark, whole, decimals, negative, shape.symbol_first, text)


def format_number(number: Decimal | int, locale: str) -> str:
    """A count or plain number with the locale's grouping."""
    return format_decimal(number, locale=_locale(locale)).replace("-", MINUS)


@lru_cache(maxsize=256)
def _percent_sign(locale: str) -> tuple[str, str]:
    """What stands before and after the number. Where a narrow space parts thousands it parts the sign as well."""
    babel_locale = _locale(locale)
    pattern = babel_locale.percent_formats[None]
    after = pattern.suffix[0]
    if get_group_symbol(babel_locale) == NARROW_SPACE:
        after = after.replace(NO_BREAK_SPACE, NARROW_SPACE)
    return pattern.prefix[0], after


def format_percent(percent: Decimal | int, locale: str) -> str:
    """'46.6%', '46,6 %': what is given is of a hundred, its decimals are shown as they are, three at most."""
    before, after = _percent_sign(locale)
    number = format_number(-percent if percent < 0 else percent, locale)
    return f"{MINUS if percent < 0 else ''}{before}{number}{after}"


def format_axis(number: Decimal, locale: str) -> str:
    """A short label for a chart's axis: '2.5k', '1.2M'; German has no short thousand, so '30.000' there."""
    babel_locale = _locale(locale)
    if abs(number) < 1000:
        text = format_decimal(number, locale=babel_locale)
    else:
        text = format_compact_decimal(number, locale=babel_locale, fraction_digits=1)
        if not any(map(str.isalpha, text)):
            text = format_decimal(number, locale=babel_locale)
    return (text[:-1] + "k" if text.endswith("K") else text).replace("-", MINUS)


def with_colon(name: object) -> str:
    """'Backup:', before what is said of it."""
    return gettext("%s:") % name


@lru_cache(maxsize=256)
def _long_day_pattern(locale: str) -> str:
    """The locale's 'weekday, day, month' with its short names written out, as CLDR tells to do."""
    pattern = str(_locale(locale).datetime_skeletons["MMMEd"])
    for short, long in (("ccc", "EEEE"), ("EEE", "EEEE"), ("LLL", "MMMM"), ("MMM", "MMMM")):
        if short in pattern and long not in pattern:
            pattern = pattern.replace(short, long)
    if "EEEE" not in pattern:
        pattern = pattern.replace("E", "EEEE")
    return pattern


def format_day(day: date, locale: str) -> str:
    """'Friday 20 November'; another year than this one is named."""
    if day.year != timezone.localdate().year:
        return format_date(day, "full", locale=_locale(locale))
    return format_date(day, _long_day_pattern(locale), locale=_locale(locale))


def format_short_day(day: date, locale: str) -> str:
    """'20 Nov'; another year than this one is named. No point behind it, since it may end a sentence: '20. Nov'."""
    skeleton = "MMMd" if day.year == timezone.localdate().year else "yMMMd"
    return format_skeleton(skeleton, day, locale=_locale(locale)).removesuffix(".")


def format_clock(at: datetime, locale: str) -> str:
    """'16:22', '4:22 PM', in the time zone of the page being made."""
    return format_time(timezone.localtime(at), "short", locale=_locale(locale))


def format_moment(at: datetime, locale: str) -> str:
    """'20 Nov, 07:05'; another year than this one is named."""
    return f"{format_short_day(timezone.localtime(at).date(), locale)}, {format_clock(at, locale)}"


def format_month(day: date, locale: str) -> str:
    """'November', with the year when it is another one."""
    skeleton = "LLLL" if day.year == timezone.localdate().year else "yMMMM"
    if skeleton == "LLLL":
        return format_date(day, "LLLL", locale=_locale(locale))
    return format_skeleton(skeleton, day, locale=_locale(locale))


def format_short_month(day: date, locale: str) -> str:
    """'Nov', for axes."""
    return format_date(day, "LLL", locale=_locale(locale))
