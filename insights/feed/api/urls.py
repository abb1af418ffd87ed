from __future__ import annotations

from django.urls import path

from insights.feed.api import views

urlpatterns = [
    path("insights/", views.InsightsView.as_view(), name="api_insights"),
    path("insights/generate/", views.GenerateView.as_view(), name="api_insights_generate"),
    path("insights/spending/", views.SpendingView.as_view(), name="api_insights_spending"),
    path("insights/recommendations/", views.RecommendationsView.as_view(), name="api_insights_recommendations"),
    path("insights/months/<str:month>/", views.MonthWordsView.as_view(), name="api_insights_month"),
    path("insights/budget-recommendations/", views.BudgetAdviceView.as_view(), name="api_budget_recommendations"),
    path(
        "insights/budget-recommendations/application/",
        views.ApplyView.as_view(),
        name="api_budget_recommendations_apply",
    ),
    path("insights/<uuid:key>/", views.InsightView.as_view(), name="api_insight"),
]
