"""Where an announcement of the ledger, or of what is shared, becomes a look for real payments, by jobs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.events import receives
from config.kernel.sql import db_uuid, is_any
from ledger.core.models import MoneyAccountAccess
from partnerships.core.events import CoupleTransactionsChanged, PartnershipChanged
from partnerships.core.models import Member, Partnership
from partnerships.core.services import on_end
from partnerships.expenses.events import SharedExpenseChanged
from partnerships.linking.finding import days_of, find_links, last_days
from partnerships.linking.models import LinkProposal
from partnerships.statements.events import SettlementChanged

LOOK, SWEEP = "find_shared_payments", "find_shared_payments_again"
# A large file announces each of its batches: one look sees them all.
PATIENCE: Final = timedelta(seconds=20)
Role = MoneyAccountAccess.Role
# Somebody who owns the account has a partner and something to pay with them.
_SHARES = """ledger_moneyaccountaccess g JOIN partnerships_member m ON m.person_id = g.person_id AND m.is_open
    WHERE g.account_id = %s AND g.role = 'owner' AND (EXISTS (SELECT 1 FROM partnerships_sharedexpense e
    WHERE e.partnership_id = m.partnership_id AND e.status = 'active') OR EXISTS (SELECT 1 FROM
    partnerships_settlement s WHERE s.partnership_id = m.partnership_id
    AND (s.outgoing_id IS NULL OR s.incoming_id IS NULL)))"""

# An announcement may be lost with its process; this finds what it was about.
schedule.daily(hour=2, name="Look for the real payments of what is shared", kind=SWEEP)


@receives(CoupleTransactionsChanged)
def look_at_lines(event: CoupleTransactionsChanged) -> None:
    """One query for most; a job for the owner who shares something."""
    if not is_any(_SHARES, [db_uuid(event.account_id)]):
        return
    later = None
    if not event.ids:
        if not cache.add(f"links-soon-{event.account_id}", True, PATIENCE.total_seconds()):
            return
        later = timezone.now() + PATIENCE
    owned = MoneyAccountAccess.objects.filter(account=event.account_id, role=Role.OWNER)
    for person in User.objects.filter(pk__in=owned.values("person")):
        jobs.enqueue(LOOK, {"ids": [str(each) for each in event.ids]}, person=person, run_after=later)


@receives(SharedExpenseChanged)
def look_for_expense(event: SharedExpenseChanged) -> None:
    """It may have been paid before it was written down."""
    if event.what != "deleted":
        _look_for_both(event.partnership_id)


@receives(SettlementChanged)
def look_for_halves(event: SettlementChanged) -> None:
    if event.what == "made":
        _look_for_both(event.partnership_id)


@receives(PartnershipChanged)
def go_on(event: PartnershipChanged) -> None:
    """What was booked while it rested."""
    if event.what == "resumed":
        _look_for_both(event.partnership_id)


def _look_for_both(partnership_id: UUID) -> None:
    for person in User.objects.filter(memberships__partnership=partnership_id, memberships__is_open=True):
        jobs.enqueue(LOOK, {"ids": None}, person=person)


@on_end
def forget_proposals(partnership: Partnership, by: User | None) -> None:
    """Nothing is linked any more; what was linked stays."""
    LinkProposal.objects.filter(partnership=partnership, status=LinkProposal.Status.OPEN).delete()


@jobs.handles(LOOK)
def run_look(job: jobs.JobRun) -> None:
    """At the lines named, at all a large file may have brought (none), or at the last days (None)."""
    person = User.objects.filter(pk=job.person_id).first() if job.person_id else None
    if person is None:
        return
    named: Iterable[str] | None = job.payload["ids"]
    days = last_days(person) if named is None else days_of(person, [UUID(each) for each in named])
    find_links(person=person, days=days)


@jobs.handles(SWEEP)
def run_sweep(job: jobs.JobRun) -> None:
    active = Member.objects.filter(partnership__status=Partnership.Status.ACTIVE, is_open=True)
    for person in User.objects.filter(pk__in=active.values("person")).order_by("pk").iterator():
        job.extend()
        find_links(person=person, days=last_days(person))
