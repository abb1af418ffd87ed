"""What the search finds of things: each sub-package registers its own."""

from __future__ import annotations

from purchases.core import searching as things_searching  # registers itself
from purchases.documents import searching as documents_searching  # registers itself

__all__ = ["documents_searching", "things_searching"]
