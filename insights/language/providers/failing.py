"""What a failure of a provider means: a Reason to the person, and to us whether to try again or leave it alone."""

from __future__ import annotations

import json
import logging
from types import ModuleType
from typing import Any

from insights.language.contract import Reason

log = logging.getLogger(__name__)
# Our settings or our request are wrong, or the account is: somebody must know.
OURS = {400, 401, 402, 403, 404, 413, 422}
OF_THIS_REQUEST = {400, 413, 422}
TOO_MANY = 429
# An error that the stream itself tells comes with the status the stream began with, 200.
LEAST_ERROR = 400


class Failed(Exception):
    """`again`: another try may help at once, since the service was not reached or was too busy. `rests`: nobody should
    ask it for a while. `cost_unknown`: it may have begun, and bill for it.
    """

    def __init__(self, reason: Reason, *, again: bool = False, rests: bool = True, cost_unknown: bool = True) -> None:
        super().__init__(reason.value)
        self.reason, self.again, self.rests, self.cost_unknown = reason, again, rests, cost_unknown

    @property
    def may_pass(self) -> bool:
        """Whether it may be gone in some seconds: for callers who have them."""
        return self.again or self.cost_unknown


def failure_of(error: Exception, sdk: ModuleType, *, has_begun: bool) -> Failed:
    """`sdk` is anthropic or openai: both name their errors alike. In the midst of a stream what httpx2 raises comes
    through them raw, and a page of HTML is an AssertionError.
    """
    import httpx2

    if isinstance(error, Failed):
        return error
    if isinstance(error, (sdk.APITimeoutError, httpx2.TimeoutException, TimeoutError)):
        return Failed(Reason.TIMED_OUT)
    if isinstance(error, (sdk.APIConnectionError, httpx2.TransportError)):
        return Failed(Reason.BROKEN) if has_begun else Failed(Reason.REFUSED, again=True, cost_unknown=False)
    if isinstance(error, sdk.APIStatusError) and error.status_code >= LEAST_ERROR:
        return _of_status(error.status_code, error)
    log.warning("The language model's answer is not one: %s", type(error).__name__)
    return Failed(Reason.BROKEN)


def _of_status(status: int, error: Any) -> Failed:
    if status in OURS:
        log.error("The language model refuses us with %d: %s", status, str(error)[:300])
        return Failed(Reason.REFUSED, rests=status not in OF_THIS_REQUEST, cost_unknown=False)
    return Failed(Reason.REFUSED, again=status != TOO_MANY, cost_unknown=False)


def arguments_of(text: str) -> dict[str, Any]:
    """What the model wrote for a tool: an object, or the answer is broken. No arguments may be no text at all."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise Failed(Reason.BROKEN, rests=False) from None
    if not isinstance(found, dict):
        raise Failed(Reason.BROKEN, rests=False)
    return found
