"""Categories of files as paths: 'Family:Child', a ':' or '\\' within a name behind a '\\'."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME_LENGTH = 100
_STEP = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\([\\:])")


def join_path(names: Iterable[str]) -> str:
    """The path of names from the family down; empty ones are left out."""
    plain = (" ".join(name.split())[:_NAME_LENGTH].strip() for name in names)
    return ":".join(name.replace("\\", "\\\\").replace(":", "\\:") for name in plain if name)


def split_path(path: str) -> list[str]:
    return [name for part in _STEP.split(path) if (name := _ESCAPED.sub(r"\1", part).strip())]
