from __future__ import annotations

from django.urls import path

from ledger.budgets.views import changes, editing, left, month

urlpatterns = [
    path("plan/", month.plan, name="plan"),
    path("plan/left/", left.plan_left, name="plan_left"),
    path("plan/make/", changes.plan_make, name="plan_make"),
    path("plan/<uuid:pk>/amount/", changes.plan_amount, name="plan_amount"),
    path("plan/<uuid:pk>/row/", month.plan_row, name="plan_row"),
    path("plan/<uuid:pk>/move/", changes.plan_move, name="plan_move"),
    path("plan/<uuid:pk>/suggestion/", changes.plan_suggestion, name="plan_suggestion"),
    path("plan/<uuid:pk>/not-now/", changes.plan_not_now, name="plan_not_now"),
    path("plan/<uuid:pk>/edit/", editing.plan_edit, name="plan_edit"),
    path("plan/<uuid:pk>/income/", editing.plan_income, name="plan_income"),
    path("plan/<uuid:pk>/add/", editing.plan_add, name="plan_add"),
    path("plan/<uuid:pk>/remove/", editing.plan_remove, name="plan_remove"),
    path("plan/<uuid:pk>/roll-over/", editing.plan_roll_over, name="plan_roll_over"),
    path("plan/<uuid:pk>/close/", editing.plan_close, name="plan_close"),
    path("plan/<uuid:pk>/delete/", editing.plan_delete, name="plan_delete"),
]
