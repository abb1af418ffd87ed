from __future__ import annotations

from django.urls import path

from partnerships.statements.api import views

urlpatterns = [
    path("statements/<str:month>/", views.StatementView.as_view(), name="api_statement"),
    path("settlements/", views.SettlementsView.as_view(), name="api_settlements"),
    path("settlements/candidates/", views.CandidatesView.as_view(), name="api_settlement_candidates"),
    path("settlements/<uuid:key>/", views.SettlementView.as_view(), name="api_settlement"),
    path("contributions/", views.ContributionsView.as_view(), name="api_contributions"),
    path("contributions/current/", views.CurrentContributionsView.as_view(), name="api_contributions_current"),
    path("contributions/mark-paid/", views.MarkPaidView.as_view(), name="api_contributions_mark_paid"),
]
