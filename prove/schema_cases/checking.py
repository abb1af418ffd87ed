"""How schemathesis is set: what it makes, and what it holds against each answer."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextvars import ContextVar
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, Response
from schemathesis.config import SchemathesisConfig

# A body that the document allows is not refused with these: what they say, the document can say.
SAID_BY_THE_DOCUMENT = {
    "invalid_choice",
    "max_length",
    "max_value",
    "min_length",
    "min_value",
    "not_a_list",
    "null",
    "required",
    "unknown_field",
    "unknown_parameter",
}
# What no document can say: the options of a question stand in the import, a password is asked of those who have one, a
# percentage or an amount where the method is by it, the other account where a transfer recurs and a payee where none
# does, one of category and goal and not both, and of a device what its service has.
NOT_SAYABLE = {
    ("answer", "invalid_choice"),
    ("allocations.category", "required"),
    ("exceptions", "required"),
    ("exceptions.first_percent", "required"),
    ("first_percent", "required"),
    ("fixed_amount", "required"),
    ("password", "required"),
    ("payee", "required"),
    ("to_account", "required"),
    *((name, "required") for name in ("endpoint", "p256dh", "auth", "token")),
}
PHASES = ("examples", "coverage", "fuzzing", "stateful")
# Held by checks of ours instead: a document cannot say which currency, account or line there is.
OFF = ("positive_data_acceptance",)
_PLACE = re.compile(r"\.[0-9]+(?=\.|$)")
_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
others_ids: ContextVar[frozenset[bytes]] = ContextVar("others_ids", default=frozenset())


@schemathesis.check
def not_refused_for_its_form(ctx: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """What the document allows may be refused for what it says, never for its form.

    The body of a DELETE cannot be described: OpenAPI gives it no meaning before 3.1.
    """
    meta = case.meta
    if response.status_code != 400 or meta is None or not meta.generation.mode.is_positive:
        return None
    if case.method.upper() == "DELETE":
        return None
    refusals = [each for each in response.json()["errors"] if _named(each) not in NOT_SAYABLE]
    found = [each for each in refusals if each["attr"] and each["code"] in SAID_BY_THE_DOCUMENT]
    assert not found, f"allowed by the document and refused: {found[:3]}"
    return None


def _named(refusal: dict[str, Any]) -> tuple[str, str]:
    """Without the places in a list."""
    return _PLACE.sub("", refusal["attr"] or ""), refusal["code"]


@schemathesis.check
def nothing_of_others(ctx: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """No id of another person's thing in an answer, unless the request held it; and nothing done to one."""
    foreign = others_ids.get()
    asked = str(response.request.url).encode()
    assert response.status_code >= 400 or not foreign & set(_UUID.findall(asked)), "done to another person's thing"
    if response.status_code < 400:
        told = foreign & set(_UUID.findall(response.content))
        body = response.request.body or b""
        told -= set(_UUID.findall(body if isinstance(body, bytes) else str(body).encode()))
        assert not told, f"ids of another person's things: {sorted(told)[:3]}"
    return None


def settings_of(seed: int, examples: int, address: str, phases: Collection[str] = PHASES) -> SchemathesisConfig:
    """`examples`: random cases an operation, besides those its document calls for at its bounds."""
    configured: dict[str, Any] = {
        "seed": seed,
        "base-url": address,
        "workers": 1,
        "continue-on-failure": True,
        "request-timeout": 120,
        "cache": {"enabled": False},
        "generation": {"no-shrink": True, "max-examples": examples, "with-security-parameters": False},
        "checks": {name: {"enabled": False} for name in OFF},
        "phases": {name: {"enabled": name in phases} for name in PHASES},
        "warnings": False,
    }
    return SchemathesisConfig.from_dict(configured)
