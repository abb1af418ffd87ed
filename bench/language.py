"""Our part of the time to a model's first word: `python -m bench.language [anthropic|openai]`.

A service on this machine answers at once. Beside what a question through the product takes stands what a bare request
of the same takes; the difference is consent, limits, what is set aside, the record and the SDK.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from typing import Any

ROUNDS, WARM = 200, 20


def main(protocol: str) -> None:
    os.environ |= {"DATA_DIR": tempfile.mkdtemp(prefix="tuppence-bench-"), "DEMO": "off", "LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from accounts.models import User
    from tests.language_server import LanguageServer, says

    call_command("migrate", verbosity=0)
    settings.THROTTLES_ON = False
    server = LanguageServer()
    server.configure(settings, protocol, spend_person="1000", spend_instance="1000")
    server.plays(says("You spent €40.00 on groceries."))
    person, _is_new = User.objects.get_or_create(email="bench@example.org", defaults={"name": "Bench"})
    server.allow(person)
    asyncio.run(_compare(person, server.address, protocol))
    server.stop()


async def _compare(person: object, address: str, protocol: str) -> None:
    import httpx

    ours, bare = [], []
    async with httpx.AsyncClient() as client:
        for _ in range(ROUNDS + WARM):
            bare.append(await _bare(client, address, protocol))
            ours.append(await _ours(person))
    ours, bare = ours[WARM:], bare[WARM:]
    part = statistics.median(ours) - statistics.median(bare)
    print(f"{protocol}, {ROUNDS} questions, milliseconds to the first word:")
    for name, taken in (("through the product", ours), ("a bare request", bare)):
        print(f"  {name:20} p50 {statistics.median(taken):6.1f}   p95 {sorted(taken)[int(ROUNDS * 0.95)]:6.1f}")
    print(f"  our part             p50 {part:6.1f}")


async def _ours(person: object) -> float:
    from insights.language.contract import Request, Turn
    from insights.language.talking import converse

    request = Request(person, "assistant", "Be short.", (Turn("user", "How much?"),))  # type: ignore[arg-type]
    began = time.perf_counter()
    first = 0.0
    async for _event in converse(request):
        first = first or time.perf_counter() - began
    return first * 1000


async def _bare(client: Any, address: str, protocol: str) -> float:
    path = "/v1/messages" if protocol == "anthropic" else "/v1/chat/completions"
    began = time.perf_counter()
    body = {"stream": True, "messages": []}
    first = 0.0
    async with client.stream("POST", address + path, json=body) as answer:
        async for line in answer.aiter_lines():
            if "You" in line:
                first = first or time.perf_counter() - began
    return first * 1000


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "anthropic")
