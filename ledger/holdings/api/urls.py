from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ledger.holdings.api import files, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("positions/", views.PositionsView.as_view(), name="api_positions"),
    path("positions/import/", files.PositionImportView.as_view(), name="api_positions_import"),
    path("positions/export/", files.PositionExportView.as_view(), name="api_positions_export"),
    path("positions/<uuid:key>/", views.PositionView.as_view(), name="api_position"),
    path("positions/<uuid:key>/closing/", views.ClosingView.as_view(), name="api_position_closing"),
    path("positions/<uuid:key>/moves/", views.MovesView.as_view(), name="api_position_moves"),
    path("positions/<uuid:key>/moves/<uuid:move>/", views.MoveView.as_view(), name="api_position_move"),
    path("positions/<uuid:key>/values/", views.ValuesView.as_view(), name="api_position_values"),
    path("", include("ledger.holdings.api.wallet_urls")),
]
