"""How often a model may be asked: 10 times a minute and 100 an hour a person, over all processes.

Jobs have as much again for themselves, so that none of them takes a person's questions away.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from accounts.models import User
from config.kernel.api.counters import counters
from insights.language.contract import Reason, Unavailable

LIMITS: Final = ((10, 60), (100, 3600))


def count_call(person: User, *, of_job: bool) -> None:
    """Raises Unavailable where it is one too many."""
    if not settings.THROTTLES_ON:
        return
    asker = "job" if of_job else "talk"
    for limit, seconds in LIMITS:
        count, _wait = counters().raise_by_one(f"language:{asker}:{seconds}:{person.pk}", seconds)
        if count > limit:
            raise Unavailable(Reason.TOO_OFTEN)
