from __future__ import annotations

from django.urls import path

from accounts.keys.api import views

urlpatterns = [
    path("me/keys/", views.KeysView.as_view(), name="api_keys"),
    path("me/keys/<uuid:key>/", views.KeyView.as_view(), name="api_key"),
]
