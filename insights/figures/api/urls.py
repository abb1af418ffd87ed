from __future__ import annotations

from django.urls import path

from insights.figures.api import views

urlpatterns = [path("insights/trends/", views.TrendsView.as_view(), name="api_trends")]
