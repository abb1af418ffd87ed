from __future__ import annotations

from django.urls import path

from accounts.staff import api

urlpatterns = [
    path("status/", api.StatusView.as_view(), name="api_admin_status"),
    path("people/", api.PeopleView.as_view(), name="api_admin_people"),
    path("people/<uuid:key>/block/", api.BlockView.as_view(), name="api_admin_block"),
    path("audit/", api.AuditView.as_view(), name="api_admin_audit"),
]
