"""One payment that stands twice on an account: one entry stays and takes what the other knew, the other is binned."""

from __future__ import annotations

from typing import Any

from django.db import transaction as database_transaction
from django.utils import timezone

from accounts.models import User
from ledger.core import embargo, errors, origins, parting
from ledger.core.models import Link, Transaction
from ledger.core.payees import payee_key, search_text
from ledger.core.services.filing import Filing, chosen_by_person, file_as, filing_of
from ledger.core.services.together import lock_all, owned_accounts, postings_now, sees_all, share_anew, store_all
from ledger.core.services.transfers import transfers_of, unpair_transfer

NOTES_LENGTH = 500
BETWEEN_NOTES = " · "


@database_transaction.atomic
def merge_transactions(*, keep: Transaction, gone: Transaction, merged_by: User) -> Transaction:
    """Make one entry of two of the same account and amount; returns the one that stays.

    It keeps what a person chose on either (its own choices first), both notes, and the day and the words of the
    bank where only the other one came from a file. The other goes into the bin and knows where to: restoring it
    undoes this, its file's lines stay known, so importing again brings nothing.

    Raises:
        NoLongerThere: an entry is gone, in the bin, or on an account that is not the person's.
        FieldError: twice the same, two accounts, two amounts; or only `gone` is half of a transfer.
    """
    if keep.pk == gone.pk:
        raise errors.same_entry("gone")
    _end_transfer_of_both(keep, gone)
    locked = lock_all([keep.pk, gone.pk])
    keep, gone = locked[keep.pk], locked[gone.pk]
    owned = owned_accounts(merged_by, [keep, gone])
    if len(owned) < len({keep.account_id, gone.account_id}) or not sees_all(merged_by, [keep, gone]):
        raise errors.NoLongerThere
    if keep.account_id != gone.account_id:
        raise errors.other_account("gone")
    if keep.amount != gone.amount:
        raise errors.amounts_differ("gone")
    before = postings_now([keep, gone])
    changes = _take_over(keep, gone)
    share_anew(keep)
    was = embargo.spread_to([keep, gone], merged_by)
    gone.deleted_at = timezone.now()
    Transaction.objects.filter(refund_of=gone).update(refund_of=keep)
    Link.objects.filter(kind=Link.Kind.REFUND, other=gone).update(other=keep)
    Link.objects.create(kind=Link.Kind.MERGE, entry=keep, other=gone, before=changes)
    store_all([keep, gone], before, gone=[gone.pk], was_withheld=was)
    return keep


@database_transaction.atomic
def unmerge_transactions(*, link: Link) -> list[Transaction]:
    """Take the other entry out of the bin again; the one that stayed gets back what nobody has changed since.

    Remembered, so that the two are not taken for one again. Raises NoLongerThere.
    """
    locked = lock_all([link.entry_id, link.other_id], binned=[link.entry_id, link.other_id])
    if not Link.objects.filter(pk=link.pk).delete()[0]:
        raise errors.NoLongerThere
    kept, back = locked[link.entry_id], locked[link.other_id]
    before = postings_now([kept, back])
    back.deleted_at = None
    give_back(kept, link.before)
    for each in (kept, back):
        share_anew(each)
    store_all([kept, back], before, back=[back.pk])
    parting.current().parted(Link.Kind.MERGE, kept.pk, back.pk)
    return [back, kept]


@database_transaction.atomic
def forget_merged(*, link: Link) -> None:
    """The other entry is about to be erased: the one that stayed gets back what nobody has changed since."""
    kept = lock_all([link.entry_id], binned=[link.entry_id])[link.entry_id]
    before = postings_now([kept])
    give_back(kept, link.before)
    share_anew(kept)
    link.delete()
    store_all([kept], before)


def give_back(entry: Transaction, changes: dict[str, list[Any]]) -> None:
    """Undo the changes of a link, as far as the entry still is as the link had made it; the caller stores it."""
    for name, (was, became) in changes.items():
        if name == "filing":
            if filing_of(entry) == became:
                file_as(entry, was)
        elif _json(entry, name) == became:
            column: Any = Transaction._meta.get_field(name)
            setattr(entry, name, column.to_python(was))
    _describe(entry)


def _end_transfer_of_both(keep: Transaction, gone: Transaction) -> None:
    """Two transfers that are one: that of `gone` ends. One that `keep` knows nothing of must not be lost."""
    pair = transfers_of([gone.pk]).first()
    if pair is None:
        return
    if not transfers_of([keep.pk]).exists():
        raise errors.part_of_transfer()
    unpair_transfer(pair=pair)


def _take_over(keep: Transaction, gone: Transaction) -> dict[str, list[Any]]:
    """Give `keep` what `gone` knew better; returns what changed."""
    wanted: dict[str, Any] = {"notes": _joined(keep.notes, gone.notes), "payee": keep.payee or gone.payee}
    from_file = origins.current().of([keep.pk, gone.pk])
    if gone.pk in from_file and keep.pk not in from_file:
        wanted["booked_on"] = gone.booked_on
        wanted["raw_kind"] = gone.raw_kind or keep.raw_kind
        wanted["occurred_at"] = keep.occurred_at or gone.occurred_at
    wanted["is_pending"] = keep.is_pending and gone.is_pending
    wanted["reconciled_on"] = keep.reconciled_on or gone.reconciled_on
    changes: dict[str, list[Any]] = {}
    for name, value in wanted.items():
        was = _json(keep, name)
        setattr(keep, name, value)
        if _json(keep, name) != was:
            changes[name] = [was, _json(keep, name)]
    _describe(keep)
    was, better = filing_of(keep), filing_of(gone)
    if _is_better(better, was):
        file_as(keep, better)
        changes["filing"] = [was, filing_of(keep)]
    return changes


def _is_better(other: Filing, own: Filing) -> bool:
    """A person's choice over a machine's, a machine's over none; half of a transfer stays one."""
    transfer = Transaction.Kind.TRANSFER
    if chosen_by_person(own) or transfer in (own["kind"], other["kind"]):
        return False
    linked = other["refund_of"] is not None and own["refund_of"] is None
    return linked or chosen_by_person(other) or (own["category"] is None and other["category"] is not None)


def _joined(own: str, other: str) -> str:
    if not other or other.casefold() in own.casefold():
        return own
    return f"{own}{BETWEEN_NOTES}{other}"[:NOTES_LENGTH] if own else other


def _json(entry: Transaction, name: str) -> Any:
    value = getattr(entry, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _describe(entry: Transaction) -> None:
    entry.payee_key = payee_key(entry.payee)
    entry.search_text = search_text(entry.payee, entry.notes)
