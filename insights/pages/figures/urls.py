from __future__ import annotations

from django.urls import path

from insights.pages.figures import views

urlpatterns = [
    path("insights/trends/", views.trends_page, name="trends"),
    path("insights/patterns/", views.patterns_page, name="patterns"),
    path("insights/summary/", views.summary_page, name="summary"),
]
