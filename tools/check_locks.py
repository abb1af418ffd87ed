"""The locks name no registry, pin every name with hashes, and hold all that the `.in` files ask for."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.sources import ROOT

ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
REQUEST = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def problems_of(name: str, wanted: str, lock: str) -> Iterator[str]:
    """What is wrong with the text of a lock, given the text of its `.in` file."""
    for number, line in enumerate(lock.splitlines(), 1):
        if ADDRESS.search(line):
            yield f"{name}:{number} names an address"
    pins = {_plain(match[1]): match[0] for match in PIN.finditer(lock)}
    yield from (f"{name}: {pin} has no hash" for pin, block in pins.items() if "--hash=sha256:" not in block)
    for line in wanted.splitlines():
        request = REQUEST.match(line)
        if request and _plain(request[0]) not in pins:
            yield f"{name}: {request[0]} is asked for and not locked (make lock)"


def main() -> int:
    found = [
        problem
        for source in sorted(Path(ROOT, "requirements").glob("*.in"))
        for lock in [source.with_suffix(".txt")]
        for problem in problems_of(f"requirements/{lock.name}", source.read_text(), lock.read_text())
    ]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
