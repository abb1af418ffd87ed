"""`python -m bench.socket_server PORT`: the product's sockets in one process, which pushes when told to on its input.

A line `PUSHES SECONDS` pushes so often in that time, each to a couple; a line comes back with what that cost.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from pathlib import Path

import orjson

FILES = 8192


def serve(port: int) -> None:
    import django
    import uvicorn

    django.setup()
    from django.conf import settings
    from django.utils.module_loading import import_string

    application = import_string(settings.ASGI_APPLICATION)
    threading.Thread(target=_obey, daemon=True).start()
    uvicorn.run(application, host="127.0.0.1", port=port, lifespan="off", log_config=None, ws_max_size=16_384)


def _obey() -> None:
    from accounts.models import User
    from config.kernel.live import push

    people = list(User.objects.filter(email__startswith="socket").order_by("pk").values_list("pk", flat=True))
    for line in sys.stdin:
        pushes, seconds = (int(each) for each in line.split())
        began, computed = time.monotonic(), time.process_time()
        late = 0.0
        for number in range(pushes):
            due = began + seconds * number / pushes
            time.sleep(max(0.0, due - time.monotonic()))
            late = max(late, time.monotonic() - due)
            first = 2 * number % len(people)
            push(people[first : first + 2], "message:new", {"number": number, "sent": time.monotonic()})
        cost = {
            "seconds": time.monotonic() - began,
            "cpu": time.process_time() - computed,
            "late": late,
            "memory": memory_mb(),
        }
        sys.stdout.write(orjson.dumps(cost).decode() + "\n")
        sys.stdout.flush()


def memory_mb() -> float:
    """What the process holds now. 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def allow_files() -> None:
    """A socket is a file, and a shell often allows 1,024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard) if hard > 0 else FILES, hard))


if __name__ == "__main__":
    allow_files()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    serve(int(sys.argv[1]))
