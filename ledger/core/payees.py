"""Payees made comparable: one key per merchant, one folded text for search.

`payee_key` is written with every transaction and serves learning, recurring payments, anomalies
and search, so a change to it needs a migration that recomputes the stored keys.
"""

import re
from typing import Final

from config.kernel.folding import fold as fold
from config.kernel.folding import search_text as search_text
from ledger.core.payee_noise import (
    AMBIGUOUS_LEGAL_FORMS,
    CITIES,
    COUNTRY_CODES,
    COURTESIES,
    CURRENCIES,
    LABELS_BEFORE_NUMBERS,
    LEADING_PHRASES,
    LEGAL_FORMS,
    LONG_COUNTRY_CODES,
)

PAYEE_KEY_MAX_LENGTH: Final = 120
# What is behind this many characters is reference, and the bound keeps hostile texts cheap.
_READ_AT_MOST: Final = 500

_PROCESSOR: Final = re.compile(
    r"\s*(?:sq|sqc|gosq|tst|sp|pp|ppl|py|paypal|sumup|zettle|iz|izettle|stripe|mollie|klarna|adyen|"
    r"payu|nyx|nya|crv|fs|dd|ls|bt|wl|eb|xsolla|fsprg|mp|mercadopago|pagseguro|pg|ebn|in|ezi)"
    r"[\s_-]{0,3}\*+\s*"
)
_AMAZON_REFERENCE: Final = re.compile(r"(am(?:zn|azon)[^*]{0,40})\*.*", re.DOTALL)
_HOST: Final = re.compile(
    r"(?<![\w.-])(?:[a-z0-9-]{1,63}\.){0,3}?([a-z0-9-]{2,63})\.(?:com?\.)?"
    r"(?:com|net|org|info|io|app|eu|co|uk|de|at|ch|fr|nl|be|es|it|pt|pl|cz|se|dk|no|fi|ie|us|ca|au|nz|br|"
    r"in|jp|tv|me)"
    r"(?![\w.-])(?:/\S*)?"
)
_DOTTED_LEGAL_FORM: Final = re.compile(
    r"(?<!\w)(?:s\.p\.a|s\.r\.l|s\.a\.s|s\.a|b\.v|n\.v|s\.l|s\.r\.o|d\.o\.o|s\.n\.c|a\.s|l\.l\.c|"
    r"sp\.? ?z ?o\.? ?o)(?!\.?\w)\.?"
)
_INITIALS: Final = re.compile(r"(?<![\w.])[a-z](?:\.[a-z]){1,5}(?!\w)\.?")
_WHEN: Final = re.compile(
    r"(?<![\w.,/-])(?!24/7(?!\d))(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\.?|\d{1,2}[:h]\d{2}(?::\d{2})?)"
    r"(?:t\d{2}:\d{2}(?::\d{2})?)?(?![\w/-])"
)
_SEPA_FIELD: Final = re.compile(r"(?<!\w)(?:eref|kref|mref|cred|debt|svwz|abwa|abwe|iban|bic)\+")
_SHORT_AMPERSAND: Final = re.compile(r"(?<!\w)(\w{1,2}) ?[&+] ?(\w{1,2})(?!\w)")
# Vowel signs of the Indic and Thai scripts are no \w, yet part of their words.
_TOKEN: Final = re.compile(r"[\w\u0900-\u0eff]+(?:&[\w]{1,2}(?!\w))?")
_NAMED_DAY: Final = re.compile(r"\d{1,2}(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\d{0,4}")
# A creditor's reference of ISO 11649, or letters and digits by turns: x0e6.
_REFERENCE: Final = re.compile(r"rf\d{2}|(?:[a-z]\d){2,}[a-z]?|(?:\d[a-z]){2,}\d?")
_NOWHERE_BUT_FIRST: Final = LEGAL_FORMS | CURRENCIES | COURTESIES
_APOSTROPHES: Final = str.maketrans({"'": None, "\u2019": None, "`": None, "_": " "})


def tokens_of(text: str) -> list[str]:
    """The words of a folded text; `h & m` and `h&m` are both the one word `h&m`."""
    text = text.translate(_APOSTROPHES)
    if "&" in text or "+" in text:
        text = _SHORT_AMPERSAND.sub(r"\1&\2", text)
    if "." in text:
        text = _INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    return _TOKEN.findall(text)


