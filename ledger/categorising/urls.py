from __future__ import annotations

from django.urls import path

from ledger.categorising.views import rules, sorting

urlpatterns = [
    path("transactions/rules/", rules.rules, name="rules"),
    path("transactions/rules/add/", rules.rule_add, name="rule_add"),
    path("transactions/rules/preview/", rules.rule_preview, name="rule_preview"),
    path("transactions/rules/<uuid:pk>/", rules.rule_edit, name="rule_edit"),
    path("transactions/rules/<uuid:pk>/delete/", rules.rule_delete, name="rule_delete"),
    path("transactions/rules/<uuid:pk>/move/", rules.rule_move, name="rule_move"),
    path("transactions/rules/<uuid:pk>/apply/", rules.rule_apply, name="rule_apply"),
    path("transactions/<uuid:pk>/always/", rules.rule_always, name="rule_always"),
    path("transactions/sort/", sorting.transaction_sort, name="transaction_sort"),
    path("transactions/sort/<uuid:pk>/", sorting.transaction_file, name="transaction_file"),
]
