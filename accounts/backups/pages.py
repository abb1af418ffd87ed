"""Backups on the staff's site: how old the last one is, all there are, the plan, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.backups import services
from accounts.backups.api import BEGINS, DELETES, DOWNLOADS, PLANS, RESTORES, SEES
from accounts.backups.forms import PlanForm, RestoreForm
from accounts.backups.reading import state
from accounts.backups.words import commands
from accounts.models import User
from accounts.proof import require_proof
from config.kernel import coming_back
from config.kernel.backing_up import planning
from config.kernel.backing_up.handing_out import LastBackup
from config.kernel.backing_up.listing import Listed, listing
from config.kernel.backing_up.models import BackupRun
from config.kernel.backing_up.runs import AlreadyRunning
from config.kernel.backing_up.wishes import PartsApart
from config.kernel.backup.errors import BackupProblem
from config.kernel.sending import file_response

RUNS_SHOWN = 20
BEGUN_BY_BUTTON = {
    "make": BackupRun.Kind.BACKUP,
    "rehearse": BackupRun.Kind.REHEARSAL,
    "heal": BackupRun.Kind.HEALING,
}
View = Callable[..., HttpResponseBase]


def staff_page(view: View) -> View:
    """For staff who may see backups; others of the staff are refused, everybody else is sent to the log-in."""

    @wraps(view)
    def asked(request: HttpRequest, **named: Any) -> HttpResponseBase:
        need(request, SEES)
        return view(request, **named)

    return cast(View, admin.site.admin_view(asked))


def need(request: HttpRequest, permission: str) -> None:
    if not _person(request).has_perm(permission):
        raise PermissionDenied


@staff_page
def backups(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        need(request, BEGINS)
        kind = BEGUN_BY_BUTTON.get(request.POST.get("do", ""))
        if kind is None:
            raise Http404
        _begin(request, kind)
        return redirect("staff_backups")
    return _overview(request, PlanForm(instance=planning.current()))


@staff_page
def plan(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("staff_backups")
    need(request, PLANS)
    form = PlanForm(request.POST, instance=planning.current())
    if form.is_valid():
        services.change_plan(form.cleaned_data, by=_person(request), request=request)
        messages.success(request, _("The plan was changed."))
        return redirect("staff_backups")
    return _overview(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@staff_page
def backup(request: HttpRequest, name: str) -> HttpResponseBase:
    archive = listing().named(name)
    if archive is None:
        raise Http404
    person = _person(request)
    if request.method != "POST":
        return _one(request, archive, RestoreForm(person=person))
    act = {"verify": _verify, "download": _download, "delete": _delete, "restore": _restore}.get(
        request.POST.get("do", "")
    )
    if act is None:
        raise Http404
    return act(request, archive)


@staff_page
def restoring(request: HttpRequest) -> HttpResponse:
    """Waits, by a script, until the server is there again."""
    return TemplateResponse(request, "admin/backup_restoring.html", _context(request, _("Restoring")))


def _begin(request: HttpRequest, kind: str, archive: str = "") -> None:
    try:
        services.begin(kind, by=_person(request), request=request, archive=archive)
    except AlreadyRunning:
        messages.info(request, _("That is being done already."))
    else:
        messages.success(request, _("It is being done; what came of it stands below."))


def _verify(request: HttpRequest, archive: Listed) -> HttpResponse:
    need(request, BEGINS)
    _begin(request, BackupRun.Kind.VERIFICATION, archive.name)
    return redirect("staff_backups")


def _download(request: HttpRequest, archive: Listed) -> HttpResponseBase:
    need(request, DOWNLOADS)
    try:
        name, pieces = services.download(archive, by=_person(request), request=request)
    except BackupProblem as problem:
        messages.error(request, str(problem))
        return redirect("staff_backup", archive.name)
    return file_response(request, pieces, "application/zip", name)


def _delete(request: HttpRequest, archive: Listed) -> HttpResponse:
    need(request, DELETES)
    try:
        services.delete(archive, listing(), by=_person(request), request=request)
    except LastBackup:
        messages.error(request, _("It is the only backup there is."))
    except BackupProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The backup was deleted."))
    return redirect("staff_backups")


def _restore(request: HttpRequest, archive: Listed) -> HttpResponse:
    need(request, RESTORES)
    person = _person(request)
    form = RestoreForm(request.POST, person=person)
    if form.is_valid():
        try:
            services.check_typed(archive, form.cleaned_data["confirmation"])
            require_proof(person=person, password=form.cleaned_data.get("password", ""), session=request.session)
            services.check_opens(archive)
            services.restore(archive, by=person, request=request)
        except ValidationError as error:
            form.add_error(None, error)
        except PartsApart:
            form.add_error(None, _("Several processes serve this instance: stop them all, and restore by command."))
        except FileExistsError:
            form.add_error(None, _("A restore was asked for a moment ago."))
        else:
            return TemplateResponse(
                request,
                "admin/backup_restoring.html",
                {**_context(request, _("Restoring")), "archive": archive},
                status=HTTPStatus.ACCEPTED,
            )
    return _one(request, archive, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _overview(request: HttpRequest, form: PlanForm, status: int = HTTPStatus.OK) -> HttpResponse:
    runs = BackupRun.objects.select_related("started_by").order_by("-created_at")[:RUNS_SHOWN]
    context = {**_context(request, _("Backups")), "state": state(), "form": form, "runs": runs}
    return TemplateResponse(request, "admin/backups.html", context, status=status)


def _one(request: HttpRequest, archive: Listed, form: RestoreForm, status: int = HTTPStatus.OK) -> HttpResponse:
    told = {"archive": archive, "form": form, "may_restore": coming_back.is_possible(), "commands": commands(archive)}
    context = {**_context(request, archive.name), **told}
    return TemplateResponse(request, "admin/backup.html", context, status=status)


def _context(request: HttpRequest, title: str) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
