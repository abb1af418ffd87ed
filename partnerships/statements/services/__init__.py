from partnerships.statements.services.contributing import (
    can_unmark,
    mark_contribution,
    roll_up,
    roll_up_all,
    unmark_contribution,
)
from partnerships.statements.services.halves import book_half, candidates, release_half
from partnerships.statements.services.settling import settle, undo_settlement

__all__ = [
    "book_half",
    "can_unmark",
    "candidates",
    "mark_contribution",
    "release_half",
    "roll_up",
    "roll_up_all",
    "settle",
    "undo_settlement",
    "unmark_contribution",
]
