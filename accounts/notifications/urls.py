from __future__ import annotations

from django.urls import path

from accounts.notifications import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/bell/", views.bell, name="notifications_bell"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("notifications/<uuid:pk>/open/", views.notification_open, name="notification_open"),
    path("notifications/<uuid:pk>/delete/", views.notification_delete, name="notification_delete"),
    path("settings/notifications/", views.settings_notifications, name="settings_notifications"),
]
