"""Places between two commits where the proofs end the process as a power cut would; see `python -m prove kill`."""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "KILL_AT"
# How often each place was passed in this process: what the rig learns the names from.
passed: Counter[str] = Counter()


def point(name: str) -> None:
    """Do nothing, unless the environment says KILL_AT=`name`, or `name`#3 for the third time it is passed."""
    passed[name] += 1
    wanted, _, time = os.environ.get(VARIABLE, "").partition("#")
    if wanted == name and passed[name] == int(time or 1):
        os.kill(os.getpid(), signal.SIGKILL)
