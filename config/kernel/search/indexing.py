"""Keeping the entries: what triggers noted as due is looked up again and written, in a job and in small steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import connection, transaction

from config.kernel import jobs, schedule
from config.kernel.folding import search_text
from config.kernel.models import Job
from config.kernel.search.due import count_due, note_new
from config.kernel.search.models import SearchDue, SearchEntry
from config.kernel.search.registry import LONGEST_TEXT, Draft, Source, sources
from config.kernel.search.triggers import all_due
from config.kernel.sql import refresh_statistics

JOB, CHECK = "index_search", "check_search"
SWEEP = "tuppence.index_search"
AT_ONCE = 500
IN_CHILD_ABOVE = 5_000
# PostgreSQL's name of the lock that keeps two from indexing at once.
_LOCK = 7_023_001
schedule.every(seconds=20, name="Index what changed for search", task=SWEEP)
schedule.daily(hour=4, name="Check the search's index", kind=CHECK)


@shared_task(name=SWEEP)
def sweep_due() -> None:
    """Enqueue the job where something is due; a search finds what is due before that, too."""
    due = count_due(IN_CHILD_ABOVE + 1)
    unfinished = Job.objects.filter(kind=JOB, status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    if due and not unfinished.exists():
        jobs.enqueue(JOB, {"due": due})


def _is_heavy(payload: jobs.Payload) -> bool:
    return int(payload.get("due", 0)) > IN_CHILD_ABOVE


@jobs.handles(JOB, in_child=_is_heavy)
def run_index(job: jobs.JobRun) -> None:
    done = index_due(rest=job.extend)
    if done > IN_CHILD_ABOVE:
        refresh_statistics(SearchEntry)


@jobs.handles(CHECK, in_child=lambda payload: True)
def run_check(job: jobs.JobRun) -> None:
    """Each night everything is looked up again: what no trigger saw is right by the morning."""
    rebuild(rest=job.extend)


def index_due(*, rest: Callable[[], None] = lambda: None) -> int:
    """Index all that is due, `rest` between two steps. How many notes there were. Safe to run twice and at once."""
    done = 0
    while _note_some():
        rest()
    while step := _index_some():
        done += step
        rest()
    return done


def rebuild(*, rest: Callable[[], None] = lambda: None) -> int:
    """Look up every record again; entries of what is gone go. How many keys there were."""
    known = sources()
    SearchEntry.objects.exclude(kind__in=known).delete()
    for source in known.values():
        with connection.cursor() as cursor:
            cursor.execute(all_due(connection, source))
        rest()
    done = index_due(rest=rest)
    for source in known.values():
        _drop_dead(source, rest)
    return done


@transaction.atomic
def _note_some() -> bool:
    return note_new()


@transaction.atomic
def _index_some() -> int:
    if not _alone():
        return 0
    due = list(SearchDue.objects.order_by("pk").values_list("pk", "kind", "key")[:AT_ONCE])
    keys: dict[str, set[str]] = defaultdict(set)
    for _pk, kind, key in due:
        keys[kind].add(key)
    for kind, of_kind in keys.items():
        source = sources().get(kind)
        if source is not None:
            _index(source, of_kind)
    SearchDue.objects.filter(pk__in=[pk for pk, _kind, _key in due]).delete()
    return len(due)


def _alone() -> bool:
    """SQLite's transaction is the only one that writes."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _index(source: Source, keys: set[str]) -> None:
    """Bring the entries of these keys to what they should be; what is as it should be is not written."""
    wanted = {(each.object_id, each.audience): each for each in map(entry_of(source), source.drafts(keys))}
    objects = {source.object_of(key) for key in keys}
    there = {
        (each.object_id, each.audience): each
        for each in SearchEntry.objects.filter(kind=source.kind, object_id__in=objects)
    }
    SearchEntry.objects.filter(pk__in=[there[key].pk for key in there.keys() - wanted.keys()]).delete()
    changed = []
    for key in wanted.keys() & there.keys():
        old, new = there[key], wanted[key]
        if _values(old) != _values(new):
            new.pk = old.pk
            changed.append(new)
    SearchEntry.objects.bulk_update(changed, ["search_text", "at", "count", "details"])
    SearchEntry.objects.bulk_create([wanted[key] for key in wanted.keys() - there.keys()])


def _values(entry: SearchEntry) -> tuple[Any, ...]:
    return entry.search_text, entry.at, entry.count, entry.details


def entry_of(source: Source) -> Callable[[Draft], SearchEntry]:
    """Makes an entry, not saved, of a draft."""

    def make(draft: Draft) -> SearchEntry:
        title, text = search_text(draft.title), search_text(draft.text)
        whole = f"{title}\n{text}" if text else title
        return SearchEntry(
            kind=source.kind,
            object_id=draft.object_id,
            audience=draft.audience,
            search_text=f" {whole[:LONGEST_TEXT]} ".replace("\x00", " "),
            at=draft.at,
            count=draft.count,
            details=dict(draft.details),
        )

    return make


def _drop_dead(source: Source, rest: Callable[[], None]) -> None:
    """Entries whose key no row has any more."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {source.key_sql('t')} FROM {source.table} t")  # noqa: S608 our names
        alive = {source.object_of(key) for (key,) in cursor.fetchall()}
    entries: Iterable[tuple[int, UUID]] = SearchEntry.objects.filter(kind=source.kind).values_list("pk", "object_id")
    dead = [pk for pk, object_id in entries if object_id not in alive]
    for start in range(0, len(dead), AT_ONCE):
        SearchEntry.objects.filter(pk__in=dead[start : start + AT_ONCE]).delete()
        rest()
