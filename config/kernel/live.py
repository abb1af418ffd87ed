"""`push()`: the only way anything goes live. Each person has one ordered stream of numbered frames."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from config.kernel.channel_layer import send_to_group

log = logging.getLogger(__name__)
VERSION = 1
Frame = tuple[str, dict[str, Any]]


def group_of(person_id: UUID | str) -> str:
    """Channel group that carries one person's frames to all their open windows."""
    return f"person.{UUID(str(person_id)).hex}"


def push(people: Iterable[UUID], event: str, data: dict[str, Any]) -> None:
    """Send one frame to each of `people` once the transaction commits. See `push_all`."""
    push_all(people, [(event, data)])


def push_all(people: Iterable[UUID], frames: Sequence[Frame]) -> None:
    """Number the frames in the writing transaction and send them after it commits.

    The number is a column of the person's row, so it rises exactly with what was committed: a window that missed
    frames sees the gap. Call it last in a service: the row stays locked until commit. People are taken in the
    order of their ids, so two writers never wait for each other crosswise. One statement per person.
    """
    if not frames:
        return
    at = timezone.now().isoformat()
    # Without a savepoint of its own: what fails here undoes the write, and two statements a write are saved.
    with transaction.atomic(savepoint=False):
        for person_id in sorted(set(people)):
            last = _raise_seq(person_id, len(frames))
            if last is None:
                continue
            first = last - len(frames) + 1
            envelopes = [
                {"v": VERSION, "seq": first + index, "event": event, "at": at, "data": data}
                for index, (event, data) in enumerate(frames)
            ]
            transaction.on_commit(lambda who=person_id, what=envelopes: _send(who, what), robust=True)  # type: ignore[misc]


def send_now(people: Iterable[UUID], event: str, data: dict[str, Any]) -> None:
    """Send what is true only now (who is here, who types) once the transaction commits: without a number, kept nowhere.

    Who is away misses it, and no number of theirs says so. No statement.
    """
    envelope = {"v": VERSION, "event": event, "at": timezone.now().isoformat(), "data": data}
    for person_id in set(people):
        transaction.on_commit(lambda who=person_id: _send(who, [envelope]), robust=True)  # type: ignore[misc]


def _raise_seq(person_id: UUID, by: int) -> int | None:
    model = get_user_model()
    key = model._meta.pk.get_db_prep_value(person_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET live_seq = live_seq + %s WHERE id = %s RETURNING live_seq",
            [by, key],
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def _send(person_id: UUID, envelopes: list[dict[str, Any]]) -> None:
    message = {
        "type": "live.frames",
        "frames": [orjson.dumps(envelope, default=str).decode() for envelope in envelopes],
        "last": envelopes[-1].get("seq", 0),
    }
    try:
        send_to_group(group_of(person_id), message)
    except Exception as error:  # noqa: BLE001 the write has committed; a window sees the gap in seq
        log.warning("Could not send live frames: %s", type(error).__name__)
