from __future__ import annotations

from django.urls import path

from ledger.reconciling.views import changes, pages, statements

urlpatterns = [
    path("transactions/reconcile/", pages.reconcile, name="reconcile"),
    path("transactions/reconcile/<uuid:pk>/", pages.reconcile_account, name="reconcile_account"),
    path("transactions/reconcile/<uuid:pk>/statement/", statements.reconcile_statement, name="reconcile_statement"),
    path("transactions/reconcile/<uuid:pk>/statement/tick/", statements.reconcile_tick, name="reconcile_tick"),
    path("transactions/reconcile/<uuid:pk>/statement/finish/", statements.reconcile_finish, name="reconcile_finish"),
    path("transactions/reconcile/<uuid:pk>/mend/", changes.reconcile_mend, name="reconcile_mend"),
    path("transactions/reconcile/<uuid:pk>/mend/undo/", changes.reconcile_mend_undo, name="reconcile_mend_undo"),
    path(
        "transactions/reconcile/<uuid:pk>/balances/<uuid:balance>/delete/",
        changes.reconcile_forget,
        name="reconcile_forget",
    ),
]
