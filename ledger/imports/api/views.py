"""`imports/`: a bank file from drop to undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.key_areas import IMPORTS
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.audit import record
from ledger.core.api.base import LedgerView, account_in_body
from ledger.core.models import MoneyAccount
from ledger.imports import sentences, services
from ledger.imports.api import docs
from ledger.imports.api.answers import VERDICTS
from ledger.imports.api.bodies import AnswerBody, BatchAccountBody, ChoicesBody, ConfirmationBody, ImportBody
from ledger.imports.api.shapes import import_shape, line_shape, refused_shape, summary_shape, undo_shape
from ledger.imports.checked import CheckedBatch, CheckedImport, CheckedLine
from ledger.imports.kinds import judge
from ledger.imports.line_categories import ChosenCategories
from ledger.imports.models import Import
from ledger.imports.previewing import preview
from ledger.imports.readers import FileRefused, RefusedLine
from ledger.imports.readers.packed import pack
from ledger.imports.reading_apart import is_large, need_reading, read_if_gone


class ImportedView(LedgerView):
    key_area = IMPORTS

    def found(self, key: UUID) -> Import:
        source = Import.objects.visible_to(self.person).select_related("person", "file").filter(pk=key).first()
        if source is None:
            raise Http404
        return source

    def shape_of(self, record: object) -> dict[str, Any]:
        return import_shape(record) if isinstance(record, Import) else super().shape_of(record)


class ImportsView(ImportedView):
    parser_classes = [MultiPartParser]
    heavy = ("POST",)

    @docs.IMPORT_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        imports = Import.objects.visible_to(self.person).order_by("-created_at")
        shown = [summary_shape(each) for each in imports[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=imports.count()))

    @docs.IMPORT_CREATE
    def post(self, request: Request) -> Response:
        body = self.read(ImportBody)
        account = None
        if "money_account" in body:
            account = account_in_body(self.person, body["money_account"], "money_account")
        file = body["file"]
        if is_large(file):
            return self._keep_unread(request, account)
        try:
            dropped = services.read_dropped(
                person=self.person, data=file.read(), filename=file.name or "", account=account
            )
        except FileRefused as refusal:
            raise invalid("file", sentences.refused_file(refusal), refusal.code) from refusal
        file.seek(0)
        return self._keep(request, dropped)

    # An Idempotency-Key opens a transaction: a large file is read before it, or nobody else could write meanwhile.
    @happens_once
    def _keep(self, request: Request, dropped: services.Dropped) -> Response:
        return Response(import_shape(services.keep_dropped(dropped)), status=201)

    @happens_once
    def _keep_unread(self, request: Request, account: MoneyAccount | None) -> Response:
        file = request.FILES["file"]
        kept = services.start_import(person=self.person, data=file, filename=file.name or "", account=account)
        return Response(import_shape(kept), status=201)

    post.happens_once = True  # type: ignore[attr-defined]


class ImportView(ImportedView):
    @docs.IMPORT_GET
    def get(self, request: Request, key: UUID) -> Response:
        return Response(import_shape(read_if_gone(self.found(key))))

    @docs.IMPORT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.discard_import(source=self.found(key))
        return Response(status=204)


class ImportLinesView(ImportedView):
    without_headers = ("If-Match",)

    @docs.IMPORT_LINES
    def get(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip", "verdict"))
        window = read_window(parameters)
        verdicts = parameters.choices("verdict", VERDICTS) or VERDICTS
        parameters.raise_refusals()
        need_reading(source)
        checked = preview(source)
        page = _lines_of(checked, verdicts, window.skip, window.limit)
        count = sum(_count(each, verdict) for each in checked.batches for verdict in verdicts)
        return Response(page_of(request, window, [self._shape(*each) for each in page], count=count))

    @docs.IMPORT_CHOICES
    def patch(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        choices = self.read(ChoicesBody)["choices"]
        return Response(import_shape(services.choose_lines(source=source, choices=choices)))

    def _shape(self, each: CheckedBatch, line: CheckedLine | RefusedLine) -> dict[str, Any]:
        if isinstance(line, RefusedLine):
            return refused_shape(each, line)
        [judged] = ChosenCategories(each).over([pack(line.line)], judge(self.person, [line.line], each.subtype))
        return line_shape(each, line, judged)


def _count(each: CheckedBatch, verdict: str) -> int:
    return len(each.statement.refused) if verdict == "refused" else each.count(verdict)


def _lines_of(
    checked: CheckedImport, verdicts: Sequence[str], skip: int, limit: int
) -> Iterator[tuple[CheckedBatch, CheckedLine | RefusedLine]]:
    """A page of the lines, verdict by verdict; only those that are shown are made."""
    for verdict in VERDICTS:
        for each in checked.batches if verdict in verdicts else ():
            count = _count(each, verdict)
            if skip < count and limit > 0:
                refused = each.statement.refused[skip : skip + limit] if verdict == "refused" else ()
                shown = refused or each.of(verdict, skip, limit)
                yield from ((each, line) for line in shown)
                limit -= len(shown)
            skip = max(0, skip - count)


class ImportAnswerView(ImportedView):
    @docs.IMPORT_ANSWER
    def post(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        answer = self.read(AnswerBody)["answer"]
        return Response(import_shape(services.answer_question(source=source, answer=answer)))


class ImportAccountView(ImportedView):
    without_headers = ("If-Match",)

    @docs.IMPORT_ACCOUNT
    def put(self, request: Request, key: UUID, statement: int) -> Response:
        source = self.found(key)
        batch = source.batches.select_related("source").filter(statement=statement).first()
        if batch is None:
            raise Http404
        body = self.read(BatchAccountBody)
        named = body.pop("money_account")
        said_nothing = not body and "money_account" not in request.data
        if said_nothing or (named is not None and body):
            raise invalid("money_account", docs.EITHER_OR, "either_or")
        account = account_in_body(self.person, named, "money_account") if named is not None else None
        return Response(import_shape(services.choose_account(batch=batch, account=account, draft=body)))


class ConfirmationView(ImportedView):
    @docs.CONFIRMATION
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        source = self.found(key)
        choices = self.read(ConfirmationBody).get("choices")
        return Response(import_shape(services.confirm_import(source=source, choices=choices)), status=202)


class UndoView(ImportedView):
    @docs.UNDO_PREVIEW
    def get(self, request: Request, key: UUID) -> Response:
        return Response(undo_shape(self.found(key)))

    @docs.UNDO
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        undone = services.undo_import(source=self.found(key))
        record("import_undone", person=self.person, request=request._request, source=str(key))
        return Response(import_shape(undone))
