from __future__ import annotations

import subprocess
import sys

from django.conf import settings

_CHILD = """
import time
import django
django.setup()
from config.kernel import children
children.end_with_parent()
time.sleep({seconds})
"""


def _child(seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _CHILD.format(seconds=seconds)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=settings.BASE_DIR)


def test_a_child_that_is_done_ends_well_while_its_parent_lives() -> None:
    child = _child(0.2)
    assert child.stderr is not None
    said = child.stderr.read()
    assert (child.wait(20), said) == (0, b"")


def test_a_child_ends_with_its_parent() -> None:
    child = _child(60)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(20) == 1
