"""The connection of worker, schedule and senders to the broker: it tries again each second, not ever more seldom."""

from __future__ import annotations

from typing import Any

from celery.app.amqp import AMQP
from kombu import Connection

TRY_AGAIN_SECONDS = 1


class SteadyConnection(Connection):
    def _ensure_connection(self, *arguments: Any, **options: Any) -> Any:
        """As the library's, which waits half a minute between two tries of a broker that was away for minutes."""
        steady = {"interval_start": TRY_AGAIN_SECONDS, "interval_step": 0, "interval_max": TRY_AGAIN_SECONDS}
        return super()._ensure_connection(*arguments, **(options | steady))


class SteadyAMQP(AMQP):
    Connection = SteadyConnection
