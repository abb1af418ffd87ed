"""Which code page of one byte a letter a text was written in: the one whose words are of one language.

Detectors compare how often bytes occur, and a bank's file holds few letters beyond ASCII: two umlauts were taken for
Greek. Here each word with such a letter is asked whether it can be a word of a language written in that code page.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"[^\s\d\x00-\x26\x28-\x40\x5b-\x60\x7b-\x7f]+")
_QUOTES = "’‘“”„–—…€«»·°ºª"
_MOST_WORDS = 2000
# In the order of preference where a text could be either: code page, letters beyond ASCII of one language.
_LATIN = (
    ("cp1252", "äöüß"),
    ("cp1252", "éèêëàâîïôûùüçœæ"),
    ("cp1252", "áéíóúüñ"),
    ("cp1252", "àèéìòùî"),
    ("cp1252", "áâãàçéêíóôõúü"),
    ("cp1252", "éëïöüóèê"),
    ("cp1252", "åäöéæøüèáàô"),
    ("cp1252", "áéíóúýþæöð"),
    ("cp1252", "äöüõšž"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "čćđšž"),
    ("cp1250", "ăâîşţ"),
    ("cp1254", "çğıöşüâîİ"),
    ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "āčēģīķļņšūž"),
    ("iso8859-2", "ąćęłńóśźż"),
    ("iso8859-2", "áčďéěíňóřšťúůýžĺľôŕäđć"),
)
_FEW_WORDS = 2
_LAST_LATIN = "\u024f"
_WRITTEN_LATIN = ("cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-9")
_SELDOM = ("iso8859-10", "iso8859-13", "iso8859-14", "iso8859-16", "cp1006")


def is_latin(page: str) -> bool:
    """Whether a code page is one of Latin letters, or one so seldom that it is a mistake for them."""
    return page in _WRITTEN_LATIN or page in _SELDOM


def latin_page(data: bytes, guess: str) -> str:
    """The code page in which most words can be words of a language; the guess where it does as well as any."""
    pages = dict.fromkeys(name for name, _ in _LATIN)
    fit = {name: _fitting(data.decode(name, errors="replace"), name) for name in pages}
    best = max(fit, key=lambda name: fit[name])
    few = guess not in ("cp1250", "cp1254") and len(_odd_words(data.decode("cp1252", errors="replace"))) < _FEW_WORDS
    return best if few or fit.get(guess, -1) < fit[best] else guess


def all_fit(data: bytes, page: str) -> bool:
    """Whether each word with a letter beyond ASCII can be one of a language written in this code page."""
    text = data.decode(page, errors="replace")
    return _fitting(text, page) == len(_odd_words(text))


def _fitting(text: str, page: str) -> int:
    languages = [letters for name, letters in _LATIN if name == page]
    return sum(any(_is_word(word, letters) for letters in languages) for word in _odd_words(text))


def mixes_scripts(text: str) -> bool:
    """Whether words hold a letter of the alphabet beside one of no Latin script, as misread umlauts do."""
    words = _odd_words(text)
    mixed = [
        w for w in words if any(c.isascii() and c.isalpha() for c in w) and any(c > "\u024f" and c.isalpha() for c in w)
    ]
    return len(mixed) * 3 > len(words)


def _odd_words(text: str) -> list[str]:
    found = (word.strip(_QUOTES) for word in _WORDS.findall(text))
    return list(dict.fromkeys(word for word in found if not word.isascii()))[:_MOST_WORDS]


def _is_word(word: str, letters: str) -> bool:
    if word == "£" or (len(word) == 1 and word.isupper()):
        return word == "£"
    beyond = [c for c in word if not c.isascii() and c not in _QUOTES]
    return len(beyond) * 2 <= len(word) + 1 and all(c.lower() in letters or c in letters for c in beyond)
