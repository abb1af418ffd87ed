"""Several entries changed in one act: locked, posted and told together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from accounts.models import User
from config.kernel.events import announce
from config.kernel.live import Frame
from ledger.core import errors
from ledger.core.audience import tell
from ledger.core.events import TransactionsChanged
from ledger.core.frames import Told, changed_frame, new_frame, removed_frame, told, turned
from ledger.core.models import MoneyAccount, Transaction, TransactionLine
from ledger.core.posting import Posting, post, postings_of
from ledger.core.shares import share


def lock_all(ids: Iterable[UUID], *, binned: Collection[UUID] = ()) -> dict[UUID, Transaction]:
    """The entries as they stand now, locked until commit in the order of their ids.

    Raises NoLongerThere: one is gone, or is in the bin and not among `binned`.
    """
    wanted = sorted(set(ids))
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("account", "category")
    found = {each.pk: each for each in rows.filter(pk__in=wanted).order_by("pk")}
    if len(found) < len(wanted) or any(each.deleted_at and each.pk not in binned for each in found.values()):
        raise errors.NoLongerThere
    return found


def lines_of(entries: Iterable[Transaction]) -> dict[UUID, list[TransactionLine]]:
    """The parts of those that are split, in the order of their ids. One query, none where none is."""
    split = [each.pk for each in entries if each.is_split]
    found: dict[UUID, list[TransactionLine]] = {}
    for line in TransactionLine.objects.filter(transaction__in=split) if split else ():
        found.setdefault(line.transaction_id, []).append(line)
    return found


def postings_now(entries: Iterable[Transaction]) -> list[Posting]:
    """What the entries add to the sums as they stand; one query for each that is split."""
    return [
        posting
        for entry in entries
        for posting in postings_of(entry, list(entry.lines.all()) if entry.is_split else ())
    ]


def store_all(
    entries: Sequence[Transaction],
    before: Iterable[Posting],
    *,
    gone: Collection[UUID] = (),
    back: Collection[UUID] = (),
    was_withheld: Mapping[UUID, str] | None = None,
) -> None:
    """Store changed entries, move the sums from `before` to what they are now, and tell whoever sees them.

    `gone` went into the bin by this, `back` came out of it; `was_withheld` has who withheld those of which that
    changed.
    """
    for each in entries:
        each.version += 1
        each.save()
    balances = post(postings_now(entries), before)
    news: dict[UUID, list[Told]] = defaultdict(list)
    for each in entries:
        announce(TransactionsChanged(each.account_id, (each.pk,)))
        if was_withheld and each.pk in was_withheld:
            news[each.account_id] += turned(each, was_withheld[each.pk])
        news[each.account_id] += told(_frame(each, gone, back), each.withheld)
    tell(news, balances, {each.account_id: each.account.currency for each in entries})


def _frame(entry: Transaction, gone: Collection[UUID], back: Collection[UUID]) -> Frame:
    if entry.pk in gone:
        return removed_frame(entry.account_id, [entry.pk])
    if entry.pk in back:
        return new_frame(entry, entry.account)
    return changed_frame(entry.account_id, [entry.pk])


def owned_accounts(person: User, entries: Iterable[Transaction]) -> set[UUID]:
    """Those of the entries' accounts that `person` may change. One query."""
    wanted = {each.account_id for each in entries}
    return set(MoneyAccount.objects.owned_by(person).filter(pk__in=wanted).values_list("pk", flat=True))


def sees_all(person: User, entries: Iterable[Transaction]) -> bool:
    """Whether none of the entries is withheld from `person` or on an account they do not see in full. Two queries."""
    wanted = {each.pk for each in entries}
    return Transaction.objects.visible_to(person).filter(pk__in=wanted).count() == len(wanted)


def share_anew(entry: Transaction, parts: Sequence[TransactionLine] | None = None) -> None:
    """Set the owner's part of an entry that the caller stores. Its parts are stored here, unless new ones are given,
    which the caller stores as well.
    """
    if parts is not None:
        share(entry, parts)
        return
    lines = list(entry.lines.all()) if entry.is_split else []
    share(entry, lines)
    TransactionLine.objects.bulk_update(lines, ["own_amount"])
