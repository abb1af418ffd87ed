from __future__ import annotations

from django.urls import path

from accounts.keys import views

urlpatterns = [
    path("settings/keys/", views.keys, name="settings_keys"),
    path("settings/keys/<uuid:pk>/revoke/", views.key_revoke, name="key_revoke"),
]
