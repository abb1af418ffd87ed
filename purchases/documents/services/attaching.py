"""Hanging a document on a thing or a payment, and taking it down. Its owner alone does, and on what they may change."""

from __future__ import annotations

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.core.errors import NoLongerThere
from ledger.core.models import Transaction
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.services import count_papers
from purchases.core.services.holding import hold
from purchases.documents import errors
from purchases.documents.models import Attachment, Document
from purchases.documents.telling import tell

MOST_PAPERS = 100


@database_transaction.atomic
def attach_document(
    *,
    document: Document,
    by: User,
    purchase: Purchase | None = None,
    transaction: Transaction | None = None,
    warranty: Warranty | None = None,
    claim: Claim | None = None,
) -> Attachment:
    """On a thing of the person's own, there perhaps on one of its warranties or claims, or on a payment they may
    change. Twice is once; the warranty and the claim are those said last.

    Raises: FieldError; NoLongerThere where the document or the thing is not theirs.
    """
    if (purchase is None) == (transaction is None):
        raise errors.thing_or_payment()
    if purchase is not None:
        return _on_thing(document, by, purchase, warranty, claim)
    for field, part in (("warranty", warranty), ("claim", claim)):
        if part is not None:
            raise errors.only_of_a_thing(field)
    assert transaction is not None
    return _on_payment(document, by, transaction)


def _on_thing(
    document: Document, by: User, purchase: Purchase, warranty: Warranty | None, claim: Claim | None
) -> Attachment:
    held = hold(purchase, by)
    if warranty is not None and not Warranty.objects.filter(pk=warranty.pk, purchase=held).exists():
        raise errors.not_of_this_thing("warranty")
    if claim is not None and not Claim.objects.filter(pk=claim.pk, purchase=held).exists():
        raise errors.not_of_this_thing("claim")
    hung = Attachment.objects.filter(purchase=held)
    fresh = hold_document(document, by)
    if held.papers >= MOST_PAPERS and not hung.filter(document=fresh).exists():
        raise errors.too_many_papers("purchase_id", MOST_PAPERS)
    attachment, _is_new = Attachment.objects.update_or_create(
        document=fresh, purchase=held, defaults={"warranty": warranty, "claim": claim}
    )
    count_papers(held, hung.count())
    tell([held.pk])
    return attachment


def _on_payment(document: Document, by: User, transaction: Transaction) -> Attachment:
    usable = Transaction.objects.owned_by(by).live()
    entry = usable.select_for_update(of=("self",), no_key=True).filter(pk=transaction.pk).first()
    if entry is None:
        raise errors.payment_not_usable()
    fresh = hold_document(document, by)
    hung = Attachment.objects.filter(transaction=entry)
    if not hung.filter(document=fresh).exists() and hung.count() >= MOST_PAPERS:
        raise errors.too_many_papers("transaction", MOST_PAPERS)
    attachment, _is_new = Attachment.objects.get_or_create(document=fresh, transaction=entry)
    tell(transactions=[entry.pk])
    return attachment


@database_transaction.atomic
def detach_document(
    *, document: Document, by: User, purchase: Purchase | None = None, transaction: Transaction | None = None
) -> None:
    """It stays among the person's papers. Twice is once. Raises NoLongerThere, FieldError."""
    if (purchase is None) == (transaction is None):
        raise errors.thing_or_payment()
    if purchase is not None:
        held = hold(purchase, by)
        fresh = hold_document(document, by)
        hung = Attachment.objects.filter(purchase=held)
        if hung.filter(document=fresh).delete()[0]:
            count_papers(held, hung.count())
            tell([held.pk])
        return
    assert transaction is not None
    fresh = hold_document(document, by)
    if Attachment.objects.filter(document=fresh, transaction=transaction).delete()[0]:
        tell(transactions=[transaction.pk])


def hold_document(document: Document, person: User) -> Document:
    """The person's document as it stands now, locked until commit; things are before it. Raises NoLongerThere."""
    fresh = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk, owner=person).first()
    if fresh is None:
        raise NoLongerThere
    return fresh
