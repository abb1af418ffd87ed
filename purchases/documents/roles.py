"""What a paper probably is, where nobody has said it yet."""

from __future__ import annotations

from typing import Final

from purchases.documents.cleaning import PDF
from purchases.documents.models import Document
from purchases.documents.services import Paper

# A receipt has one or two pages; what has so many is read when something does not work.
PAGES_OF_A_MANUAL: Final = 8


def likely_role(paper: Paper, *, is_first: bool) -> str:
    """`is_first`: nothing hangs yet where it is to hang, so that it is most likely the receipt."""
    if paper.read.get("amount"):
        return Document.Role.RECEIPT
    if paper.look is not None and (paper.look.pages or 0) >= PAGES_OF_A_MANUAL:
        return Document.Role.MANUAL
    if is_first:
        return Document.Role.RECEIPT
    return Document.Role.OTHER if paper.kind == PDF else Document.Role.PHOTO
