from __future__ import annotations

import json
import logging
import sys

from config.kernel.logs import JsonFormatter, TextFormatter, current_id


def _record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    record = logging.LogRecord("app", logging.WARNING, __file__, 1, message, args, None)
    vars(record).update(extra)
    return record


def test_json_lines_carry_the_requests_id_and_extras() -> None:
    token = current_id.set("request-1")
    try:
        line = json.loads(JsonFormatter().format(_record("took %d ms", 7, job="import")))
    finally:
        current_id.reset(token)
    assert (line["id"], line["message"], line["job"], line["level"]) == (
        "request-1",
        "took 7 ms",
        "import",
        "WARNING",
    )


def test_addresses_and_tokens_never_reach_the_log() -> None:
    try:
        raise ValueError("Key (email)=(ana@example.org) already exists, token eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln")
    except ValueError:
        record = _record("failed for ben@example.org with tup_Zk3f9Q-4711abcdef")
        record.exc_info = sys.exc_info()
    for formatter in (TextFormatter(), JsonFormatter()):
        line = formatter.format(record)
        assert "example.org" not in line
        assert "eyJzdWIi" not in line
        assert "4711abcdef" not in line
        assert "already exists" in line
