"""`python -m bench [--sizes N ...] [--evidence]`: on the database of DATABASE_URL, else SQLite in a new folder."""

from __future__ import annotations

import argparse
import os
import tempfile
import time


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--evidence", action="store_true", help="write the table to docs/evidence/")
    chosen = arguments.parse_args()
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tuppence-bench-")
    os.environ["DEMO"] = "off"
    os.environ["REDIS_URL"] = ""
    # One backend, so that its CPU is all the database spends.
    os.environ["DB_POOL_MAX"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench.table import run

    started = time.monotonic()
    run(sizes=sorted(chosen.sizes), keep_evidence=chosen.evidence)
    print(f"{time.monotonic() - started:.0f} s in all")


if __name__ == "__main__":
    main()
