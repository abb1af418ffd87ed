from __future__ import annotations

from django.urls import path

from insights.pages.anomalies import views

urlpatterns = [
    path("insights/unusual/", views.unusual, name="unusual"),
    path("insights/unusual/<uuid:pk>/usual/", views.unusual_is_usual, name="unusual_is_usual"),
    path("insights/unusual/<uuid:pk>/unusual/", views.unusual_take_back, name="unusual_take_back"),
]
