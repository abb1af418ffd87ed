from __future__ import annotations

from django.urls import path

from ledger.goals.api import views

urlpatterns = [
    path("goals/", views.GoalsView.as_view(), name="api_goals"),
    path("goals/summary/", views.SummaryView.as_view(), name="api_goals_summary"),
    path("goals/<uuid:key>/", views.GoalView.as_view(), name="api_goal"),
    path("goals/<uuid:key>/contribution/", views.ContributeView.as_view(), name="api_goal_contribution"),
    path("goals/<uuid:key>/contributions/", views.ContributionsView.as_view(), name="api_goal_contributions"),
    path(
        "goals/<uuid:key>/contributions/<uuid:contribution>/",
        views.ContributionView.as_view(),
        name="api_goal_contribution_one",
    ),
]
