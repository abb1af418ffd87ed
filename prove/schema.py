"""Every operation of the committed API document, on a real server: at the bounds the document names, at random, and one
after another; with three seeds, as the owner of full accounts who looks after the instance and as a stranger.

A server error, an answer the document does not describe, an id of somebody else's, or an operation that never succeeded
is a failure. `--seed NUMBER` does one seed alone.
"""

from __future__ import annotations

from itertools import product

from prove.outcome import Outcome
from prove.schema_cases.asking import ask
from prove.schema_cases.checking import PHASES, settings_of
from prove.schema_cases.document import operations
from prove.schema_cases.identities import make_people
from prove.schema_cases.stages import walk
from prove.schema_cases.way import Way
from prove.serving import Instance

SEEDS = (1, 2, 3)
EXAMPLES = 15
# A key of nobody's, a subgraph where nobody is: nothing is pushed in a proof, nor read from a chain.
PUSHES = {
    "VAPID_PRIVATE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "VAPID_SUBJECT": "mailto:proof@example.org",
    "SUBGRAPHS": "ethereum=http://127.0.0.1:9/",
}
WITHOUT_BOUNDS = tuple(phase for phase in PHASES if phase != "coverage")


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    server = Instance(**PUSHES)
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
            print(
                f"{identity.name}, seed {seed}: {outcome.figures[f'cases as the {identity.name}']:,} cases", flush=True
            )
        for label in operations(config):
            if not any(status.startswith(("2", "3")) for status in outcome.table.get(label, ())):
                outcome.fail("never succeeded", label)
    finally:
        server.stop()
    return outcome
