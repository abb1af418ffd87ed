"""`make client`: the TypeScript client, its packages fetched and its types generated where something has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.sources import ROOT

CLIENT = ROOT / "clients" / "typescript"
PACKAGES = CLIENT / "node_modules" / ".package-lock.json"
BUILT = CLIENT / "dist" / ".built"


def newest(paths: Iterable[Path]) -> float:
    return max((path.stat().st_mtime for path in paths if path.is_file()), default=0.0)


def is_older(made: Path, sources: Iterable[Path]) -> bool:
    return not made.exists() or made.stat().st_mtime < newest(sources)


def sources() -> list[Path]:
    """What the build reads; its own folder of generated types aside."""
    written = [path for path in (CLIENT / "src").rglob("*") if "generated" not in path.parts]
    return [*written, *CLIENT.glob("scripts/*"), *CLIENT.glob("*.json"), *CLIENT.glob("test/**/*"), ROOT / "schema.yml"]


def npm(*arguments: str) -> None:
    """Raises CalledProcessError. Nothing of a make around it is handed on."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(["npm", *arguments], cwd=CLIENT, env=environment, check=True)


def build() -> None:
    """Does nothing where nothing changed since the last time."""
    if is_older(PACKAGES, [CLIENT / "package-lock.json"]):
        npm("ci", "--no-progress")
    if is_older(BUILT, [*sources(), PACKAGES]):
        npm("run", "--silent", "build")
        BUILT.touch()


if __name__ == "__main__":
    try:
        build()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The client could not be built: {error}. It needs node 20 or newer and npm.")
