from django.urls import path

from ledger.core.views import categories, entries, money_accounts, overview, rates, suggestions, transactions

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("transactions/", transactions.transactions, name="transactions"),
    path("transactions/add/", entries.transaction_add, name="transaction_add"),
    path("transactions/transfer/", entries.transfer_add, name="transaction_transfer"),
    path("transactions/bulk/", transactions.transactions_bulk, name="transactions_bulk"),
    path("transactions/bulk/undo/", transactions.transactions_bulk_undo, name="transactions_bulk_undo"),
    path("transactions/bin/", entries.transactions_bin, name="transactions_bin"),
    path("transactions/restore/", transactions.transactions_restore, name="transactions_restore"),
    path("transactions/<uuid:pk>/", entries.transaction_detail, name="transaction_detail"),
    path("transactions/<uuid:pk>/row/", transactions.transaction_row, name="transaction_row"),
    path("transactions/<uuid:pk>/category/", transactions.transaction_category, name="transaction_category"),
    path(
        "transactions/<uuid:pk>/category/undo/",
        transactions.transaction_category_undo,
        name="transaction_category_undo",
    ),
    path("transactions/<uuid:pk>/similar/", transactions.transaction_similar, name="transaction_similar"),
    path("transactions/<uuid:pk>/delete/", entries.transaction_delete, name="transaction_delete"),
    path("transactions/<uuid:pk>/restore/", entries.transaction_restore, name="transaction_restore"),
    path("money-accounts/", money_accounts.accounts_list, name="accounts_list"),
    path("money-accounts/add/", money_accounts.accounts_add, name="accounts_add"),
    path("money-accounts/rates/", rates.rates, name="rates"),
    path("money-accounts/rates/file/", rates.rates_file, name="rates_file"),
    path("money-accounts/rates/suggestion/", suggestions.transfer_suggestion, name="transfer_suggestion"),
    path("money-accounts/rates/<int:pk>/delete/", rates.rate_delete, name="rate_delete"),
    path("money-accounts/<uuid:pk>/", money_accounts.accounts_edit, name="accounts_edit"),
    path("money-accounts/<uuid:pk>/close/", money_accounts.accounts_close, name="accounts_close"),
    path("money-accounts/<uuid:pk>/delete/", money_accounts.accounts_delete, name="accounts_delete"),
    path("categories/", categories.categories, name="categories"),
    path("categories/add/", categories.category_add, name="category_add"),
    path("categories/<uuid:pk>/", categories.category_edit, name="category_edit"),
    path("categories/<uuid:pk>/delete/", categories.category_delete, name="category_delete"),
]
