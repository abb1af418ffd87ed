from __future__ import annotations

from django.urls import path

from purchases.exchange.api import views

urlpatterns = [
    path("purchases/export/", views.ThingExportView.as_view(), name="api_purchases_export"),
    path("purchases/import/", views.ThingImportView.as_view(), name="api_purchases_import"),
    path("purchases/imports/", views.ThingImportsView.as_view(), name="api_purchases_imports"),
    path("purchases/imports/<uuid:key>/", views.ThingImportRecordView.as_view(), name="api_purchases_import_record"),
]
