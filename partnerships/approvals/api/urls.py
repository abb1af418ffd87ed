from __future__ import annotations

from django.urls import path

from partnerships.approvals.api import views

urlpatterns = [
    path("approvals/", views.ApprovalsView.as_view(), name="api_approvals"),
    path("approvals/<uuid:key>/", views.ApprovalView.as_view(), name="api_approval"),
    path("approvals/<uuid:key>/approval/", views.ApproveView.as_view(), name="api_approval_approve"),
    path("approvals/<uuid:key>/decline/", views.DeclineView.as_view(), name="api_approval_decline"),
]
