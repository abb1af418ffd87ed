from __future__ import annotations

from django.urls import path

from ledger.budgets.api import looking, views

urlpatterns = [
    path("budgets/", views.BudgetsView.as_view(), name="api_budgets"),
    path("budgets/<str:month>/", views.MonthBudgetView.as_view(), name="api_budget"),
    path("budgets/<str:month>/summary/", looking.SummaryView.as_view(), name="api_budget_summary"),
    path("budgets/<str:month>/status/", looking.StatusView.as_view(), name="api_budget_status"),
    path("budgets/<str:month>/left-to-spend/", looking.LeftToSpendView.as_view(), name="api_budget_left"),
    path("budgets/<str:month>/check-purchase/", looking.CheckPurchaseView.as_view(), name="api_budget_check"),
    path("budgets/<str:month>/suggestions/", looking.SuggestionsView.as_view(), name="api_budget_suggestions"),
    path("budgets/<str:month>/what-if/", looking.WhatIfView.as_view(), name="api_budget_what_if"),
    path("budgets/<str:month>/allocations/<uuid:key>/", views.AllocationView.as_view(), name="api_allocation"),
    path("budgets/<str:month>/moves/", views.MovesView.as_view(), name="api_budget_moves"),
    path("budgets/<str:month>/closure/", views.ClosureView.as_view(), name="api_budget_closure"),
]
