from __future__ import annotations

from django.urls import path

from partnerships.sharing.api import views

urlpatterns = [
    path("partnerships/current/privacy/", views.PrivacyView.as_view(), name="api_privacy"),
    path("partnerships/current/sharing-rules/", views.RulesView.as_view(), name="api_sharing_rules"),
    path("partnerships/current/sharing-rules/<uuid:key>/", views.RuleView.as_view(), name="api_sharing_rule"),
    path("transactions/<uuid:key>/sharing/", views.WhoseView.as_view(), name="api_transaction_sharing"),
    path("transactions/<uuid:key>/embargo/", views.EmbargoView.as_view(), name="api_transaction_embargo"),
    path("money-accounts/<uuid:key>/joint/", views.JointView.as_view(), name="api_money_account_joint"),
]
