from __future__ import annotations

from django.urls import path

from accounts.backups import pages

urlpatterns = [
    path("", pages.backups, name="staff_backups"),
    path("plan/", pages.plan, name="staff_backups_plan"),
    path("restoring/", pages.restoring, name="staff_backups_restoring"),
    path("<str:name>/", pages.backup, name="staff_backup"),
]
