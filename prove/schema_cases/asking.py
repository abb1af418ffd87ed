"""One identity's cases of one seed: sent, and what was answered counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from schemathesis import AuthContext, Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from prove.outcome import Outcome
from prove.schema_cases.belongings import Exchange
from prove.schema_cases.checking import others_ids
from prove.schema_cases.document import loaded
from prove.schema_cases.identities import Identity
from prove.schema_cases.stages import furnish, walk
from prove.schema_cases.way import Way

FURNISHED_EVERY = 600
_SHOWN = 300


def ask(
    identity: Identity, other: Identity | None, config: SchemathesisConfig, outcome: Outcome, share: float = 1
) -> None:
    """`other`: somebody whose ids are tried as well, and must not work. `share`: of the operations, others by seed."""
    foreign = other.belongings.all_ids() if other else set()
    others_ids.set(frozenset(each.encode() for each in foreign))
    schema, name = loaded(config, share=share), f"{identity.name}, seed {config.seed}"
    schema.auth(refresh_interval=None, retry_on=[])(_bearer(identity))
    exchange = Exchange(identity.belongings, other.belongings if other else None, config.seed)
    way, sent, furnished = Way(identity, config, outcome), 0, -FURNISHED_EVERY
    with _around_calls(identity, exchange):
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                sent += _count(event.recorder, name, event.phase.value, outcome)
            elif isinstance(event, events.NonFatalError):
                outcome.fail(f"{event.label}: {event.info.title}: {event.info.message[:_SHOWN]}", name)
            elif isinstance(event, events.FatalError):
                raise event.exception
            if sent - furnished >= FURNISHED_EVERY:
                walk(way, outcome, [furnish])
                identity.have_keys()
                furnished = sent
    outcome.figures[f"cases as the {identity.name}"] += sent


def _bearer(identity: Identity) -> type[Any]:
    class Bearer:
        def get(self, case: Case[Any], context: AuthContext) -> str:
            return identity.authorization

        def set(self, case: Case[Any], data: str, context: AuthContext) -> None:
            case.headers["Authorization"] = data

    return Bearer


@contextmanager
def _around_calls(identity: Identity, exchange: Exchange) -> Iterator[None]:
    """Hooks around calls hold for the whole process until they are taken away."""

    def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
        exchange.put_into(case)

    def after_call(context: HookContext, case: Case[Any], response: Response) -> None:
        identity.answered(response.status_code, case.headers.get("Authorization"))
        if response.status_code == 201:
            identity.belongings.note(case.path, response.json())

    for hook in (before_call, after_call):
        schemathesis.hook(hook)
    try:
        yield
    finally:
        for hook in (before_call, after_call):
            schemathesis.hooks.unregister(hook)


def _count(recorder: ScenarioRecorder, name: str, phase: str, outcome: Outcome) -> int:
    """How many cases; what was answered to each goes into the outcome."""
    for key, node in recorder.cases.items():
        case, interaction = node.value, recorder.interactions.get(key)
        if interaction is None or interaction.response is None:
            outcome.fail(f"{case.operation.label}: no answer", f"{name}, {phase}: {case.as_curl_command()[:_SHOWN]}")
        elif case.method.upper() == case.operation.method.upper():
            outcome.happened(case.operation.label, str(interaction.response.status_code))
    for what, told in _failures(recorder):
        outcome.fail(what, f"{name}, {phase}: {told}")
    outcome.figures[f"cases, {phase}"] += len(recorder.cases)
    return len(recorder.cases)


def _failures(recorder: ScenarioRecorder) -> Iterator[tuple[str, str]]:
    for key, nodes in recorder.checks.items():
        label = recorder.cases[key].value.operation.label
        for node in nodes:
            if node.failure_info is not None:
                failure = node.failure_info.failure
                told = " ".join(failure.message.split())[:_SHOWN]
                yield f"{label}: {node.name}: {failure.title}", f"{told} | {node.failure_info.code_sample[:1_500]}"
