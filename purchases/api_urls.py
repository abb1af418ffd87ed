from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("purchases.core.api.urls")),
    path("", include("purchases.documents.api.urls")),
    path("", include("purchases.exchange.api.urls")),
]
