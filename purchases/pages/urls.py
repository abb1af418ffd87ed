from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("purchases.pages.adding.urls")),
    path("", include("purchases.pages.names.urls")),
    path("", include("purchases.pages.things.urls")),
    path("", include("purchases.pages.warranties.urls")),
    path("", include("purchases.pages.bought.urls")),
]
