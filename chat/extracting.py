"""An expense from a sentence: what the reader understood, under the category that this person would choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from accounts.models import User
from chat.sentences.reading import Sentence, read_sentence
from ledger.core import categoriser
from ledger.core.categoriser import Question, Suggested
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.models import Transaction
from ledger.core.system_categories import system_category_id

Source = Transaction.CategorySource
THEIR_OWN: Final = frozenset({Source.RULE.value, Source.LEARNED.value})
_SURE_ENOUGH: Final = Decimal("0.50")


@dataclass(frozen=True, slots=True)
class Extracted:
    """`category` is one the person may use; `source` says what it was chosen by, as `Transaction.CategorySource`.

    `by_model`: a language model read it; `why_local` says why none did where one could have told more.
    """

    sentence: Sentence
    category: CategoryNode | None
    confidence: Decimal
    source: str
    reason: str
    by_model: bool = False
    why_local: str = ""


def extract_expense(
    *, person: User, text: str, reference_date: date | None, default_currency: str | None, locale: str | None
) -> Extracted:
    """Read up to 500 characters; nothing is saved. What is not said of the reading is the person's own.

    The category: the person's rules and what they taught come first, then the words of the sentence. Four queries,
    however much there is.
    """
    sentence = read_sentence(
        text,
        reference_date=reference_date or person.today,
        default_currency=default_currency or person.currency,
        locale=locale or person.locale,
    )
    tree = category_tree(person)
    said = " ".join(sentence.words)
    payee, notes = (sentence.payee, said) if sentence.payee else (said, "")
    (taught,) = categoriser.current().suggest_many(person, [Question(payee, notes, sentence.kind, sentence.amount)])
    if taught is not None and _is_their_own(taught, tree.get(taught.category_id)):
        node = tree.get(taught.category_id)
        if node is not None and node.is_active:
            return Extracted(sentence, node, taught.confidence, taught.source, taught.reason)
    known = tree.get(system_category_id(sentence.category)) if sentence.category else None
    if known is None or not known.is_active:
        return Extracted(sentence, None, Decimal(0), Source.NONE.value, "")
    return Extracted(sentence, known, sentence.confidence["category"], Source.KEYWORD.value, "")


def _is_their_own(taught: Suggested, node: CategoryNode | None) -> bool:
    """A rule, a choice of theirs for this payee or much like it, or what everybody knows under a name of their own."""
    if taught.source in THEIR_OWN:
        return True
    is_alike = taught.source == Source.SIMILAR.value and taught.confidence >= _SURE_ENOUGH
    return is_alike or (node is not None and not node.is_system)
