"""What a person decides about a file: the answer, the account, single lines, yes or no, and back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledger.core.errors import Conflict
from ledger.imports import services
from ledger.imports.forms import BatchAccountForm
from ledger.imports.models import Import
from ledger.imports.views.pages import detail_page, own_import, person


def do(request: HttpRequest, source: Import, act: Callable[[], object]) -> HttpResponse:
    """Act, and show the import as it stands then: a refusal in place, a lost race without a word."""
    try:
        act()
    except Conflict:
        return redirect("import_detail", pk=source.pk)
    except ValidationError as error:
        source.refresh_from_db()
        return detail_page(request, source, error=" ".join(error.messages))
    if request.headers.get("HX-Request"):
        source.refresh_from_db()
        return detail_page(request, source)
    return redirect("import_detail", pk=source.pk)


@login_required
@require_POST
def import_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = own_import(request, pk)
    answer = request.POST.get("answer", "")
    return do(request, source, lambda: services.answer_question(source=source, answer=answer))


@login_required
@require_POST
def import_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`choice` is 'statement:line=add' or '=skip'."""
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
        return detail_page(request, source, form=form)
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


@login_required
@require_POST
def import_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = own_import(request, pk)
    return do(request, source, lambda: services.undo_import(source=source))
