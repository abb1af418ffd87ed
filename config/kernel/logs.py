"""One line per happening, as text or JSON, each with the id of the request or job it belongs to.

Never bodies, query strings, tokens or addresses of people: what slips into a message of somebody else's code
(a database error quotes the row it refused) is blacked out on the way.
"""

from __future__ import annotations

import logging
import logging.config
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypedDict

import orjson

NO_ID = "-"
current_id: ContextVar[str] = ContextVar("current_id", default=NO_ID)

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "request",
    "server_time",
}
# Anchored on the one character each must contain, so that a long message without it costs a single scan.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_KEY = re.compile(r"\btup_[\w-]{8,}")
_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+")


class Settings(TypedDict):
    level: str
    format: str


def redacted(text: str) -> str:
    """The text without e-mail addresses, JSON web tokens and API keys."""
    if "@" in text:
        text = _MAIL.sub("[address]", text)
    if "eyJ" in text:
        text = _TOKEN.sub("[token]", text)
    if "tup_" in text:
        text = _KEY.sub("[key]", text)
    return text


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _PLAIN}


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        extras = "".join(f" {name}={value}" for name, value in _extras(record).items())
        line = f"{at} {record.levelname:<7} {current_id.get()} {record.name}: {record.getMessage()}{extras}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redacted(line)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "id": current_id.get(),
            "message": record.getMessage(),
            **_extras(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return redacted(orjson.dumps(line, default=str).decode())


class OnlyFailures(logging.Filter):
    """Without the answers 503 nobody failed at: a part that is about to end says so each second it is asked."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.exc_info is not None or getattr(record, "status_code", None) != 503


def configure(chosen: Settings) -> None:
    """Called by Django with settings.LOGGING."""
    formatter = JsonFormatter if chosen["format"] == "json" else TextFormatter
    quiet = {"level": "WARNING"}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": formatter}},
            "filters": {"failures": {"()": OnlyFailures}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": chosen["level"]},
            "loggers": {
                # A refused request is in our own request line already, and so is a 503 that was meant.
                "django.request": {"level": "ERROR", "filters": ["failures"]},
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                "celery": quiet,
                "kombu": quiet,
                "asyncio": quiet,
                "httpx": quiet,
                "uvicorn": quiet,
                "uvicorn.access": {"level": "CRITICAL"},
                "websockets": quiet,
            },
        }
    )
