"""Rehearsals and restores that were asked for by page, cut off: the data is the old one or the new one, and what is
said of it is so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.kernel.backing_up import wishes
from config.kernel.backing_up.wishes import Wish
from config.kernel.backup import keeping
from config.kernel.backup.destinations import destinations
from config.kernel.backup.keeping import Kept
from config.kernel.backup.manifest import Manifest
from config.kernel.backup.rehearsing import rehearse
from config.kernel.ids import new_id
from prove.backing.life import Lost, expect, state, state_of
from prove.killing.ends import Ending, run_until


def cut_rehearsal(point: str) -> None:
    """What people work with is untouched, and the next rehearsal goes through and clears up."""
    newest = keeping.archives(destinations()[0])[0]
    before = state()
    if not run_until(Ending(point=point), partial(_rehearsed, newest)):
        raise Lost("it was not killed")
    expect(before)
    _rehearsed(newest)
    expect(before)
    if left := list(_left()):
        raise Lost(f"left behind: {', '.join(left)}")


def cut_wish(manifest: Manifest, archive: str, point: str) -> None:
    """Between the ends of one server and the beginning of the next, which tells which of the two it has become."""
    before, after = state(), state_of(manifest)
    now = timezone.now().isoformat()
    wishes._write(Wish(str(new_id()), archive, str(new_id()), now))
    if not run_until(Ending(point=point), wishes.grant):
        raise Lost("it was not killed")
    wishes.grant()
    told = wishes._read()
    expect(before, after)
    is_new = state() == after
    if told is None or (told.state == wishes.DONE) != is_new:
        raise Lost(f"{told and told.state}, it says, and yet the data is the {'new' if is_new else 'old'} one")
    list(wishes.tell_before_serving())
    if wishes._read() is not None:
        raise Lost("it would be told once more")


def _rehearsed(kept: Kept) -> None:
    with keeping.opened(kept) as reader:
        done = rehearse(reader)
    if done.difference:
        raise Lost(done.difference)


def _left() -> Iterator[str]:
    for path in Path(settings.DATA_DIR).glob("rehearsal-*"):
        yield path.name
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            name = f"{connection.settings_dict['NAME']}_rehearsal"[-63:]
            cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
            yield from (row[0] for row in cursor.fetchall())
