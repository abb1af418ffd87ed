from __future__ import annotations

from django.urls import path

from partnerships.agreements.api import views

urlpatterns = [
    path("partnerships/current/agreement/", views.AgreementView.as_view(), name="api_agreement"),
    path("partnerships/current/settings/", views.SettingsView.as_view(), name="api_partnership_settings"),
]
