"""What a proof has seen: figures that add up over its processes, the largest of others, and every failure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_NAMED = 3


@dataclass(slots=True)
class Outcome:
    """`figures` are summed; `most` are maxima, with the case, over the processes of one proof.

    `failures` are by what went wrong, each with the cases in which it did; none means that the proof holds. `table` is
    what happened how often, by what it happened to.
    """

    figures: Counter[str] = field(default_factory=Counter)
    most: dict[str, tuple[float, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)
    table: dict[str, Counter[str]] = field(default_factory=dict)

    def at_most(self, name: str, value: float, case: str = "") -> None:
        self.most[name] = max((value, case), self.most.get(name, (value, case)))

    def happened(self, to: str, what: str) -> None:
        self.table.setdefault(to, Counter())[what] += 1

    def fail(self, what: str, case: str) -> None:
        self.failures.setdefault(what, []).append(case)

    def add(self, other: Outcome) -> None:
        self.figures.update(other.figures)
        for name, (value, case) in other.most.items():
            self.at_most(name, value, case)
        self.notes += other.notes
        for what, cases in other.failures.items():
            self.failures.setdefault(what, []).extend(cases)
        for to, counted in other.table.items():
            self.table.setdefault(to, Counter()).update(counted)

    def lines(self) -> list[str]:
        """As Markdown: a list of figures, then each failure with its first cases, then the table."""
        found = [f"- {name}: {number:,}" for name, number in sorted(self.figures.items())]
        found += [
            f"- {name}, at most: {number:,.2f} {case}".rstrip() for name, (number, case) in sorted(self.most.items())
        ]
        found += [f"- {note}" for note in self.notes]
        for what, cases in self.failures.items():
            more = f" and {len(cases) - _NAMED} more" if len(cases) > _NAMED else ""
            found.append(f"- FAILED: {what}: {'; '.join(cases[:_NAMED])}{more}")
        return found + self._table_lines()

    def _table_lines(self) -> list[str]:
        columns = sorted({what for counted in self.table.values() for what in counted})
        rows = [[to, *(f"{counted[each]:,}" for each in columns)] for to, counted in sorted(self.table.items())]
        head = [["", *columns], ["---", *("---:" for _ in columns)]] if rows else []
        return ["", *(f"| {' | '.join(cells)} |" for cells in (*head, *rows))] if rows else []
