"""`python -m bench [--sizes N ...] [--imports|--sockets|--searches|--things|--insights] [--evidence]`.

On the stores of DATABASE_URL, else SQLite.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--imports", action="store_true", help="only the rows about importing files")
    arguments.add_argument("--sockets", action="store_true", help="only the row about open sockets")
    arguments.add_argument("--searches", action="store_true", help="only the rows about searching")
    arguments.add_argument("--things", action="store_true", help="only the rows about things that were bought")
    arguments.add_argument("--insights", action="store_true", help="only the rows about insights")
    arguments.add_argument("--rows", type=int, default=100_000, help="lines of the file that is imported")
    arguments.add_argument("--evidence", action="store_true", help="write the table to docs/evidence/")
    arguments.add_argument("--step", nargs=2, metavar=("STEP", "FILE"), help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    _set_up(os.environ["DATA_DIR"] if chosen.step else tempfile.mkdtemp(prefix="tuppence-bench-"))
    started = time.monotonic()
    if chosen.step:
        from bench.importing import one_step

        one_step(*chosen.step)
        return
    from bench.table import run, run_insights, run_searches, run_sockets, run_things

    if chosen.sockets:
        run_sockets()
    elif chosen.things:
        run_things()
    elif chosen.insights:
        run_insights(sorted(chosen.sizes))
    elif chosen.searches:
        run_searches(sorted(chosen.sizes))
    else:
        sizes = [] if chosen.imports else sorted(chosen.sizes)
        run(sizes=sizes, import_rows=chosen.rows, keep_evidence=chosen.evidence)
    print(f"{time.monotonic() - started:.0f} s in all")


def _set_up(data_dir: str) -> None:
    os.environ["DATA_DIR"] = data_dir
    os.environ["DEMO"] = "off"
    os.environ["REDIS_URL"] = ""
    # One backend, so that its CPU is all the database spends.
    os.environ["DB_POOL_MAX"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
