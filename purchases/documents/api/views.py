"""`documents/`: papers, what they hang on, and their bytes."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction as database_transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.core.models import Transaction
from purchases.core.api.views.base import ThingsView
from purchases.core.models import Claim, Purchase, Warranty
from purchases.documents import errors, services
from purchases.documents.api.bodies import AttachmentBody, DocumentBody, NewDocumentBody
from purchases.documents.api.docs import documents as docs
from purchases.documents.listing import ORDERS, DocumentFilter, find_documents, seen_by
from purchases.documents.models import Document
from purchases.documents.serving import content_response, thumbnail_response
from purchases.documents.shapes import document_shape

FILTERS: Final = ("purchase_id", "transaction", "role", "attached", "search", "ordering", "limit", "skip")


class DocumentsView(ThingsView):
    def shape_of(self, record: object) -> dict[str, Any]:
        if isinstance(record, Document):
            return document_shape(seen_by(self.person, [record])[0])
        return super().shape_of(record)

    def document_to_see(self, key: UUID) -> Document:
        seen = Document.objects.visible_to(self.person).select_related("file", "thumbnail")
        found = seen.filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def document_to_change(self, key: UUID) -> Document:
        """404 when the person does not see it, 403 when they see it and no more."""
        found = self.document_to_see(key)
        if found.owner_id != self.person.pk:
            raise PermissionDenied
        return found

    def places(self, body: dict[str, Any]) -> dict[str, Any]:
        """What a document is to hang on, looked up; empty where nothing is named. Raises a 400."""
        found: dict[str, Any] = {}
        if "purchase_id" in body:
            found["purchase"] = Purchase.objects.owned_by(self.person).filter(pk=body["purchase_id"]).first()
        if "transaction" in body:
            owned = Transaction.objects.owned_by(self.person).live()
            found["transaction"] = owned.filter(pk=body["transaction"]).first()
        for name, model in (("warranty", Warranty), ("claim", Claim)):
            if name in body:
                of_thing = model._default_manager.filter(purchase=found.get("purchase"), purchase__isnull=False)
                found[name] = of_thing.filter(pk=body[name]).first()
        for name, each in found.items():
            if each is None:
                raise does_not_exist("purchase_id" if name == "purchase" else name)
        if {"purchase", "transaction"} <= found.keys():
            raise errors.thing_or_payment()
        return found


class AllDocumentsView(DocumentsView):
    parser_classes = [MultiPartParser]
    heavy = ("POST",)

    @docs.LIST
    def get(self, request: Request) -> Response:
        """Two queries and those of `seen_by`; two more where payments are named."""
        parameters = self.parameters(request, *FILTERS)
        window = read_window(parameters)
        wanted = DocumentFilter(
            purchase_ids=parameters.ids("purchase_id"),
            transaction_ids=parameters.ids("transaction"),
            roles=parameters.choices("role", Document.Role.values),
            is_attached=parameters.flag("attached"),
            search=parameters.text("search") or "",
        )
        order = parameters.choice("ordering", ORDERS) or "-created_at"
        parameters.raise_refusals()
        found = find_documents(self.person, wanted, order)
        rows = list(found[window.skip : window.skip + window.limit])
        page = [document_shape(each) for each in seen_by(self.person, rows)]
        return Response(page_of(request, window, page, count=found.count()))

    @docs.CREATE
    def post(self, request: Request) -> Response:
        body = self.read(NewDocumentBody)
        self.places(body)
        file = body["file"]
        paper = services.read_paper(owner=self.person, upload=file, name=file.name or "")
        file.seek(0)
        return self._keep(request, paper, body)

    # An Idempotency-Key opens a transaction: a paper is looked at before it, or nobody else could write meanwhile.
    @happens_once
    def _keep(self, request: Request, paper: services.Paper, body: dict[str, Any]) -> Response:
        with database_transaction.atomic():
            places = self.places(body)
            role = body.get("role", Document.Role.RECEIPT)
            document, is_new = services.keep_paper(owner=self.person, paper=paper, role=role)
            if places:
                services.attach_document(document=document, by=self.person, **places)
        return answer(self.shape_of(document), 201 if is_new else 200)

    post.happens_once = True  # type: ignore[attr-defined]


class DocumentView(DocumentsView):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape_of(self.document_to_see(key)))

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        found, body = self.document_to_change(key), self.read(DocumentBody, partial=True)
        version = expected_version(request, body)
        said = {name: body[name] for name in ("name", "role") if name in body}
        return answer(self.shape_of(services.change_document(document=found, by=self.person, version=version, **said)))

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        version = expected_version(request)
        services.delete_document(document=self.document_to_change(key), by=self.person, version=version)
        return Response(status=204)


class ContentView(DocumentsView):
    @docs.CONTENT
    def get(self, request: Request, key: UUID) -> HttpResponseBase:
        return content_response(request._request, self.document_to_see(key))


class ThumbnailView(DocumentsView):
    @docs.THUMBNAIL
    def get(self, request: Request, key: UUID) -> HttpResponseBase:
        return thumbnail_response(request._request, self.document_to_see(key))


class AttachmentsView(DocumentsView):
    without_headers = ("If-Match",)

    @docs.ATTACH
    def post(self, request: Request, key: UUID) -> Response:
        found, body = self.document_to_change(key), self.read(AttachmentBody)
        places = self.places(body)
        if not places:
            raise errors.thing_or_payment()
        services.attach_document(document=found, by=self.person, **places)
        return answer(self.shape_of(found))

    @docs.DETACH
    def delete(self, request: Request, key: UUID) -> Response:
        found, parameters = self.document_to_change(key), self.parameters(request, "purchase_id", "transaction")
        said = {name: parameters.ids(name)[:1] for name in ("purchase_id", "transaction")}
        parameters.raise_refusals()
        services.detach_document(
            document=found,
            by=self.person,
            purchase=_named(Purchase.objects.owned_by(self.person), said["purchase_id"], "purchase_id"),
            transaction=_named(Transaction.objects.visible_to(self.person), said["transaction"], "transaction"),
        )
        return Response(status=204)


def _named(among: Any, keys: list[UUID], field: str) -> Any:
    """None where none is named. Raises a 400 of an id that leads nowhere."""
    if not keys:
        return None
    found = among.filter(pk=keys[0]).first()
    if found is None:
        raise does_not_exist(field)
    return found
