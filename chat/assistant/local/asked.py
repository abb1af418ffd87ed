"""What a question was understood as, and whom it was read for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.core.category_tree import CategoryTree


@dataclass(frozen=True, slots=True)
class Asked:
    """A tool by name and what it is asked with."""

    tool: str
    arguments: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"tool": self.tool, "arguments": dict(self.arguments)}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom and when a question is read for. `partner` is what the other one is called, '' without one."""

    today: date
    currency: str
    locale: str
    partner: str
    tree: CategoryTree
