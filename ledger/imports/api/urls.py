from __future__ import annotations

from django.urls import path

from ledger.imports.api import categories, mending, presets, views

urlpatterns = [
    path("imports/", views.ImportsView.as_view(), name="api_imports"),
    path("imports/<uuid:key>/", views.ImportView.as_view(), name="api_import"),
    path("imports/<uuid:key>/lines/", views.ImportLinesView.as_view(), name="api_import_lines"),
    path(
        "imports/<uuid:key>/lines/categories/",
        categories.ImportLineCategoriesView.as_view(),
        name="api_import_line_categories",
    ),
    path("imports/<uuid:key>/categories/", categories.ImportCategoriesView.as_view(), name="api_import_categories"),
    path("imports/<uuid:key>/columns/", mending.ImportColumnsView.as_view(), name="api_import_columns"),
    path("imports/<uuid:key>/corrections/", mending.ImportCorrectionsView.as_view(), name="api_import_corrections"),
    path("imports/<uuid:key>/answer/", views.ImportAnswerView.as_view(), name="api_import_answer"),
    path(
        "imports/<uuid:key>/batches/<int:statement>/account/",
        views.ImportAccountView.as_view(),
        name="api_import_account",
    ),
    path("imports/<uuid:key>/confirmation/", views.ConfirmationView.as_view(), name="api_import_confirmation"),
    path("imports/<uuid:key>/undo/", views.UndoView.as_view(), name="api_import_undo"),
    path("imports/<uuid:key>/again/", presets.AgainView.as_view(), name="api_import_again"),
    path("import-forms/", presets.PresetsView.as_view(), name="api_import_forms"),
    path("import-forms/<int:key>/", presets.PresetView.as_view(), name="api_import_form"),
]
