from __future__ import annotations

from django.urls import path

from insights.pages.language import views

urlpatterns = [
    path("settings/assistant/", views.language, name="language"),
    path("settings/assistant/calls/delete/", views.calls_delete, name="language_calls_delete"),
    path("settings/assistant/calls/<uuid:pk>/", views.call, name="language_call"),
]
