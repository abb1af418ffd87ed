from __future__ import annotations

from django.urls import path

from accounts.backups import api

urlpatterns = [
    path("status/", api.StatusView.as_view(), name="api_backups_status"),
    path("", api.BackupsView.as_view(), name="api_backups"),
    path("plan/", api.PlanView.as_view(), name="api_backups_plan"),
    path("rehearse/", api.RehearsalView.as_view(), name="api_backups_rehearse"),
    path("heal/", api.HealingView.as_view(), name="api_backups_heal"),
    path("runs/", api.RunsView.as_view(), name="api_backups_runs"),
    path("runs/<uuid:key>/", api.RunView.as_view(), name="api_backups_run"),
    path("<str:name>/", api.ArchiveView.as_view(), name="api_backup"),
    path("<str:name>/verify/", api.VerificationView.as_view(), name="api_backup_verify"),
    path("<str:name>/download/", api.DownloadView.as_view(), name="api_backup_download"),
    path("<str:name>/restore/", api.RestoreView.as_view(), name="api_backup_restore"),
]
