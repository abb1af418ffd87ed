"""Which files are ours to check: what git tracks or would track, less what a tool generates."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def own_files(*suffixes: str) -> Iterator[Path]:
    """Files with one of the suffixes, migrations aside; also new ones that are not committed yet."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        path = ROOT / name
        if path.suffix in suffixes and "migrations" not in path.parts and path.is_file():
            yield path


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{line}"
