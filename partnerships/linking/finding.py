"""Looking for the real payments of what is shared among a person's lines of some days: what is sure is linked by
itself, the rest is proposed.

Two looks at the same days find the same: a proposal stands once, and what was decided is not proposed again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.http import Http404

from accounts.models import User
from config.kernel.live import push
from ledger.core.errors import Conflict
from ledger.core.models import Transaction
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.linking.judging import Found, by_day_around, judge, weighed
from partnerships.linking.listing import waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.reading import Days, accounts_to_look_at, dues_around, halves_around, lines_around
from partnerships.linking.services import forget_erased, link_by_itself

# How far back a file may bring what was due; each night the latest days are looked at again.
FURTHEST: Final = timedelta(days=400)
NIGHTLY: Final = timedelta(days=40)
Status = LinkProposal.Status
Key = tuple[UUID, UUID, date | None]


def days_of(person: User, ids: Collection[UUID]) -> Days:
    """The days of these lines, or of all a large file may have brought; the last days where they are too old, or gone.
    One query.
    """
    earliest = person.today - FURTHEST
    if not ids:
        return Days(earliest, person.today)
    named = Transaction.objects.filter(pk__in=ids, booked_on__gte=earliest)
    span: dict[str, Any] = named.aggregate(first=Min("booked_on"), last=Max("booked_on"))
    return last_days(person) if span["first"] is None else Days(span["first"], span["last"])


def last_days(person: User) -> Days:
    return Days(person.today - NIGHTLY, person.today)


def find_links(*, person: User, days: Days) -> int:
    """Look at the person's lines of these days; how many proposals are new, or were linked. Nothing without an active
    partnership. Some fifteen queries, and those of what is found.
    """
    standing = current_standing(person)
    if standing is None or standing.partnership.status != Partnership.Status.ACTIVE:
        return 0
    forget_erased(standing=standing)
    found = _found(standing, days)
    known = _known(standing, found)
    wanted = weighed(each for each in found if known.get(each.key, Status.OPEN) == Status.OPEN)
    fresh = {each.key for each in wanted if each.key not in known}
    _propose(standing, [each for each in wanted if each.key in fresh])
    _forget(standing, days, {each.key for each in wanted})
    linked = {each.key for each in wanted if each.is_sure and _link(standing, each)}
    if fresh or linked:
        push([person.pk], "proposal:found", {"count": waiting_for(standing).count()})
    return len(fresh | linked)


def _found(standing: Standing, days: Days) -> list[Found]:
    accounts = accounts_to_look_at(standing)
    if not accounts:
        return []
    found = halves_around(standing, accounts, days)
    dues = dues_around(standing, days)
    by_day = by_day_around(dues)
    for line in lines_around(standing, accounts, dues) if dues else ():
        judged = (judge(line, due) for due in by_day[line.booked_on])
        found += [one for one in judged if one is not None]
    return found


def _known(standing: Standing, found: Sequence[Found]) -> dict[Key, str]:
    """What became of those that were proposed before. One query."""
    lines = {each.line for each in found}
    before = LinkProposal.objects.filter(person=standing.person, transaction__in=lines)
    return {_key(each): each.status for each in before}


def _key(proposal: LinkProposal) -> Key:
    target = proposal.expense_id or proposal.settlement_id
    assert target is not None, "the database holds one of the two"
    assert proposal.transaction_id is not None, "those without are forgotten first"
    return proposal.transaction_id, target, proposal.due_on


def _columns(found: Found) -> dict[str, Any]:
    target = "settlement_id" if found.due_on is None else "expense_id"
    return {"transaction_id": found.line, target: found.target, "due_on": found.due_on}


def _propose(standing: Standing, fresh: Sequence[Found]) -> None:
    LinkProposal.objects.bulk_create(
        [
            LinkProposal(
                partnership=standing.partnership,
                person=standing.person,
                score=each.score,
                reason=each.reason,
                **_columns(each),
            )
            for each in fresh
        ],
        ignore_conflicts=True,
    )


def _forget(standing: Standing, days: Days, wanted: Collection[Key]) -> None:
    """Open ones that fit no more: the line, the expense or what was paid has changed."""
    waiting = LinkProposal.objects.filter(
        person=standing.person, status=Status.OPEN, transaction__booked_on__range=(days.first, days.last)
    )
    gone = [each.pk for each in waiting if _key(each) not in wanted]
    LinkProposal.objects.filter(pk__in=gone, status=Status.OPEN).delete()


def _link(standing: Standing, found: Found) -> bool:
    """False where somebody was quicker, or it cannot be: then it stays proposed."""
    proposal = LinkProposal.objects.filter(person=standing.person, status=Status.OPEN, **_columns(found)).first()
    if proposal is None:
        return False
    try:
        link_by_itself(standing=standing, proposal=proposal)
    except (ValidationError, Overtaken, Conflict, Http404):
        return False
    return True
