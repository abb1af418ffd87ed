from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("purchases.documents.urls")),
    path("", include("purchases.worth.urls")),
    path("", include("purchases.exchange.urls")),
    path("", include("purchases.pages.urls")),
]
