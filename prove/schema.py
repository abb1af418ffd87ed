"""Every operation of the committed API document, on a real server: at the bounds the document names, at random, and one
after another; with three seeds, as the owner of full accounts who looks after the instance and as a stranger.

A server error, an answer the document does not describe, an id of somebody else's, or an operation that never succeeded
is a failure. `--seed NUMBER` does one seed alone.
"""

from __future__ import annotations

from itertools import product

from schemathesis.config import SchemathesisConfig

from prove.outcome import Outcome
from prove.schema_cases.asking import ask
from prove.schema_cases.checking import PHASES, settings_of
from prove.schema_cases.document import operations
from prove.schema_cases.identities import make_people
from prove.schema_cases.neighbours import neighbours
from prove.schema_cases.stages import walk
from prove.schema_cases.way import Way
from prove.serving import Instance

SEEDS = (1, 2, 3)
EXAMPLES = 15
# A restore ends the server that all cases ask; accounts/backups/tests/test_restore_live.py does one.
ENDS_THE_SERVER = "POST /api/v1/backups/{name}/restore/"
WITHOUT_BOUNDS = tuple(phase for phase in PHASES if phase != "coverage")


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with neighbours() as environment:
        server = Instance(**environment)
        owner, stranger, guide, mate = make_people(server.address)
        server.start()
        try:
            seeds = [one] if one is not None else SEEDS
            asked = list(product(seeds, [(owner, None), (stranger, owner)]))[part::parts]
            config = settings_of(seeds[0], EXAMPLES, server.address)
            walk(Way(guide, config, outcome, partner=mate), outcome)
            for seed, (identity, other) in asked:
                # The cases at the bounds are the same with each seed.
                phases = PHASES if seed == seeds[0] else WITHOUT_BOUNDS
                ask(identity, other, settings_of(seed, EXAMPLES, server.address, phases), outcome, share=scale)
                cases = outcome.figures[f"cases as the {identity.name}"]
                print(f"{identity.name}, seed {seed}: {cases:,} cases", flush=True)
            _name_what_never_succeeded(outcome, config)
        finally:
            server.stop()
    return outcome


def _name_what_never_succeeded(outcome: Outcome, config: SchemathesisConfig) -> None:
    for label in operations(config) - {ENDS_THE_SERVER}:
        if not any(status.startswith(("2", "3")) for status in outcome.table.get(label, ())):
            outcome.fail("never succeeded", label)
