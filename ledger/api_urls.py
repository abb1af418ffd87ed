"""Everything of the ledger under /api/v1/, and the API's own description."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from config.kernel.api import document

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ledger.core.api.urls")),
    path("schema/", document.schema, name="api_schema"),
    path("docs/", document.docs, name="api_docs"),
    path("", include("ledger.exporting.api.urls")),
    path("", include("ledger.budgets.api.urls")),
    path("", include("ledger.recurring.api.urls")),
    path("", include("ledger.goals.api.urls")),
    path("", include("ledger.holdings.api.urls")),
    path("", include("ledger.holdings.api.wallet_urls")),
    path("", include("ledger.reconciling.api.urls")),
    path("", include("ledger.pairing.api.urls")),
    path("", include("ledger.categorising.api.urls")),
    path("", include("ledger.imports.api.urls")),
]
