from __future__ import annotations

from django.urls import path

from ledger.reconciling.api import views

urlpatterns = [
    path("money-accounts/<uuid:key>/bank-balances/", views.BankBalancesView.as_view(), name="api_bank_balances"),
    path(
        "money-accounts/<uuid:key>/bank-balances/<uuid:balance>/",
        views.BankBalanceView.as_view(),
        name="api_bank_balance",
    ),
    path("money-accounts/<uuid:key>/reconciliation/", views.ReconciliationView.as_view(), name="api_reconciliation"),
]
