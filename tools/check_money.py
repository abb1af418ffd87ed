"""No SQL arithmetic between a column and a bare number.

A MoneyField column holds 1/10,000 of the unit, and a bare literal is not scaled:
`F("balance") + Decimal("0.25")` silently adds 0.000025 on SQLite. `Value(x, output_field=MoneyField())` is
right; columns that only count are named here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tools.sources import own_files, place

COUNTERS = frozenset(
    {
        "version",
        "times",
        "live_seq",
        "attempts",
        "sort_order",
        "hits",
        "count",
        "used_count",
        "settled_count",
        "place",
        "failures",
        "updated",
        "documents",
    }
)
NUMBERS = frozenset({"Decimal", "float", "int"})


def _column(node: ast.expr) -> str | None:
    """The name inside `F("name")`, also through arithmetic with other columns."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if called == "F" and node.args and isinstance(node.args[0], ast.Constant):
            return str(node.args[0].value)
    if isinstance(node, ast.BinOp):
        return _column(node.left) or _column(node.right)
    return None


def _is_expression(node: ast.expr) -> bool:
    """Whether Django knows the operand's field: another column, or a call such as Value, Sum or Coalesce."""
    if isinstance(node, ast.BinOp):
        return _is_expression(node.left) and _is_expression(node.right)
    if not isinstance(node, ast.Call):
        return False
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if called == "Value":
        return any(keyword.arg == "output_field" for keyword in node.keywords)
    return called not in NUMBERS


def bare_arithmetic(source: str) -> Iterator[tuple[int, str]]:
    """Line and column name of every `F(...)` that meets a plain number or name in arithmetic."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.BinOp):
            continue
        for column_side, other in ((node.left, node.right), (node.right, node.left)):
            name = _column(column_side)
            if name is not None and name.split("__")[-1] not in COUNTERS and not _is_expression(other):
                yield node.lineno, name
                break


def main() -> int:
    found = [
        f'{place(path, line)} F("{name}") meets a bare number: Value(..., output_field=MoneyField())'
        for path in own_files(".py")
        for line, name in bare_arithmetic(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
