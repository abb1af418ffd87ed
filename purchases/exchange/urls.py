from __future__ import annotations

from django.urls import path

from purchases.exchange.views import exports, imports

urlpatterns = [
    path("things/import/", imports.thing_import, name="thing_import"),
    path("things/import/<uuid:pk>/", imports.thing_import_detail, name="thing_import_detail"),
    path("things/import/<uuid:pk>/start/", imports.thing_import_start, name="thing_import_start"),
    path("things/import/<uuid:pk>/delete/", imports.thing_import_delete, name="thing_import_delete"),
    path("things/export/", exports.thing_export, name="thing_export"),
    path("things/export/file/", exports.thing_export_file, name="thing_export_file"),
]
