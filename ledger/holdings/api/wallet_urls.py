from __future__ import annotations

from django.urls import path

from ledger.holdings.api import wallets

urlpatterns = [
    path("wallets/", wallets.WalletsView.as_view(), name="api_wallets"),
    path("wallets/<uuid:key>/", wallets.WalletView.as_view(), name="api_wallet"),
    path("wallets/<uuid:key>/transactions/", wallets.WalletTransactionsView.as_view(), name="api_wallet_transactions"),
    path("wallets/<uuid:key>/sync/", wallets.WalletSyncView.as_view(), name="api_wallet_sync"),
]
