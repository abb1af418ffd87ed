"""Keeping an entry from everybody else until a day: the embargo on a gift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from config.kernel.audit import record
from config.kernel.events import announce
from ledger.core import errors
from ledger.core.audience import tell
from ledger.core.embargo import checked_day, role_of
from ledger.core.events import TransactionsChanged
from ledger.core.frames import Told, changed_frame, told, turned
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.posting import post
from ledger.core.services.together import lock_all, owned_accounts, postings_now
from ledger.core.services.transfers import transfers_of

_AT_ONCE = 200


@database_transaction.atomic
def withhold_transaction(*, entry: Transaction, by: User, until: date, version: int | None = None) -> Transaction:
    """Keep an entry from everybody but `by`, an owner of its account, until the day `until` begins where they live.

    Asked again it moves that day, later or earlier. The other half of its transfer and its refunds go with it, where
    `by` owns their accounts. On an account that is theirs alone others see nothing of it, its sums and the balance
    included; on a joint one the other owner sees a line without words on its day.

    Raises:
        FieldError: the day has begun already.
        NoLongerThere: it is gone or in the bin, the account is not theirs, or the other owner withholds it.
        Conflict: `version` is given and is not the current one.
    """
    locked, entry = _locked(entry, by, version)
    checked_day(by, until)
    if entry.withheld_until != until:
        _turn(locked, by=by, until=until)
        record("transaction_withheld", person=by, transaction=str(entry.pk), until=until.isoformat())
    return entry


@database_transaction.atomic
def release_transaction(*, entry: Transaction, by: User, version: int | None = None) -> Transaction:
    """End the embargo now. Raises as `withhold_transaction`; one that has ended is no mistake."""
    locked, entry = _locked(entry, by, version)
    if entry.withheld:
        _turn(locked, by=by, until=None)
        record("transaction_released", person=by, transaction=str(entry.pk))
    return entry


def release_due(*, now: datetime | None = None) -> int:
    """End every embargo whose day has begun where its giver lives; how many entries that were.

    Nothing else looks at a clock, so an entry shows late where this is late, and never early: of this machine's clock
    and the database's the earlier one counts. In pieces of 200, each a transaction of its own; safe to run twice.
    """
    now = min(now or timezone.now(), _database_clock())
    # Nowhere is it a later day than this, so others need not be looked at.
    latest = (now + timedelta(hours=14)).date()
    waiting = Transaction.objects.filter(withheld_until__lte=latest).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    return sum(_release(ids[start : start + _AT_ONCE], now) for start in range(0, len(ids), _AT_ONCE))


def end_embargoes(account: MoneyAccount, role: str) -> None:
    """Show all that the owner of this role withholds on an account; within the caller's transaction."""
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
    entries = list(rows.filter(account=account, withheld=role).order_by("pk"))
    if entries:
        _turn(entries, by=None, until=None)


@database_transaction.atomic
def _release(ids: Sequence[UUID], now: datetime) -> int:
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
    entries = list(rows.filter(pk__in=ids, withheld_until__isnull=False).order_by("pk"))
    givers = _givers({each.account_id for each in entries})
    due = []
    for each in entries:
        giver = givers.get((each.account_id, each.withheld))
        if giver is None or (each.withheld_until and each.withheld_until <= now.astimezone(giver.zone).date()):
            due.append(each)
    if due:
        _turn(due, by=None, until=None)
    return len(due)


def _givers(account_ids: Iterable[UUID]) -> dict[tuple[UUID, str], User]:
    grants = MoneyAccountAccess.objects.filter(account__in=list(account_ids)).select_related("person")
    return {(each.account_id, each.role): each.person for each in grants}


def _database_clock() -> datetime:
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _locked(entry: Transaction, by: User, version: int | None) -> tuple[list[Transaction], Transaction]:
    """The entry and what goes with it, locked."""
    ids = {entry.pk}
    for pair in transfers_of([entry.pk]):
        ids |= {pair.outgoing_id, pair.incoming_id}
    ids |= set(entry.refunds.filter(deleted_at__isnull=True).values_list("pk", flat=True))
    found = lock_all(ids)
    fresh = found[entry.pk]
    role = role_of(by, fresh.account_id)
    if fresh.withheld not in ("", role):
        raise errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise errors.Conflict(fresh)
    own = owned_accounts(by, found.values())
    roles = {account_id: role_of(by, account_id) for account_id in own}
    theirs = [each for each in found.values() if each.withheld in ("", roles.get(each.account_id, ""))]
    return [each for each in theirs if each.account_id in own], fresh


def _turn(entries: Sequence[Transaction], *, by: User | None, until: date | None) -> None:
    """Store the day, or its end, move the cells, and tell each person what that is to them."""
    before = postings_now(entries)
    was = {each.pk: each.withheld for each in entries}
    for each in entries:
        if until is None:
            each.withheld = ""
        elif by is not None:
            each.withheld = each.withheld or role_of(by, each.account_id)
        each.withheld_until = until
        each.version += 1
        each.save(update_fields=["withheld", "withheld_until", "version", "updated_at"])
    balances = post(postings_now(entries), before)
    news: dict[UUID, list[Told]] = defaultdict(list)
    for each in entries:
        announce(TransactionsChanged(each.account_id, (each.pk,)))
        news[each.account_id] += turned(each, was[each.pk])
        news[each.account_id] += told(changed_frame(each.account_id, [each.pk]), was[each.pk] or each.withheld)
    tell(news, balances, {each.account_id: each.account.currency for each in entries})
