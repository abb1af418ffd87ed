from __future__ import annotations

from django.urls import path

from accounts.own_data import views

urlpatterns = [
    path("settings/data/", views.own_data, name="settings_data"),
    path("settings/data/import/", views.own_data_import, name="settings_data_import"),
]
