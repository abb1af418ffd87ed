"""Calling a document otherwise, and deleting it: its bytes go once nobody has them any more."""

from __future__ import annotations

from django.db import transaction as database_transaction

from accounts.models import User
from ledger.core.errors import Conflict
from purchases.core.models import Purchase
from purchases.core.services import count_papers
from purchases.documents import errors
from purchases.documents.models import Attachment, Document
from purchases.documents.naming import tidy_name
from purchases.documents.services.attaching import hold_document
from purchases.documents.services.removing import delete_with_files
from purchases.documents.telling import tell, tell_of


@database_transaction.atomic
def change_document(
    *, document: Document, by: User, version: int | None = None, name: str | None = None, role: str | None = None
) -> Document:
    """Raises: Conflict where `version` is not the current one; FieldError, NoLongerThere."""
    fresh = hold_document(document, by)
    if version is not None and fresh.version != version:
        raise Conflict(fresh)
    if role is not None and role not in Document.Role.values:
        raise errors.role_unknown()
    fresh.name = fresh.name if name is None else tidy_name(name, fresh.kind)
    fresh.role = fresh.role if role is None else role
    fresh.version += 1
    fresh.save(update_fields=["name", "role", "version", "updated_at"])
    tell_of(Attachment.objects.filter(document=fresh))
    return fresh


@database_transaction.atomic
def delete_document(*, document: Document, by: User, version: int | None = None) -> None:
    """From wherever it hangs.

    Raises: Conflict where it was changed, or was hung on another thing meanwhile; NoLongerThere.
    """
    hung = Attachment.objects.filter(document=document)
    things = hung.filter(purchase__isnull=False).values_list("purchase", flat=True)
    # Things before the document: so does everybody who hangs one on a thing.
    held = list(Purchase.objects.select_for_update(of=("self",)).filter(pk__in=list(things), owner=by).order_by("pk"))
    fresh = hold_document(document, by)
    payments = set(hung.filter(transaction__isnull=False).values_list("transaction", flat=True))
    if (version is not None and fresh.version != version) or set(things.all()) != {each.pk for each in held}:
        raise Conflict(fresh)
    delete_with_files([fresh])
    for each in held:
        count_papers(each, Attachment.objects.filter(purchase=each).count())
    tell([each.pk for each in held], [key for key in payments if key is not None])
