from __future__ import annotations

from django.urls import path

from insights.language.api import views

urlpatterns = [
    path("me/language/", views.LanguageView.as_view(), name="api_language"),
    path("me/language/calls/", views.CallsView.as_view(), name="api_language_calls"),
    path("me/language/calls/<uuid:key>/", views.CallView.as_view(), name="api_language_call"),
]
