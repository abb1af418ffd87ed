from __future__ import annotations

from django.urls import path

from accounts.trail import views

urlpatterns = [path("settings/activity/", views.activity, name="settings_activity")]
