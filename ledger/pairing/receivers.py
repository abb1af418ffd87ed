"""What pairing does for the kernel and the ledger's core: the badge, the memory, a look after an entry by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.context import shell_count
from config.kernel.events import receives
from ledger.core import origins
from ledger.core.events import TransactionsChanged
from ledger.core.models import MoneyAccountAccess, Rollup
from ledger.pairing.finding import JOB
from ledger.pairing.joining import remember
from ledger.pairing.models import Proposal

# Who writes down several entries has them looked at once, and no entry waits for it.
PATIENCE = timedelta(seconds=60)
COUNTED_AT_MOST = 100
remember()


@shell_count("pairs")
def waiting_count(person: User) -> int:
    """Proposals to decide, counted up to 100: after a large import there may be thousands. Two queries."""
    return Proposal.objects.visible_to(person).waiting()[:COUNTED_AT_MOST].count()


@receives(TransactionsChanged)
def look_soon(event: TransactionsChanged) -> None:
    """An entry was written by hand: look at its account in a minute, at what is new from this entry on. Imports, of one
    line too, ask for their own look. A million lines may have come a moment before, or come meanwhile.
    """
    soon = f"pairs-soon-{event.account_id}"
    if len(event.ids) != 1 or cache.get(soon) or origins.current().of(event.ids):
        return
    if not cache.add(soon, True, PATIENCE.total_seconds()):
        return
    now = timezone.now()
    seers = MoneyAccountAccess.objects.filter(account=event.account_id, level=MoneyAccountAccess.Level.FULL)
    # The entry's own id tells when it was made; one that was only changed may be old.
    since = max(datetime.fromtimestamp((event.ids[0].int >> 80) / 1000, tz=UTC), now - PATIENCE)
    lines = Rollup.objects.filter(account=event.account_id, span=Rollup.Span.ALL).aggregate(
        sum=Sum("transaction_count")
    )["sum"]
    for person in User.objects.filter(pk__in=seers.values("person")):
        payload = {"accounts": [str(event.account_id)], "since": since.isoformat(), "lines": lines or 0}
        jobs.enqueue(JOB, payload, person=person, run_after=now + PATIENCE)
