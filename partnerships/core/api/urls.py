from __future__ import annotations

from django.urls import path

from partnerships.core.api import views

urlpatterns = [
    path("partnerships/", views.PartnershipsView.as_view(), name="api_partnerships"),
    path("partnerships/current/", views.CurrentPartnershipView.as_view(), name="api_partnership"),
    path("partnerships/current/status/", views.PartnershipStatusView.as_view(), name="api_partnership_status"),
]
