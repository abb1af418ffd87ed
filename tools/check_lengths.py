"""Files of at most 400 lines and functions of at most 60."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.sources import own_files, place

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def long_functions(source: str) -> Iterator[tuple[int, str, int]]:
    """First line, name and length of every function over the limit; decorators and docstring count."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            length = (node.end_lineno or first) - first + 1
            if length > LONGEST_FUNCTION:
                yield first, node.name, length


def problems_of(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > LONGEST_FILE:
        yield f"{place(path, 1)} has {lines} lines, {LONGEST_FILE} are allowed"
    if path.suffix == ".py":
        for line, name, length in long_functions(text):
            yield f"{place(path, line)} {name} has {length} lines, {LONGEST_FUNCTION} are allowed"


def main() -> int:
    problems = [problem for path in own_files(".py", ".css", ".js", ".html") for problem in problems_of(path)]
    print("\n".join(problems), end="\n" if problems else "")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
