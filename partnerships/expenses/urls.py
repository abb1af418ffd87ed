from __future__ import annotations

from django.urls import path

from partnerships.expenses.views import pages

urlpatterns = [
    path("together/expenses/", pages.shared_expenses, name="shared_expenses"),
    path("together/expenses/add/", pages.shared_expense_add, name="shared_expense_add"),
    path("together/expenses/<uuid:pk>/", pages.shared_expense, name="shared_expense"),
    path("together/expenses/<uuid:pk>/delete/", pages.shared_expense_delete, name="shared_expense_delete"),
    path("together/expenses/<uuid:pk>/pay/", pages.shared_expense_pay, name="shared_expense_pay"),
    path("together/payments/<uuid:pk>/undo/", pages.shared_payment_undo, name="shared_payment_undo"),
]
