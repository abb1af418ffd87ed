"""Signs, codes and names of currencies beside a number."""

from __future__ import annotations

from typing import Final

from chat.sentences.lexicon import Marked
from chat.sentences.tokens import listed
from config.kernel.money import known_currencies

SIGNS: Final = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₺": "TRY",
    "₴": "UAH",
    "₫": "VND",
    "₪": "ILS",
    "₱": "PHP",
    "฿": "THB",
    "₦": "NGN",
    "zl": "PLN",
    "kc": "CZK",
    "ft": "HUF",
    "kr": "crown",
    "$": "dollar",
    "¥": "yen",
    "￥": "yen",
}
# Letters before a dollar sign: C$, US$, R$.
DOLLARS: Final = {
    "us": "USD",
    "c": "CAD",
    "ca": "CAD",
    "a": "AUD",
    "au": "AUD",
    "nz": "NZD",
    "hk": "HKD",
    "s": "SGD",
    "sg": "SGD",
    "r": "BRL",
    "mx": "MXN",
    "nt": "TWD",
}
# Names that several currencies bear: whose they are by the person's own currency, else by their region, else the first.
_SHARED: Final = {
    "dollar": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "COP", "CLP", "ARS", "TWD", "UYU"),
    "peso": ("MXN", "ARS", "CLP", "COP", "UYU", "PHP", "DOP", "CUP"),
    "crown": ("SEK", "NOK", "DKK", "ISK", "CZK"),
    "yen": ("JPY", "CNY"),
}
_OF_REGION: Final = {
    "US": "USD",
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
    "SG": "SGD",
    "HK": "HKD",
    "MX": "MXN",
    "CO": "COP",
    "CL": "CLP",
    "AR": "ARS",
    "SE": "SEK",
    "NO": "NOK",
    "DK": "DKK",
    "IS": "ISK",
    "CZ": "CZK",
    "PH": "PHP",
    "CN": "CNY",
    "JP": "JPY",
}
# Codes that are words as well (ALL, TOP, TRY, MAD, CUP) count in capitals only.
_IN_SMALL_LETTERS: Final = frozenset(
    listed("eur usd gbp chf cad aud nzd jpy sek nok dkk pln czk huf brl mxn inr zar sgd hkd cny krw thb aed ils")
)


def which(name: str, default: str, locale: str) -> str:
    """The code of a name that may be shared."""
    shared = _SHARED.get(name)
    if shared is None:
        return name
    if default in shared:
        return default
    region = _OF_REGION.get(locale.partition("-")[2].upper())
    return region if region in shared else shared[0]


def currency_at(marked: Marked, at: int) -> tuple[str, int, int] | None:
    """What the token at `at` names, and which tokens it takes; a name may still be shared."""
    if not 0 <= at < len(marked.tokens):
        return None
    token = marked.tokens[at]
    before = DOLLARS.get(marked.tokens[at - 1].folded) if token.text == "$" and marked.are_glued(at - 1, at) else None
    if before:
        return before, at - 1, at + 1
    if token.folded in DOLLARS and marked.are_glued(at, at + 1) and marked.tokens[at + 1].text == "$":
        return DOLLARS[token.folded], at, at + 2
    sign = SIGNS.get(token.text) or SIGNS.get(token.folded)
    if sign is not None:
        return sign, at, at + 1
    if token.is_word and len(token.text) == 3:
        code = token.text.upper()
        if (token.text.isupper() or token.folded in _IN_SMALL_LETTERS) and code in known_currencies():
            return code, at, at + 1
    mark = marked.mark(at)
    named = mark.sense("cur") if mark else None
    return (named.value, mark.start, mark.end) if mark and named else None
