"""One whole way through the API: every operation is done once so that it succeeds, each answer held to the document.

Random cases rarely hit upon a file with a question, a proposal to take back and a rule to apply, all in their order.
"""

from __future__ import annotations

from typing import Any

from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth

from prove.outcome import Outcome
from prove.schema_cases.document import loaded
from prove.schema_cases.identities import Identity

_SHOWN = 500


class Lost(Exception):
    """A step did not succeed: what comes after it has nothing to stand on."""


class Way:
    """Does operations by their method and path in the document. `partner` does what only the other of two may."""

    def __init__(
        self,
        identity: Identity,
        config: SchemathesisConfig,
        outcome: Outcome,
        app: Any = None,
        *,
        partner: Identity | None = None,
    ) -> None:
        self._identity = identity
        self.partner = Way(partner, config, outcome, app) if partner else self
        self._schema = loaded(config, app)
        self._outcome = outcome

    def go(self, method: str, path: str, body: Any = None, *, query: dict[str, Any] | None = None, **ids: Any) -> Any:
        """What was answered: an object, or the bytes of what is no JSON. `ids` fill the path.

        Raises:
            Lost: it was refused. What the document does not describe is a failure, and the way goes on.
        """
        operation = self._schema[f"/api/v1/{path}"][method]
        sent: dict[str, Any] = {}
        if body is not None:
            media_type = "multipart/form-data" if _holds_a_file(body) else "application/json"
            sent = {"body": body, "media_type": media_type}
        case = operation.Case(path_parameters=ids, query=query or {}, **sent)
        response = case.call(headers={"Authorization": self._identity.authorization})
        self._outcome.happened(operation.label, str(response.status_code))
        self._outcome.figures["steps of the way through every operation"] += 1
        if response.status_code >= 400:
            raise Lost(f"{operation.label}: {response.status_code} {response.text[:_SHOWN]}")
        try:
            case.validate_response(response, excluded_checks=[ignored_auth])
        except FailureGroup as found:
            for each in found.exceptions:
                self._outcome.fail(f"{operation.label}: {type(each).__name__}", " ".join(str(each).split())[:_SHOWN])
        kind = response.headers.get("content-type", [""])[0]
        return response.json() if "json" in kind and response.content else response.content

    def log_in_elsewhere(self) -> None:
        self._identity.log_in_elsewhere()


def _holds_a_file(body: Any) -> bool:
    return isinstance(body, dict) and any(isinstance(each, bytes) for each in body.values())
