"""`python -m prove [names] [--evidence]`: on the server of DATABASE_URL, else on SQLite; in databases of its own."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from prove.outcome import Outcome
from prove.processes import run_in_processes

ROOT = Path(__file__).resolve().parent.parent
# The proofs, and in how many processes each is done.
PROOFS = {
    "fuzz": 2,
    "walk": 2,
    "kill": 2,
    "layout": 1,
    "race": 1,
    "cents": 2,
    "couple": 1,
    "detection": 1,
    "load": 1,
    "backup": 2,
    "doors": 1,
    "faults": 1,
    "once": 1,
    "people": 1,
    "recurring": 2,
    "refresh": 1,
    "routes": 2,
    "schema": 2,
    "upgrade": 1,
}


def main() -> int:
    arguments = argparse.ArgumentParser(prog="prove", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(PROOFS)}; all without one")
    arguments.add_argument("--evidence", action="store_true", help="write what was seen to docs/evidence/")
    arguments.add_argument("--scale", type=float, default=1.0, help="0.01 for a hundredth of the work")
    arguments.add_argument("--seed", type=int, help="repeat one case of one proof, in this process")
    chosen = arguments.parse_args()
    names = chosen.names or list(PROOFS)
    if unknown := set(names) - set(PROOFS):
        arguments.error(f"no such proof: {', '.join(sorted(unknown))}")
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    outcomes = {name: _prove(name, chosen.scale, chosen.seed, database) for name in names}
    if chosen.evidence:
        _keep(outcomes, chosen.scale, database)
    return any(each.failures for each in outcomes.values())


def _prove(name: str, scale: float, seed: int | None, database: str) -> Outcome:
    print(f"## {name} on {database}", flush=True)
    started = time.monotonic()
    parts = 1 if seed is not None else PROOFS[name]
    outcome = run_in_processes(name, parts, scale, seed)
    outcome.notes.append(f"{time.monotonic() - started:.0f} s in {parts} processes")
    print("\n".join(outcome.lines()), flush=True)
    return outcome


def _keep(outcomes: dict[str, Outcome], scale: float, database: str) -> None:
    """Each proof has one section in its database's file; its latest run takes the place of the one before."""
    path = ROOT / "docs" / "evidence" / f"prove-{database.lower()}.md"
    sections: dict[str, str] = {}
    if path.exists():
        for section in path.read_text().split("\n## ")[1:]:
            sections[section.partition(":")[0]] = section.rstrip()
    for name, outcome in outcomes.items():
        sections[name] = _section(name, outcome, scale)
    head = f"# What `python -m prove NAME --evidence` has shown on {database}\n"
    path.write_text("\n".join([head, *[f"## {sections[name]}\n" for name in sorted(sections)]]))
    print(f"written to {path.relative_to(ROOT)}")


def _section(name: str, outcome: Outcome, scale: float) -> str:
    verdict = "FAILED" if outcome.failures else "holds"
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores at load {os.getloadavg()[1]:.0f}"
    how = f"scale {scale:g}, Python {platform.python_version()}"
    return "\n".join([f"{name}: {verdict}", "", f"{when}, {how}", "", *outcome.lines()])


if __name__ == "__main__":
    sys.exit(main())
