"""Money back for a purchase: it lowers what was spent there and is no income."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction as database_transaction
from django.db.models import Sum

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core import embargo, errors, parting
from ledger.core.models import Category, Link, Transaction
from ledger.core.services.filing import Filing, Part, exact_text, file_as, filing_of
from ledger.core.services.merging import give_back
from ledger.core.services.together import lock_all, owned_accounts, postings_now, sees_all, store_all
from ledger.core.services.transfers import transfers_of

Kind = Transaction.Kind
Source = Transaction.CategorySource
AS_ITS_PURCHASE = Decimal("0.95")
REASON_LENGTH = 120


@database_transaction.atomic
def link_refund(*, refund: Transaction, purchase: Transaction, linked_by: User) -> Transaction:
    """Say what a refund is for. It becomes a refund and takes the purchase's category, unless a person chose one.

    The person owns the refund's account and sees the purchase in full. More may come back than was paid (a deposit,
    an overpaid bill): see `given_back`. A refund that is linked already is linked anew.

    Raises:
        NoLongerThere: an entry is gone, in the bin, or on an account the person has no business with.
        FieldError: no money in, no purchase, two currencies, or half of a transfer.
    """
    locked = lock_all([refund.pk, purchase.pk])
    refund, purchase = locked[refund.pk], locked[purchase.pk]
    if not owned_accounts(linked_by, [refund]) or not sees_all(linked_by, [refund, purchase]):
        raise errors.NoLongerThere
    _check_fit(refund, purchase)
    if refund.refund_of_id == purchase.pk:
        return refund
    before = postings_now([refund])
    earlier = Link.objects.filter(kind=Link.Kind.REFUND, entry=refund, other=refund.refund_of_id).first()
    was = earlier.before["filing"][0] if earlier else filing_of(refund)
    Link.objects.filter(kind=Link.Kind.REFUND, entry=refund).delete()
    file_as(refund, _filed_as_refund(refund, purchase))
    changes = {"filing": [was, filing_of(refund)]}
    Link.objects.create(kind=Link.Kind.REFUND, entry=refund, other=purchase, before=changes)
    was = embargo.spread_to([refund], linked_by, source=purchase)
    store_all([refund], before, was_withheld=was)
    return refund


@database_transaction.atomic
def unlink_refund(*, refund: Transaction) -> Transaction:
    """The refund is of nothing any more, and filed as before unless somebody has filed it anew since.

    The caller owns its account. That it is not for this purchase is remembered. Raises NoLongerThere.
    """
    refund = lock_all([refund.pk])[refund.pk]
    purchase_id = refund.refund_of_id
    if purchase_id is None:
        raise errors.NoLongerThere
    before = postings_now([refund])
    links = Link.objects.filter(kind=Link.Kind.REFUND, entry=refund, other=purchase_id)
    for link in links:
        give_back(refund, link.before)
    refund.refund_of_id = None
    links.delete()
    store_all([refund], before)
    parting.current().parted(Link.Kind.REFUND, purchase_id, refund.pk)
    return refund


def given_back(purchase: Transaction) -> Decimal:
    """What has come back of a purchase, as a positive amount; with more than it cost, something is linked wrong."""
    refunds = purchase.refunds.filter(deleted_at__isnull=True, kind=Kind.REFUND)
    return refunds.aggregate(sum=Sum("amount"))["sum"] or ZERO


def _check_fit(refund: Transaction, purchase: Transaction) -> None:
    if refund.amount <= 0:
        raise errors.not_opposite("refund")
    if purchase.amount >= 0 or purchase.kind != Kind.EXPENSE:
        raise errors.not_a_purchase()
    if refund.account.currency != purchase.account.currency:
        raise errors.other_currency()
    if transfers_of([refund.pk]).exists():
        raise errors.part_of_transfer()


def _filed_as_refund(refund: Transaction, purchase: Transaction) -> Filing:
    own = filing_of(refund)
    filing = Filing(
        kind=Kind.REFUND.value,
        category=own["category"],
        source=own["source"],
        confidence=own["confidence"],
        reason=own["reason"],
        refund_of=str(purchase.pk),
        parts=own["parts"],
    )
    chosen = refund.category_source == Source.PERSON or refund.is_split
    if chosen and (refund.is_split or (refund.category and refund.category.kind == Category.Kind.EXPENSE)):
        return filing
    paid = filing_of(purchase)
    filing["category"], filing["parts"] = paid["category"], []
    filing["source"] = Source.SIMILAR.value if paid["category"] else ""
    filing["confidence"] = str(AS_ITS_PURCHASE) if paid["category"] else None
    filing["reason"] = purchase.payee[:REASON_LENGTH] if paid["category"] else ""
    if purchase.is_split and refund.amount == -purchase.amount:
        filing["parts"] = [_turned(part) for part in paid["parts"]]
    return filing


def _turned(part: Part) -> Part:
    amount, own_amount = (exact_text(-Decimal(each)) for each in (part["amount"], part["own_amount"]))
    return Part(category=part["category"], amount=amount, own_amount=own_amount, notes=part["notes"])
