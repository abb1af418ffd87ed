"""`backups/`: for staff with the permission, and for their keys."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.proof import require_proof_of
from accounts.backups import docs, services
from accounts.backups.reading import state
from accounts.backups.shapes import ArchiveOut, BackupStatusOut, PlanIn, PlanOut, RestoreIn, RunOut
from accounts.staff.api import StaffView
from config.kernel import coming_back
from config.kernel.api.errors import Conflict
from config.kernel.api.idempotency import happens_once
from config.kernel.api.key_areas import BACKUP_CONTENTS, BACKUPS
from config.kernel.api.pagination import Window, page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.backing_up import planning
from config.kernel.backing_up.handing_out import LastBackup
from config.kernel.backing_up.listing import Listed, listing
from config.kernel.backing_up.models import BackupRun
from config.kernel.backing_up.runs import AlreadyRunning
from config.kernel.backing_up.wishes import PartsApart
from config.kernel.backup.errors import BackupProblem
from config.kernel.sending import file_response

SEES, BEGINS = "kernel.view_backuprun", "kernel.add_backuprun"
PLANS, DELETES = "kernel.change_backupplan", "kernel.delete_backuprun"
DOWNLOADS, RESTORES = "kernel.download_backup", "kernel.restore_backup"


class BackupView(StaffView):
    key_area = BACKUPS
    needs_by_method: ClassVar[dict[str, str]] = {"POST": BEGINS, "PATCH": PLANS, "DELETE": DELETES}

    @property
    def needs(self) -> str:  # type: ignore[override]
        return self.needs_by_method.get(str(self.request.method), SEES)

    def begun(self, kind: str, archive: str = "") -> Response:
        try:
            run = services.begin(kind, by=self.staff, request=self.request._request, archive=archive)
        except AlreadyRunning as running:
            words = _("That is being done already.")
            raise Conflict(words, "already_running", current=RunOut(running.run).data) from running
        return Response(RunOut(run).data, status=202)

    def window(self) -> Window:
        parameters = Parameters(self.request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        return window


class StatusView(BackupView):
    @docs.STATUS
    def get(self, request: Request) -> Response:
        return Response(BackupStatusOut(state()).data)


class BackupsView(BackupView):
    @docs.LIST
    def get(self, request: Request) -> Response:
        window, found = self.window(), listing().archives
        shown = found[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [ArchiveOut(each).data for each in shown], count=len(found)))

    @docs.MAKE
    @happens_once
    def post(self, request: Request) -> Response:
        return self.begun(BackupRun.Kind.BACKUP)


class RehearsalView(BackupView):
    @docs.REHEARSE
    @happens_once
    def post(self, request: Request) -> Response:
        return self.begun(BackupRun.Kind.REHEARSAL)


class HealingView(BackupView):
    @docs.HEAL
    @happens_once
    def post(self, request: Request) -> Response:
        return self.begun(BackupRun.Kind.HEALING)


class RunsView(BackupView):
    @docs.RUNS
    def get(self, request: Request) -> Response:
        window, runs = self.window(), BackupRun.objects.order_by("-created_at", "pk")
        shown = runs[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, list(RunOut(shown, many=True).data), count=runs.count()))


class RunView(BackupView):
    @docs.RUN_ONE
    def get(self, request: Request, key: UUID) -> Response:
        run = BackupRun.objects.filter(pk=key).first()
        if run is None:
            raise Http404
        return Response(RunOut(run).data)


class PlanView(BackupView):
    without_headers = ("If-Match",)

    @docs.PLAN_GET
    def get(self, request: Request) -> Response:
        return Response(PlanOut(planning.current()).data)

    @docs.PLAN_CHANGE
    def patch(self, request: Request) -> Response:
        changes = self.read(PlanIn, partial=True)
        return Response(PlanOut(services.change_plan(changes, by=self.staff, request=request._request)).data)


class ArchiveView(BackupView):
    @docs.READ
    def get(self, request: Request, name: str) -> Response:
        return Response(ArchiveOut(found_by(name)).data)

    @docs.DELETE
    def delete(self, request: Request, name: str) -> Response:
        archives = listing()
        archive = archives.named(name)
        if archive is None:
            raise Http404
        try:
            services.delete(archive, archives, by=self.staff, request=request._request)
        except LastBackup as refusal:
            raise Conflict(_("It is the only backup there is."), "last_backup") from refusal
        except BackupProblem as problem:
            raise Conflict(str(problem), problem.code) from problem
        return Response(status=204)


class VerificationView(BackupView):
    @docs.VERIFY
    @happens_once
    def post(self, request: Request, name: str) -> Response:
        return self.begun(BackupRun.Kind.VERIFICATION, found_by(name).name)


class DownloadView(BackupView):
    key_area = BACKUP_CONTENTS
    heavy = ("GET",)
    needs_by_method: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "HEAD", "OPTIONS"), DOWNLOADS)

    @docs.DOWNLOAD
    def get(self, request: Request, name: str) -> StreamingHttpResponse:
        try:
            name, pieces = services.download(found_by(name), by=self.staff, request=request._request)
        except BackupProblem as problem:
            raise Conflict(str(problem), problem.code) from problem
        return file_response(request._request, pieces, "application/zip", name)


class RestoreView(BackupView):
    """No area: no key of anybody exchanges all data."""

    key_area = ""
    needs_by_method: ClassVar[dict[str, str]] = {"POST": RESTORES}

    @docs.RESTORE
    def post(self, request: Request, name: str) -> Response:
        archive = found_by(name)
        body: dict[str, Any] = self.read(RestoreIn)
        services.check_typed(archive, body["confirmation"])
        require_proof_of(request, body.get("password", ""))
        services.check_opens(archive)
        try:
            services.restore(archive, by=self.staff, request=request._request)
        except PartsApart as refusal:
            words = _("Several processes serve this instance: stop them all, and restore by command.")
            raise Conflict(words, "parts_apart") from refusal
        except FileExistsError as refusal:
            raise Conflict(_("A restore was asked for a moment ago."), "restore_waiting") from refusal
        return Response({"archive": archive.name, "seconds": coming_back.AFTER_SECONDS}, status=202)


def found_by(name: str) -> Listed:
    """Looked for among the names there are: no path is made of it."""
    archive = listing().named(name)
    if archive is None:
        raise Http404
    return archive
