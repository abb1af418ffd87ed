"""What a machine outside the ledger says of payees that nobody could put into a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.categorising.applying import tell_of_changes
from ledger.core.models import Category, Transaction
from ledger.core.models.transactions import TransactionQuerySet
from ledger.core.posting import Posting, post, postings_of
from ledger.core.shares import share_all

AT_ONCE: Final = 500
Source = Transaction.CategorySource
Kind = Transaction.Kind
# Which entries a category of a kind is for.
_KINDS: Final = {Category.Kind.EXPENSE: (Kind.EXPENSE, Kind.REFUND), Category.Kind.INCOME: (Kind.INCOME,)}


@dataclass(frozen=True, slots=True)
class MachineChoice:
    """`confidence` is 0 to 1."""

    category: Category
    confidence: Decimal


def payees_without_category(person: User) -> list[str]:
    """Distinct payee keys of the person's own entries that nobody has put anywhere. Two queries."""
    return list(_open_entries(person).order_by("payee_key").values_list("payee_key", flat=True).distinct())


def take_machine_choices(*, person: User, choices: Mapping[str, MachineChoice], reason: str) -> int:
    """Put entries without a category where a machine says their payee belongs; how many.

    Only what has no category changes: never what a person, a rule or the ledger's own learning chose. In pieces of 500
    entries, each in a transaction of its own, so that running it twice, or half, does no harm.
    """
    wanted = list(_open_entries(person).filter(payee_key__in=list(choices)).order_by("pk").values_list("pk", flat=True))
    pieces = (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
    return sum(_take_piece(person, piece, choices, reason) for piece in pieces)


def _open_entries(person: User) -> TransactionQuerySet:
    kinds = [kind for each in _KINDS.values() for kind in each]
    open_entries = Transaction.objects.owned_by(person).live().filter(category=None, category_source=Source.NONE)
    return open_entries.filter(is_split=False, kind__in=kinds).exclude(payee_key="")


@database_transaction.atomic
def _take_piece(person: User, ids: Sequence[UUID], choices: Mapping[str, MachineChoice], reason: str) -> int:
    """Each entry is looked at again under its lock."""
    locked = _open_entries(person).filter(pk__in=ids).select_for_update(of=("self",)).select_related("account")
    changed: list[Transaction] = []
    before: list[Posting] = []
    for entry in locked.order_by("pk"):
        choice = choices[entry.payee_key]
        if entry.kind not in _KINDS.get(Category.Kind(choice.category.kind), ()):
            continue
        before += postings_of(entry)
        entry.category_id = choice.category.pk
        entry.category_source = Source.SIMILAR
        entry.category_confidence = choice.confidence
        entry.category_reason = reason
        entry.version += 1
        changed.append(entry)
    share_all((entry, ()) for entry in changed)
    fields = ["own_amount", "category", "category_source", "category_confidence", "category_reason", "version"]
    Transaction.objects.bulk_update(changed, fields)
    balances = post([posting for entry in changed for posting in postings_of(entry)], before)
    tell_of_changes(changed, balances)
    return len(changed)
