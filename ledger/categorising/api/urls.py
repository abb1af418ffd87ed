from __future__ import annotations

from django.urls import path

from ledger.categorising.api import views

urlpatterns = [
    path("rules/", views.RulesView.as_view(), name="api_rules"),
    path("rules/<uuid:key>/", views.OneRuleView.as_view(), name="api_rule"),
    path("rules/<uuid:key>/preview/", views.RulePreviewView.as_view(), name="api_rule_preview"),
    path("rules/<uuid:key>/application/", views.RuleApplicationView.as_view(), name="api_rule_application"),
    path("ranking/classify/", views.ClassifyView.as_view(), name="api_classify"),
]
