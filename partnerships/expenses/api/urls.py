from __future__ import annotations

from django.urls import path

from partnerships.expenses.api import views

urlpatterns = [
    path("shared-expenses/", views.SharedExpensesView.as_view(), name="api_shared_expenses"),
    path("shared-expenses/split/", views.ExpenseSplitView.as_view(), name="api_shared_expenses_split"),
    path("shared-expenses/<uuid:key>/", views.SharedExpenseView.as_view(), name="api_shared_expense"),
    path("shared-expenses/<uuid:key>/payments/", views.ExpensePaymentsView.as_view(), name="api_expense_payments"),
    path("shared-payments/", views.PaymentsView.as_view(), name="api_shared_payments"),
    path("shared-payments/<uuid:key>/", views.PaymentView.as_view(), name="api_shared_payment"),
    path("shared-payments/<uuid:key>/transaction/", views.PaymentLinkView.as_view(), name="api_shared_payment_link"),
]
