"""Failures to Sentry, where SENTRY_DSN names one: what broke and where in the code, and nothing of whom or of what.

An event is put together anew from the few parts named here, so that what a new version of the library adds stays.
Messages of exceptions are left out: a database quotes the row it refused.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.kernel.logs import current_id, redacted
from config.kernel.version import app_version

NEEDS = "{name} needs more than Tuppence does: sh tools/install.sh requirements/observe.txt"
_KEPT = ("event_id", "timestamp", "level", "platform", "logger", "release", "transaction")
_OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app")


def start(dsn: str) -> None:
    """Raises ImproperlyConfigured where the library is not installed."""
    try:
        import sentry_sdk
        from sentry_sdk.integrations.django import DjangoIntegration
        from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger
    except ImportError as error:
        raise ImproperlyConfigured(NEEDS.format(name="SENTRY_DSN")) from error
    sentry_sdk.init(
        dsn,
        release=f"tuppence@{app_version()}",
        default_integrations=False,
        # Failed jobs and whatever else is caught by us is logged with its exception.
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False), LoggingIntegration()],
        before_send=lambda event, hint: stripped(dict(event)),  # type: ignore[arg-type, return-value]
        max_breadcrumbs=0,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=None,
    )
    # An answer of 5xx, of which the exception has been told already.
    ignore_logger("django.request")


def stripped(event: dict[str, Any]) -> dict[str, Any]:
    """What of an event leaves this machine."""
    kept = {name: event[name] for name in _KEPT if event.get(name) is not None}
    kept["tags"] = {"id": current_id.get()}
    if told := event.get("logentry"):
        kept["logentry"] = {"message": redacted(str(told.get("message") or ""))}
    if broken := event.get("exception"):
        kept["exception"] = {"values": [_exception(each) for each in broken.get("values") or ()]}
    return kept


def _exception(given: dict[str, Any]) -> dict[str, Any]:
    frames = (given.get("stacktrace") or {}).get("frames") or ()
    return {
        "type": given.get("type"),
        "module": given.get("module"),
        "mechanism": {"type": "generic", "handled": bool((given.get("mechanism") or {}).get("handled"))},
        "stacktrace": {"frames": [{name: each.get(name) for name in _OF_A_FRAME} for each in frames]},
    }
