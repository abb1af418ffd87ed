from __future__ import annotations

from django.urls import path

from ledger.exporting.views import pages

urlpatterns = [
    path("transactions/export/", pages.exports, name="exports"),
    path("transactions/export/file/", pages.export_file, name="export_file"),
]
