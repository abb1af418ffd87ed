from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("insights.feed.api.urls")),
    path("", include("insights.figures.api.urls")),
    path("", include("insights.forecasting.api.urls")),
    path("", include("insights.anomalies.api.urls")),
    path("", include("insights.investing.api.urls")),
    path("", include("insights.advice.api.urls")),
    path("", include("insights.language.api.urls")),
]
