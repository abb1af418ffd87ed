from __future__ import annotations

from django.urls import path

from partnerships.sharing.api import views

urlpatterns = [
    path("partnerships/current/privacy/", views.PrivacyView.as_view(), name="api_privacy"),
]
