from __future__ import annotations

from django.urls import path

from insights.advice.api import views

urlpatterns = [
    path("advice/purchase/", views.PurchaseAdviceView.as_view(), name="api_advice_purchase"),
    path("advice/", views.AdviceListView.as_view(), name="api_advice_list"),
    path("advice/<uuid:key>/", views.AdviceView.as_view(), name="api_advice"),
    path("advice/<uuid:key>/approval/", views.AdviceApprovalView.as_view(), name="api_advice_approval"),
    path("advice/<uuid:key>/purchase/", views.AdvicePurchaseView.as_view(), name="api_advice_bought"),
    path("advice/<uuid:key>/reminder/", views.AdviceReminderView.as_view(), name="api_advice_reminder"),
]
