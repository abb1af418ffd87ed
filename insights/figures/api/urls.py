from __future__ import annotations

from django.urls import path

from insights.figures.api import views

urlpatterns = [
    path("insights/trends/", views.TrendsView.as_view(), name="api_trends"),
    path("insights/patterns/", views.PatternsView.as_view(), name="api_patterns"),
    path("insights/summary/", views.SummaryView.as_view(), name="api_summary"),
    path("insights/savings/", views.SavingsView.as_view(), name="api_savings"),
]
