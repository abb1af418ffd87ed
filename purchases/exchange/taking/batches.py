"""A batch of a file's things: what is here is left or brought up to date, what is missing is added, all is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.db.models import F

from config.kernel.live import push
from ledger.core.errors import NoLongerThere
from purchases.core.models import Purchase
from purchases.exchange.models import ThingImport
from purchases.exchange.reading.records import Name, ReadThing, Remark, remark_of
from purchases.exchange.taking.adding import NewThing, insert_things, new_thing
from purchases.exchange.taking.changing import change_things
from purchases.exchange.taking.naming import Names, resolved, usable_payments
from purchases.exchange.taking.recognising import Known, Recogniser
from purchases.exchange.taking.report import PARTLY, REFUSED, entry_of, with_more
from purchases.exchange.taking.updating import Difference, Here, apply_difference, difference

EVENT = "purchase:imported"
Status, Duplicates = ThingImport.Status, ThingImport.Duplicates
Names_ = dict[str, list[Name]]


class Stopped(Exception):
    """The import is not running any more: somebody took its record away."""


@dataclass(slots=True)
class _Outcome:
    added: list[NewThing] = field(default_factory=list)
    claimed: dict[UUID, UUID] = field(default_factory=dict)
    refused: int = 0
    entries: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, thing: ReadThing, remark: Remark) -> None:
        self.refused += 1
        self.entries.append(entry_of(thing, remark, REFUSED))

    def say(self, thing: ReadThing, remarks: Sequence[Remark]) -> None:
        self.entries += [entry_of(thing, each, PARTLY) for each in remarks]


def take_batch(
    source: ThingImport, start: int, things: Sequence[ReadThing], recogniser: Recogniser, listed: Names_
) -> None:
    """Whole or not at all, but for what is brought up to date: that is the same when it is done again.

    Raises Stopped.
    """
    refusals = {}
    if source.duplicates == Duplicates.UPDATE:
        refusals = _bring_up_to_date(source, start, things, recogniser, listed)
    with database_transaction.atomic():
        held = _hold_running(source)
        outcome = _sorted_out(source, start, things, recogniser, listed, refusals)
        # Things before their sums, as everybody locks them.
        for key, origin in sorted(outcome.claimed.items()):
            Purchase.objects.filter(pk=key, origin__isnull=True).update(origin=origin)
        insert_things(source.owner, outcome.added)
        _count(held, len(things), outcome)
        data = {"id": str(held.pk), "status": held.status, "done": held.done, "total": held.total}
        push([source.owner_id], EVENT, data)


def _hold_running(source: ThingImport) -> ThingImport:
    """All of the person's that run, so that two files at once add one after the other."""
    running = ThingImport.objects.select_for_update().filter(owner=source.owner_id, status=Status.RUNNING)
    held = next((each for each in running.order_by("pk") if each.pk == source.pk), None)
    if held is None:
        raise Stopped
    return held


def _sorted_out(
    source: ThingImport, start: int, things: Sequence[ReadThing], recogniser: Recogniser, listed: Names_,
    refusals: dict[int, Remark],
) -> _Outcome:  # fmt: skip
    known = recogniser.known(start, things)
    names, payments = Names(source.owner, listed), usable_payments(source.owner, things)
    outcome = _Outcome()
    for place, thing in enumerate(things, start):
        refusal = thing.refusal or refusals.get(place)
        if refusal is not None:
            outcome.refuse(thing, refusal)
        elif place in known:
            _claim(outcome, known[place], thing)
        else:
            _add(outcome, thing, names, payments, source)
    return outcome


def _claim(outcome: _Outcome, known: Known, thing: ReadThing) -> None:
    if known.claims and known.pk is not None:
        outcome.claimed[known.pk] = thing.marks[0]


def _add(outcome: _Outcome, thing: ReadThing, names: Names, payments: set[UUID], source: ThingImport) -> None:
    try:
        values, payment, remarks = resolved(thing, names, payments)
    except ValidationError as error:
        outcome.refuse(thing, remark_of(error))
        return
    made = new_thing(thing, values, payment, source.owner)
    if isinstance(made, Remark):
        outcome.refuse(thing, made)
        return
    outcome.added.append(made)
    outcome.say(thing, remarks)


def _count(held: ThingImport, lines: int, outcome: _Outcome) -> None:
    """What was updated was counted as it was done: by this run of the batch, or by one that was killed."""
    updated = held.updated - (held.done - held.added - held.skipped - held.refused)
    held.done += lines
    held.added += len(outcome.added)
    held.refused += outcome.refused
    held.skipped += max(0, lines - len(outcome.added) - outcome.refused - updated)
    held.report = with_more(held.report, outcome.entries)
    held.save(update_fields=["done", "added", "refused", "skipped", "report"])


def _bring_up_to_date(
    source: ThingImport, start: int, things: Sequence[ReadThing], recogniser: Recogniser, listed: Names_
) -> dict[int, Remark]:
    """What of the batch is here, one transaction a thing that differs; those that break a rule, by place."""
    known = {place: each.pk for place, each in recogniser.known(start, things).items() if each.pk is not None}
    here, payments = Here.of(source.owner, set(known.values())), usable_payments(source.owner, things)
    names = Names(source.owner, listed)
    refusals: dict[int, Remark] = {}
    plain: dict[UUID, dict[str, Any]] = {}
    for place, key in known.items():
        if key not in here.purchases:
            continue
        try:
            values, payment, _remarks = resolved(things[place - start], names, payments)
            differs = difference(here, key, things[place - start], values, payment, source.owner)
            if differs.is_plain:
                plain[key] = differs.changes
            elif differs:
                _update(source, differs)
        except ValidationError as error:
            refusals[place] = remark_of(error)
        except NoLongerThere:
            continue
    refused = _change(source, plain)
    return refusals | {place: refused[key] for place, key in known.items() if key in refused}


@database_transaction.atomic
def _change(source: ThingImport, plain: dict[UUID, dict[str, Any]]) -> dict[UUID, Remark]:
    """Things that are otherwise only in themselves, all at once."""
    if not plain:
        return {}
    changed, refusals = change_things(source.owner, plain)
    ThingImport.objects.filter(pk=source.pk).update(updated=F("updated") + changed)
    return refusals


@database_transaction.atomic
def _update(source: ThingImport, differs: Difference) -> None:
    """Counted in the same transaction, so that a batch that is done again does not count it once more."""
    apply_difference(differs, source.owner)
    ThingImport.objects.filter(pk=source.pk).update(updated=F("updated") + 1)
