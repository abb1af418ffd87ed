from partnerships.statements.services.contributing import mark_contribution, roll_up, roll_up_all, unmark_contribution
from partnerships.statements.services.halves import book_half, candidates
from partnerships.statements.services.settling import settle, undo_settlement

__all__ = [
    "book_half",
    "candidates",
    "mark_contribution",
    "roll_up",
    "roll_up_all",
    "settle",
    "undo_settlement",
    "unmark_contribution",
]
