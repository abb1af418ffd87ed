"""Below /transactions/import/."""

from __future__ import annotations

from django.urls import path

from ledger.imports.views import categories, changes, pages, past

urlpatterns = [
    path("", pages.import_start, name="import_start"),
    path("sample/", pages.import_sample, name="import_sample"),
    path("history/", past.import_history, name="import_history"),
    path("forms/", past.import_presets, name="import_presets"),
    path("forms/<int:key>/", past.import_preset, name="import_preset"),
    path("forms/<int:key>/forget/", past.import_preset_forget, name="import_preset_forget"),
    path("<uuid:pk>/", pages.import_detail, name="import_detail"),
    path("<uuid:pk>/answer/", changes.import_answer, name="import_answer"),
    path("<uuid:pk>/columns/", changes.import_columns, name="import_columns"),
    path("<uuid:pk>/corrections/", changes.import_correction, name="import_correction"),
    path("<uuid:pk>/lines/", changes.import_lines, name="import_lines"),
    path("<uuid:pk>/lines/categories/", categories.import_line_categories, name="import_line_categories"),
    path("<uuid:pk>/categories/", categories.import_categories, name="import_categories"),
    path("<uuid:pk>/account/<int:statement>/", changes.import_account, name="import_account"),
    path("<uuid:pk>/confirmation/", changes.import_confirm, name="import_confirm"),
    path("<uuid:pk>/discard/", changes.import_discard, name="import_discard"),
    path("<uuid:pk>/undo/", changes.import_undo, name="import_undo"),
    path("<uuid:pk>/again/", changes.import_again, name="import_again"),
]
