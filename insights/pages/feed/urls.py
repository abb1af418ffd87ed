from __future__ import annotations

from django.urls import path

from insights.pages.feed import views

urlpatterns = [
    path("insights/", views.insights, name="insights"),
    path("insights/gravest/", views.insight_gravest, name="insight_gravest"),
    path("insights/generate/", views.insight_generate, name="insight_generate"),
    path("insights/plan/", views.insight_plan, name="insight_plan"),
    path("insights/months/<str:month>/", views.insight_month, name="insight_month"),
    path("insights/<uuid:pk>/dismiss/", views.insight_dismiss, name="insight_dismiss"),
    path("insights/<uuid:pk>/restore/", views.insight_restore, name="insight_restore"),
]
