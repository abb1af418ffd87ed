from __future__ import annotations

from django.urls import path

from partnerships.approvals.views import decisions, pages

urlpatterns = [
    path("together/approvals/", pages.approvals, name="approvals"),
    path("together/approvals/<uuid:pk>/", pages.approval_detail, name="approval_detail"),
    path("together/approvals/<uuid:pk>/approve/", decisions.approval_approve, name="approval_approve"),
    path("together/approvals/<uuid:pk>/decline/", decisions.approval_decline, name="approval_decline"),
    path("together/approvals/<uuid:pk>/withdraw/", decisions.approval_withdraw, name="approval_withdraw"),
]
