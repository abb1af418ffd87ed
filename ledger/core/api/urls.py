from __future__ import annotations

from django.urls import path

from ledger.core.api import categories, category_icon, money_accounts, ranking, rates, reports, transactions, transfers

urlpatterns = [
    path("money-accounts/", money_accounts.MoneyAccountsView.as_view(), name="api_money_accounts"),
    path("money-accounts/<uuid:key>/", money_accounts.MoneyAccountView.as_view(), name="api_money_account"),
    path("money-accounts/<uuid:key>/closure/", money_accounts.ClosureView.as_view(), name="api_closure"),
    path("categories/", categories.CategoriesView.as_view(), name="api_categories"),
    path("categories/<uuid:key>/", categories.CategoryView.as_view(), name="api_category"),
    path("categories/<uuid:key>/override/", categories.OverrideView.as_view(), name="api_category_override"),
    path("categories/<uuid:key>/icon/", category_icon.CategoryIconView.as_view(), name="api_category_icon"),
    path("categories/<uuid:key>/merge/", categories.MergeView.as_view(), name="api_category_merge"),
    path("ranking/categories/", ranking.RankingCategoriesView.as_view(), name="api_ranking_categories"),
    path("ranking/priorities/", ranking.PrioritiesView.as_view(), name="api_priorities"),
    path("ranking/priorities/<uuid:key>/", ranking.PriorityView.as_view(), name="api_priority"),
    path("exchange-rates/", rates.RatesView.as_view(), name="api_rates"),
    path("exchange-rates/convert/", rates.ConvertView.as_view(), name="api_convert"),
    path("exchange-rates/file/", rates.RatesFileView.as_view(), name="api_rates_file"),
    path("exchange-rates/<int:key>/", rates.RateView.as_view(), name="api_rate"),
    path("transactions/", transactions.TransactionsView.as_view(), name="api_transactions"),
    path("transactions/bulk/", transfers.BulkView.as_view(), name="api_bulk"),
    path("transactions/balance/", reports.BalanceView.as_view(), name="api_balance"),
    path("transactions/analytics/", reports.AnalyticsView.as_view(), name="api_analytics"),
    path("transactions/<uuid:key>/", transactions.TransactionView.as_view(), name="api_transaction"),
    path("transactions/<uuid:key>/restoration/", transactions.RestorationView.as_view(), name="api_restoration"),
    path("transactions/<uuid:key>/refund/", transfers.RefundView.as_view(), name="api_refund"),
    path("transfers/", transfers.TransfersView.as_view(), name="api_transfers"),
    path("transfers/<uuid:key>/", transfers.TransferView.as_view(), name="api_transfer"),
]
