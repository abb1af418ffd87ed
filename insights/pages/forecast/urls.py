from __future__ import annotations

from django.urls import path

from insights.pages.forecast import views

urlpatterns = [path("insights/forecast/", views.forecast_page, name="forecast")]
