"""Looking for what belongs together among new lines, as a job: sure pairs are made, the others proposed.

Two jobs on the same lines find the same: a proposal stands once, and what was declined is never proposed again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.db.models import Q, Sum
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.giving_way import Turns
from config.kernel.live import push
from ledger.core import origins
from ledger.core.errors import Conflict
from ledger.core.exchange import rates_for
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Rollup, Transfer
from ledger.core.services import transfers_of
from ledger.pairing import duplicates, refunds, rows
from ledger.pairing.hints import KnownAccount, known_account, own_name
from ledger.pairing.joining import join
from ledger.pairing.models import Proposal
from ledger.pairing.transfers import SURE, Found, TransferFinder, around

JOB = "find_pairs"
# So many lines take longer than a second, which the pages must not wait for.
IN_CHILD_ABOVE = 30_000
_AT_ONCE = 400
Kind = Proposal.Kind
Status = Proposal.Status


def find_pairs_later(*, person: User, accounts: Iterable[UUID], since: datetime | None = None) -> None:
    """Look for pairs among the lines these accounts got since a moment, once the caller's transaction commits.

    Left out, `since` is the beginning. Everybody who sees one of the accounts in full gets a look of their own, as
    their other half may be elsewhere. One row of a job each; `person` at least.
    """
    wanted = sorted(set(accounts))
    if not wanted:
        return
    seers = MoneyAccountAccess.objects.filter(account__in=wanted, level=MoneyAccountAccess.Level.FULL)
    people = User.objects.filter(Q(pk=person.pk) | Q(pk__in=seers.values("person"))).order_by("pk")
    counts = Rollup.objects.filter(account__in=wanted, span=Rollup.Span.ALL)
    lines = counts.aggregate(sum=Sum("transaction_count"))["sum"] or 0
    for each in people:
        payload = {
            "accounts": [str(each) for each in wanted],
            "since": since.isoformat() if since else None,
            "lines": lines,
        }
        jobs.enqueue(JOB, payload, person=each)


def _is_heavy(payload: jobs.Payload) -> bool:
    return int(payload["lines"]) > IN_CHILD_ABOVE


@jobs.handles(JOB, in_child=_is_heavy)
def run_find_pairs(job: jobs.JobRun) -> None:
    person = User.objects.filter(pk=job.person_id).first() if job.person_id else None
    if person is None:
        return
    given = job.payload["since"]
    since = datetime.fromisoformat(given) if given else None
    find_pairs(person=person, accounts=[UUID(each) for each in job.payload["accounts"]], since=since, rest=job.extend)


def find_pairs(
    *,
    person: User,
    accounts: Collection[UUID],
    since: datetime | None = None,
    rest: Callable[[], None] = lambda: None,
) -> None:
    """Look at the days of the lines these accounts got since a moment, and at what stands around them.

    Duplicates first, since of a line that may stand there twice nothing else is sure. Half a year at a time; about
    ten queries for each, and a few more for what is found. `rest` is called between the pieces.
    """
    search = _Search(person)
    window = rows.window_of([key for key in search.accounts if key in set(accounts)], since)
    if window is None:
        return
    for days in rows.pieces(*window):
        rest()
        search.look_for_duplicates(days, accounts)
        search.look_for_transfers(days)
        search.look_for_refunds(days)
    if search.changed:
        push([person.pk], "pairs:changed", {"open": Proposal.objects.visible_to(person).waiting().count()})


class _Search:
    """One person's look: their accounts, and what of others they see."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.changed = False
        self._turns = Turns()
        own = set(MoneyAccount.objects.owned_by(person).values_list("pk", flat=True))
        seen = MoneyAccount.objects.visible_to(person, level=MoneyAccountAccess.Level.FULL)
        self.accounts: dict[UUID, KnownAccount] = {
            each.pk: known_account(each, own=each.pk in own) for each in seen.order_by("pk")
        }
        self.own = [key for key, each in self.accounts.items() if each.own]
        grants = MoneyAccountAccess.objects.filter(account__in=self.accounts, level=MoneyAccountAccess.Level.FULL)
        self.seers = list(grants.order_by("person_id").values_list("person_id", flat=True).distinct())

    def look_for_duplicates(self, days: tuple[date, date], accounts: Collection[UUID]) -> None:
        for account in self.own:
            if account not in accounts:
                continue
            lines = rows.equal_lines(account, around(days, duplicates.MOST_DAYS))
            equal = duplicates.neighbours(lines)
            known = origins.current().of(sorted({line.id for each in equal for line in (each.line, each.other)}))
            pairs = duplicates.from_two_sources(equal, known, self._declined(Kind.DUPLICATE))
            halves = halves_among({line.id for each in pairs for line in (each.line, each.other)})
            self._propose(Kind.DUPLICATE, duplicates.find_duplicates(pairs, known, halves))

    def look_for_transfers(self, days: tuple[date, date]) -> None:
        if not self.own or len(self.accounts) < 2:
            return
        out, into = rows.opposite_lines(self.own, list(self.accounts), around(days, 8), around(days))
        finder = TransferFinder(self.accounts, own_name(self.person))
        no = self._declined(Kind.TRANSFER)
        doubtful = _doubtful(self.person)
        found = list(finder.find(out, into, core=days, declined=no, doubtful=doubtful))
        if len({each.currency for each in self.accounts.values()}) > 1:
            found += self._in_two_currencies(finder, days)
        self._settle(Kind.TRANSFER, found)

    def _in_two_currencies(self, finder: TransferFinder, days: tuple[date, date]) -> list[Found]:
        lines = rows.unpaired_lines(self.own, around(days))
        currencies = {each.currency for each in self.accounts.values() if each.own}
        if not lines:
            return []
        book = rates_for(self.person, currencies, {date.fromordinal(line.day) for line in lines})
        return list(finder.find_in_two_currencies(lines, book, self._declined(Kind.TRANSFER)))

    def look_for_refunds(self, days: tuple[date, date]) -> None:
        if not self.own:
            return
        back = rows.money_back(self.own, days)
        if not back:
            return
        payees = sorted({line.key for line in back})
        before = (days[0] - timedelta(days=refunds.MOST_DAYS), days[1])
        bought = rows.purchases(self.own, payees, before)
        currencies = {key: each.currency for key, each in self.accounts.items()}
        come = rows.refunded([line.id for line in bought])
        wanted = refunds.Purchases(bought, currencies, self._declined(Kind.REFUND), come)
        self._settle(Kind.REFUND, list(refunds.find_refunds(back, wanted)))

    def _declined(self, kind: str) -> set[tuple[UUID, UUID]]:
        """Pairs that somebody who sees one of the accounts has declined or taken apart. One query, by its index."""
        said = Proposal.objects.filter(person__in=self.seers, status=Status.DECLINED, kind=kind)
        return set(said.values_list("first_id", "second_id"))

    def _settle(self, kind: str, found: Collection[Found]) -> None:
        """Make what is sure, propose the others."""
        self._propose(kind, [each for each in found if each.score < SURE])
        for each in found:
            if each.score >= SURE:
                self._make(kind, each)
                self._turns.give_way()

    def _propose(self, kind: str, found: Iterable[Found]) -> None:
        proposals = [
            Proposal(
                person=self.person,
                kind=kind,
                first_id=each.first,
                second_id=each.second,
                score=each.score,
                reason=each.reason,
            )
            for each in found
        ]
        # Not one bulk_create of batches: that is one transaction, and kept SQLite's writer from everybody for 2.5 s.
        for start in range(0, len(proposals), _AT_ONCE):
            Proposal.objects.bulk_create(proposals[start : start + _AT_ONCE], ignore_conflicts=True)
            self.changed = True
            self._turns.give_way()

    def _make(self, kind: str, found: Found) -> None:
        """Join two lines, unless somebody was quicker: then there is nothing left to do."""
        made = {"status": Status.AUTOMATIC, "score": found.score, "reason": found.reason, "decided_at": timezone.now()}
        try:
            with database_transaction.atomic():
                proposal, created = Proposal.objects.get_or_create(
                    person=self.person, kind=kind, first_id=found.first, second_id=found.second, defaults=made
                )
                if created or Proposal.objects.filter(pk=proposal.pk, status=Status.OPEN).update(**made):
                    join(proposal, by=self.person, found_by=Transfer.FoundBy.AUTOMATIC)
                    self.changed = True
        except (ValidationError, Conflict, Http404):
            return


def halves_among(ids: Collection[UUID]) -> set[UUID]:
    """Those that are half of a transfer. One query per 400."""
    found: set[UUID] = set()
    for some in _chunks(ids):
        for pair in transfers_of(some).values_list("outgoing_id", "incoming_id"):
            found.update(pair)
    return found


def _doubtful(person: User) -> set[UUID]:
    """Lines that may stand there twice."""
    waiting = Proposal.objects.visible_to(person).waiting().filter(kind=Kind.DUPLICATE)
    return {key for pair in waiting.values_list("first_id", "second_id") for key in pair}


def _chunks(ids: Collection[UUID]) -> Iterable[list[UUID]]:
    listed = list(ids)
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))
