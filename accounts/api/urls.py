from __future__ import annotations

from django.urls import include, path

from accounts.api import views
from accounts.api.avatar import AvatarView
from accounts.api.sessions import SessionsView, SessionView
from accounts.own_data.api import ExportView, ImportView
from accounts.trail.api import ActivityView

urlpatterns = [
    path("", include("accounts.keys.api.urls")),
    path("", include("accounts.notifications.api.urls")),
    path("", include("accounts.saved.api.urls")),
    path("admin/", include("accounts.staff.urls")),
    path("backups/", include("accounts.backups.api_urls")),
    path("me/activity/", ActivityView.as_view(), name="api_me_activity"),
    path("me/export/", ExportView.as_view(), name="api_me_export"),
    path("me/import/", ImportView.as_view(), name="api_me_import"),
    path("me/", views.MeView.as_view(), name="api_me"),
    path("me/income/", views.IncomeView.as_view(), name="api_me_income"),
    path("me/sessions/", SessionsView.as_view(), name="api_me_sessions"),
    path("me/sessions/<int:session_id>/", SessionView.as_view(), name="api_me_session"),
    path("me/avatar/", AvatarView.as_view(), name="api_me_avatar"),
]
