"""Numbers in words as German, Dutch and Italian write them: in one piece, so that no list of words holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chat.sentences.tokens import listed

_GERMAN: Final = listed(
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_GERMAN_TENS: Final = listed("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig")
_DUTCH: Final = listed(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien"
)
_DUTCH_TENS: Final = listed("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
_ITALIAN: Final = listed(
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
)
_ITALIAN_TENS: Final = listed("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
_HUNDRED: Final = {"de": "hundert", "nl": "honderd", "it": "cento"}


def written_numbers(language: str) -> Iterator[tuple[str, int]]:
    """Every way to write 0 to 999 in one word, folded; nothing for languages that part them."""
    if language not in _HUNDRED:
        return
    below = {number: list(_below_hundred(language, number)) for number in range(100)}
    for number, words in below.items():
        for word in words:
            if number != 1 or language == "it":
                yield word, number
    hundred = _HUNDRED[language]
    for hundreds in range(1, 10):
        heads = [""] if hundreds == 1 else below[hundreds]
        heads = ["", "ein"] if language == "de" and hundreds == 1 else heads
        for head in heads:
            yield f"{head}{hundred}", hundreds * 100
            for rest in range(1, 100):
                for word in below[rest]:
                    yield f"{head}{hundred}{word}", hundreds * 100 + rest
                    if language == "de":
                        yield f"{head}{hundred}und{word}", hundreds * 100 + rest


def _below_hundred(language: str, number: int) -> Iterator[str]:
    if language == "it":
        yield _italian(number)
        return
    small, tens, joint = (_GERMAN, _GERMAN_TENS, "und") if language == "de" else (_DUTCH, _DUTCH_TENS, "en")
    if number < 20:
        word = small[number]
    else:
        ten = tens[number // 10 - 2]
        unit = "ein" if language == "de" and number % 10 == 1 else small[number % 10]
        word = ten if number % 10 == 0 else f"{unit}{joint}{ten}"
    yield word
    if language == "de" and ("funf" in word or "zwolf" in word):
        yield word.replace("funf", "fuenf").replace("zwolf", "zwoelf")


def _italian(number: int) -> str:
    if number < 20:
        return _ITALIAN[number]
    ten, unit = _ITALIAN_TENS[number // 10 - 2], number % 10
    if unit == 0:
        return ten
    return (ten[:-1] if unit in (1, 8) else ten) + _ITALIAN[unit]
