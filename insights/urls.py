from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("insights.pages.feed.urls")),
    path("", include("insights.pages.figures.urls")),
    path("", include("insights.pages.anomalies.urls")),
    path("", include("insights.pages.forecast.urls")),
    path("", include("insights.pages.investing.urls")),
    path("", include("insights.pages.advice.urls")),
    path("", include("insights.pages.language.urls")),
]
