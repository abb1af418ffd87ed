"""20 random lives of 2,000 acts, beside a model in plain Python that says what must have come of them, to the cent.

`python -m prove walk --seed NUMBER` repeats one life; the twenty acts before a difference lie in build/prove/.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from accounts.models import User
from accounts.services import delete_account
from prove.killing.life import in_pieces_of
from prove.outcome import Outcome
from prove.walking import entries, importing, surroundings, together
from prove.walking.comparing import differences, ledger_differences
from prove.walking.moving import move
from prove.walking.walker import REFUSALS, Walker, Wrong, code_of

LIVES = 20
ACTS = 2_000
COMPARED_EVERY = 50
# So few that a file of a month is brought and taken back in several transactions.
LINES_AT_ONCE = 7
FIRST_DIFFERENCES = 5
Act = Callable[[Walker], str | None]


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Nobody pulls the plug here, and a hundred thousand commits would wait for the disk.
            cursor.execute("PRAGMA synchronous=OFF")
    in_pieces_of(LINES_AT_ONCE)
    lives = [one] if one is not None else list(range(max(2, round(LIVES * scale))))[part::parts]
    for seed in lives:
        live(seed, round(ACTS * max(scale, 0.05)), outcome)
    return outcome


def live(seed: int, acts: int, outcome: Outcome) -> None:
    """One life. It ends with the first difference, and keeps the twenty acts before it."""
    person = User.objects.create_user(f"walker-{seed}@example.org", "pw", currency="EUR")
    walk = Walker(person, Random(seed))  # noqa: S311
    step = 0
    try:
        surroundings.begin(walk)
        for step, name in enumerate(_walk(walk, acts, outcome), 1):
            outcome.figures[f"acts: {name}"] += 1
            if step % COMPARED_EVERY == 0 or step == acts:
                _compare(walk)
                outcome.figures["comparisons with the model"] += 1
        for difference in ledger_differences(walk.model):
            raise Wrong(difference)
        move(walk)
        outcome.figures["lives"] += 1
        outcome.figures["entries at the end of lives"] += len(walk.model.entries)
    except Exception as error:  # noqa: BLE001 whatever an act raises is what is looked for
        where = "" if isinstance(error, Wrong) else f" ({traceback.extract_tb(error.__traceback__)[-1]})"
        outcome.fail(f"{type(error).__name__}: {error}{where}", f"seed {seed}, act {step}")
        _keep_last_acts(walk, seed)
    delete_account(person=person)


def _keep_last_acts(walk: Walker, seed: int) -> None:
    folder = Path(settings.BASE_DIR) / "build" / "prove"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"walk-{seed}.txt").write_text("\n".join([*walk.last, ""]))


def _walk(walk: Walker, acts: int, outcome: Outcome) -> Iterator[str]:
    banks = importing.Banks()
    table = _table(banks)
    names, weights = list(table), [weight for weight, _ in table.values()]
    while acts:
        [name] = walk.dice.choices(names, weights)
        walk.last.append(f"{name} ...")
        try:
            told = table[name][1](walk)
        except REFUSALS as refusal:
            raise Wrong(f"{name} was refused: {code_of(refusal)}") from refusal
        walk.last.pop()
        if told is not None:
            walk.last.append(f"{name} {told}")
            acts -= 1
            yield name


def _compare(walk: Walker) -> None:
    found = list(differences(walk.model))
    if found:
        raise Wrong("; ".join(found[:FIRST_DIFFERENCES]))


def _table(banks: importing.Banks) -> dict[str, tuple[int, Act]]:
    """Every act, and how often it is tried beside the others."""
    weighted: dict[int, tuple[Act, ...]] = {
        12: (entries.record,),
        6: (entries.record_split, entries.change_amount, entries.change_day, entries.change_category, together.restore),
        5: (entries.change_account, entries.change_kind, entries.split, entries.put_in_bin, together.transfer),
        4: (together.pair, together.refund, together.merge, entries.unsplit),
        3: (together.unpair, together.unlink, entries.change_many, entries.bin_many),
        2: (
            entries.refuse_into_closed, entries.refuse_category_of_other_kind, entries.change_kind_of_split,
            entries.purge, surroundings.change_opening_balance, surroundings.make_category,
            surroundings.move_category, surroundings.delete_category, surroundings.reopen_account,
        ),
        1: (surroundings.open_account, surroundings.close_account, surroundings.delete_account),
    }  # fmt: skip
    found: dict[str, tuple[int, Act]] = {
        act.__name__.replace("_", " "): (weight, act) for weight, acts in weighted.items() for act in acts
    }
    found["import a file"] = (3, partial(importing.bring, banks=banks))
    found["undo an import"] = (1, partial(importing.take_back, banks=banks))
    return found