def payee_key(text: str) -> str:
    """What all payments to one payee have in common, 1 to 120 characters; empty for a blank text.

    Takes off what banks and terminals add: kinds of payment, processors, card and store numbers,
    dates, references, legal forms, and the place where it can be told from the name. Idempotent,
    linear in the text, about 5 microseconds.
    """
    folded = fold(text.strip()[:_READ_AT_MOST])
    tokens = tokens_of(_without_marks(folded)) or tokens_of(folded)
    if not tokens:
        return (" ".join(folded.split()) or text.strip())[:PAYEE_KEY_MAX_LENGTH].strip()
    tokens = _first_that_fit(tokens)
    kept = _without_noise(tokens)
    while kept and (again := _without_noise(kept)) != kept:
        kept = again
    return " ".join(kept or tokens)[:PAYEE_KEY_MAX_LENGTH]


def _without_marks(folded: str) -> str:
    """Without what is recognised by its punctuation; such marks do not survive `tokens_of`."""
    if "*" in folded:
        folded = _PROCESSOR.sub("", folded, count=1) if _PROCESSOR.match(folded) else folded
        folded = _AMAZON_REFERENCE.sub(r"\1", folded)
    if "+" in folded:
        folded = _SEPA_FIELD.sub(" ", folded)
    if "." in folded:
        folded = _HOST.sub(_name_of_host, folded)
        folded = _DOTTED_LEGAL_FORM.sub(" ", folded)
    return _WHEN.sub(" ", folded)


def _name_of_host(host: re.Match[str]) -> str:
    """`amazon` of www.amazon.co.uk; nothing when the text has said that name already."""
    name = host.group(1)
    return " " if name in host.string[: host.start()] else f" {name} "


def _first_that_fit(tokens: list[str]) -> list[str]:
    """As many tokens as fit into a key; cut here, because a later cut could make new noise."""
    length = 0
    for position, token in enumerate(tokens):
        length += len(token) + (position > 0)
        if length > PAYEE_KEY_MAX_LENGTH:
            return tokens[:position] or [token[:PAYEE_KEY_MAX_LENGTH]]
    return tokens


def _without_noise(tokens: list[str]) -> list[str]:
    """One round of stripping; what one round uncovers is left to the next."""
    kept: list[str] = []
    saw_number = False
    for token in tokens[_leading_noise(tokens) :]:
        if token.isalpha():
            if not kept or token not in _NOWHERE_BUT_FIRST:
                kept.append(token)
        elif _is_number(token, first=not kept):
            saw_number = True
            if kept and kept[-1] in LABELS_BEFORE_NUMBERS and (len(kept) > 1 or kept[-1] == "card"):
                kept.pop()
        else:
            kept.append(token)
    _drop_place(kept, saw_number=saw_number)
    return kept


def _leading_noise(tokens: list[str]) -> int:
    """How many of the first tokens only say how was paid; always leaves one."""
    start = 0
    while phrases := LEADING_PHRASES.get(tokens[start]):
        for phrase in phrases:
            end = start + len(phrase)
            if end < len(tokens) and tuple(tokens[start:end]) == phrase:
                start = end
                break
        else:
            break
    return start


def _is_number(token: str, *, first: bool) -> bool:
    """Whether the token is a number, a day or a reference rather than part of a name (o2, 7 eleven)."""
    digits = sum(map(str.isdigit, token))
    if digits == 0:
        return False
    if digits == len(token):
        return digits >= 3 or not first
    if first:
        return digits >= 6 or _NAMED_DAY.fullmatch(token) is not None
    if digits >= 3 or (digits == 2 and len(token) >= 6):
        return True
    return _NAMED_DAY.fullmatch(token) is not None or _REFERENCE.fullmatch(token) is not None


def _drop_place(kept: list[str], *, saw_number: bool) -> None:
    """Take city, state, country and legal form off the end, never the first word.

    A city alone proves nothing (`hotel berlin`): it goes only behind a store number or before
    a code of its country or state.
    """
    is_place = saw_number
    while len(kept) > 1:
        last = kept[-1]
        if last in LONG_COUNTRY_CODES or (
            last in COUNTRY_CODES and (is_place or (len(kept) > 2 and kept[-2] in CITIES))
        ):
            is_place = True
        elif last not in AMBIGUOUS_LEGAL_FORMS and not (is_place and last in CITIES):
            return
        kept.pop()
