"""Everything `make check` holds, with the seconds each part took. All parts run, even after one failed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tools.sources import ROOT, own_files

PYTHON = sys.executable
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def checks() -> dict[str, list[str]]:
    templates = [str(path.relative_to(ROOT)) for path in own_files(".html")]
    return {
        "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lengths": [PYTHON, "-m", "tools.check_lengths"],
        "money in SQL": [PYTHON, "-m", "tools.check_money"],
        "templates and the content policy": [PYTHON, "-m", "tools.check_templates"],
        "locks": [PYTHON, "-m", "tools.check_locks"],
        "djade": [str(Path(PYTHON).with_name("djade")), "--check", *templates],
        "import layers": [PYTHON, "-c", LINT_IMPORTS],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "deployment settings": [PYTHON, "-m", "tools.check_deploy"],
        "mypy strict": [PYTHON, "-m", "mypy", "."],
    }


def main() -> int:
    failed: list[str] = []
    started = time.monotonic()
    for name, command in checks().items():
        since = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        outcome = "failed" if done.returncode else "ok"
        print(f"{outcome:>6}  {time.monotonic() - since:6.1f} s  {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    verdict = f"{', '.join(failed)} failed" if failed else "all well"
    print(f"make check: {time.monotonic() - started:.1f} s, {verdict}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
