from __future__ import annotations

from django.urls import path

from insights.investing.api.views import InvestmentsView, RebalancingView

urlpatterns = [
    path("insights/investments/", InvestmentsView.as_view(), name="api_investments"),
    path("insights/rebalancing/", RebalancingView.as_view(), name="api_rebalancing"),
]
