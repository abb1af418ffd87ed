from __future__ import annotations

from django.urls import path

from insights.forecasting.api.views import ForecastView

urlpatterns = [path("insights/forecast/", ForecastView.as_view(), name="api_forecast")]
