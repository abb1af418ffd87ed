from __future__ import annotations

from django.urls import include, path

from accounts import reauthentication, views

urlpatterns = [
    path("", include("accounts.keys.urls")),
    path("", include("accounts.trail.urls")),
    path("", include("accounts.own_data.urls")),
    path("", include("accounts.notifications.urls")),
    path("", include("accounts.saved.urls")),
    path("accounts/reauthenticate/provider/", reauthentication.by_provider, name="reauthenticate_by_provider"),
    path("settings/", views.profile, name="settings"),
    path("settings/look/", views.look, name="settings_look"),
    path("settings/security/", views.security, name="settings_security"),
    path("settings/sessions/end/", views.sessions_end, name="sessions_end"),
    path("settings/sessions/<int:session_id>/end/", views.session_end, name="session_end"),
    path("settings/avatar/", views.avatar_change, name="avatar_change"),
    path("settings/avatar/remove/", views.avatar_remove, name="avatar_remove"),
    path("settings/theme/", views.theme_change, name="theme_change"),
    path("settings/delete/", views.account_delete, name="account_delete"),
]
