"""Everything `make test` runs, with the seconds each part took.

Live tests start servers and browser tests hold an event loop, so both have a process of their own; the rest
runs in parallel. Arguments are handed to every part: `.venv/bin/python -m tools.run_tests -k money`.

`--coverage` does the first part alone and under measurement, which takes half as long again; it fails below the
least branch coverage.

A browser, a server and two cores keep time only so well: what fails among servers and in the browser is tried once
more against a server of its own, and said to be unsteady where that goes well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tools.sources import ROOT

LEAST_BRANCH_COVERAGE = 80
UNITS = "units, services, pages, API"
LIVE = "live processes and sockets"
BROWSER = "browser"
PARTS = {
    # Whoever has done his own takes over from the others: the dearest tests stand close together.
    UNITS: ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal", "-m", "not live and not browser"],
    LIVE: ["-m", "live and not browser"],
    BROWSER: ["-m", "browser", "-rs"],
}
UNSTEADY = {LIVE, BROWSER}
NOTHING_COLLECTED = 5
FAILED = 1


def run(name: str, arguments: list[str]) -> int:
    print(f"\n== {name}", flush=True)
    since = time.monotonic()
    code = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    print(f"== {name}: {time.monotonic() - since:.1f} s", flush=True)
    return code


def run_again(name: str, arguments: list[str]) -> int:
    """Only what failed just now."""
    code = run(f"{name}, what failed once more", [*arguments, "--last-failed", "--last-failed-no-failures", "none"])
    if code == 0:
        print(f"== {name}: UNSTEADY, see the failures above")
    return code


def measure_coverage(chosen: list[str]) -> int:
    """Whether the first part alone, all of it passing, reaches the least branch coverage; says the figure."""
    if code := run(UNITS, [*PARTS[UNITS], "--cov", "--cov-report=", *chosen]):
        return code
    report = [sys.executable, "-m", "coverage", "report", "--format=total"]
    total = subprocess.run(report, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()
    print(f"branch coverage {total} %, at least {LEAST_BRANCH_COVERAGE} %")
    return int(not total.isdigit() or int(total) < LEAST_BRANCH_COVERAGE)


def main(chosen: list[str]) -> int:
    if "--coverage" in chosen:
        return measure_coverage([argument for argument in chosen if argument != "--coverage"])
    where = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    print(f"make test on {where}, {'Redis' if os.environ.get('REDIS_URL') else 'in-process broker'}")
    # A part that collects nothing is a mistake, unless the caller chose the tests.
    allowed = {0, NOTHING_COLLECTED} if chosen else {0}
    started = time.monotonic()
    failed = []
    for name, arguments in PARTS.items():
        code = run(name, [*arguments, *chosen])
        if code == FAILED and name in UNSTEADY:
            code = run_again(name, [*arguments, *chosen])
        if code not in allowed:
            failed.append(name)
    verdict = f"{', '.join(failed)} failed" if failed else "all well"
    print(f"make test: {time.monotonic() - started:.1f} s, {verdict}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
