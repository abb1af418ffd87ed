from __future__ import annotations

from django.urls import path

from accounts.notifications.api import views

urlpatterns = [
    path("notifications/", views.NotificationsView.as_view(), name="api_notifications"),
    path("notifications/read/", views.ReadAllView.as_view(), name="api_notifications_read"),
    path("notifications/unread/", views.UnreadView.as_view(), name="api_notifications_unread"),
    path("notifications/preferences/", views.PreferencesView.as_view(), name="api_notification_preferences"),
    path("notifications/<uuid:key>/", views.NotificationView.as_view(), name="api_notification"),
    path("notifications/<uuid:key>/read/", views.NotificationReadView.as_view(), name="api_notification_read"),
]
