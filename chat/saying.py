"""The form of a new entry is filled from a sentence: registered where the ledger asks for it."""

from __future__ import annotations

from accounts.models import User
from chat.extracting import extract_expense
from ledger.core import saying
from ledger.core.saying import Said


def read_for_ledger(person: User, text: str) -> Said:
    """Four queries; nothing is saved."""
    found = extract_expense(person=person, text=text, reference_date=None, default_currency=None, locale=None)
    said = found.sentence
    category = found.category.id if found.category else None
    return Said(said.amount, said.currency, said.date, said.payee or "", said.kind, category)


saying.register(read_for_ledger)
