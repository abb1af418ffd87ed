"""What a person decides about a file: its columns, the answer, the account, single lines, yes or no, and back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.audit import record
from ledger.core.errors import Conflict
from ledger.imports import sentences, services
from ledger.imports.forms import BatchAccountForm, CorrectionForm
from ledger.imports.keeping import read_again
from ledger.imports.models import Import
from ledger.imports.readers import FileRefused
from ledger.imports.readers.roles import with_changes
from ledger.imports.views.check_page import Typed, Wanted
from ledger.imports.views.done_page import undo_context
from ledger.imports.views.pages import detail_page, own_import, person


def do(request: HttpRequest, source: Import, act: Callable[[], object], *, typed: Typed | None = None) -> HttpResponse:
    """Act, and show the import as it stands then: a refusal in place with what was `typed`, a lost race without a
    word.
    """
    try:
        act()
    except Conflict:
        return redirect("import_detail", pk=source.pk)
    except ValidationError as error:
        source.refresh_from_db()
        return detail_page(request, source, error=" ".join(error.messages), typed=typed)
    if request.headers.get("HX-Request"):
        source.refresh_from_db()
        return detail_page(request, source)
    return redirect(f"{reverse('import_detail', args=[source.pk])}{Wanted.of(request.GET).query()}")


@login_required
@require_POST
def import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`column-<index>` is a role. A role that only one column can have leaves the one that was not touched."""
    source = own_import(request, pk)
    if source.status != Import.Status.PREVIEW:
        return redirect("import_detail", pk=source.pk)
    current = {column.index: column.role for column in read_again(source).read.columns}
    sent = {index: role for index in current if (role := request.POST.get(f"column-{index}"))}
    roles = with_changes(current, sent)
    return do(request, source, lambda: services.choose_columns(source=source, roles=roles), typed=Typed(roles=roles))


@login_required
@require_POST
def import_correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the line `key` means; with `take_back` what was said of it is forgotten."""
    source = own_import(request, pk)
    key = request.POST.get("key", "")
    if "take_back" in request.POST:
        return do(request, source, lambda: services.forget_correction(source=source, key=key))
    form = CorrectionForm(request.POST, prefix=key)
    typed = Typed(correction=form)
    if source.status == Import.Status.PREVIEW and not form.is_valid():
        error = " ".join(str(message) for messages in form.errors.values() for message in messages)
        return detail_page(request, source, error=error, typed=typed)
    if source.status != Import.Status.PREVIEW:
        return redirect("import_detail", pk=source.pk)
    return do(request, source, lambda: services.correct_line(source=source, key=key, **form.cleaned_data), typed=typed)


@login_required
@require_POST
def import_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = own_import(request, pk)
    answer = request.POST.get("answer", "")
    return do(request, source, lambda: services.answer_question(source=source, answer=answer))


@login_required
@require_POST
def import_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`choice` is 'statement:line=add', '=skip' or '=merge'."""
    source = own_import(request, pk)
    key, _sign, choice = request.POST.get("choice", "").partition("=")
    return do(request, source, lambda: services.choose_lines(source=source, choices={key: choice}))


@login_required
@require_POST
def import_account(request: HttpRequest, pk: UUID, statement: int) -> HttpResponse:
    source = own_import(request, pk)
    batch = get_object_or_404(source.batches.select_related("account", "source"), statement=statement)
    if source.status != Import.Status.PREVIEW:
        return redirect("import_detail", pk=source.pk)
    form = BatchAccountForm(person(request), batch, request.POST)
    if form.is_valid():
        account = form.cleaned_data["account"]
        try:
            services.choose_account(batch=batch, account=account, draft=form.draft())
        except Conflict:
            pass
        except ValidationError as error:
            form.add_error(None, error.messages[0])
    if form.errors:
        return detail_page(request, source, typed=Typed(account=form))
    return redirect("import_detail", pk=source.pk)


@login_required
@require_POST
def import_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = own_import(request, pk)
    return do(request, source, lambda: services.confirm_import(source=source))


@login_required
@require_POST
def import_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = own_import(request, pk)
    try:
        services.discard_import(source=source)
    except Conflict:
        return redirect("import_detail", pk=source.pk)
    messages.success(request, _("The file was removed. Nothing was saved."))
    return redirect("import_start")


def _undo(request: HttpRequest, source: Import) -> None:
    services.undo_import(source=source)
    record("import_undone", person=source.person, request=request, source=str(source.pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What goes, above all what somebody has edited since; and then the undo itself."""
    source = own_import(request, pk)
    if request.method == "POST":
        return do(request, source, lambda: _undo(request, source))
    if not source.can_be_undone:
        return redirect("import_detail", pk=source.pk)
    return render(request, "ledger/imports/undo.html", undo_context(source))


@login_required
@require_POST
def import_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The kept file once more, as if it were dropped now."""
    source = own_import(request, pk)
    try:
        again = services.import_again(source=source)
    except FileRefused as refusal:
        messages.error(request, sentences.refused_file(refusal))
        return redirect("import_history")
    return redirect("import_detail", pk=again.pk)
