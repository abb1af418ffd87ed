from __future__ import annotations

from django.urls import path

from partnerships.linking.api import views

urlpatterns = [
    path("shared-expenses/proposals/", views.ProposalsView.as_view(), name="api_link_proposals"),
    path(
        "shared-expenses/proposals/<uuid:key>/acceptance/",
        views.ProposalAcceptanceView.as_view(),
        name="api_link_proposal_acceptance",
    ),
    path(
        "shared-expenses/proposals/<uuid:key>/decline/",
        views.ProposalDeclineView.as_view(),
        name="api_link_proposal_decline",
    ),
]
