from __future__ import annotations

from django.urls import path

from accounts.notifications import device_pages, views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/bell/", views.bell, name="notifications_bell"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("notifications/<uuid:pk>/open/", views.notification_open, name="notification_open"),
    path("notifications/<uuid:pk>/delete/", views.notification_delete, name="notification_delete"),
    path("settings/notifications/", views.settings_notifications, name="settings_notifications"),
    path("settings/notifications/devices/", device_pages.push_device_add, name="push_device_add"),
    path(
        "settings/notifications/devices/<uuid:pk>/remove/", device_pages.push_device_remove, name="push_device_remove"
    ),
    path("settings/notifications/devices/<uuid:pk>/test/", device_pages.push_device_test, name="push_device_test"),
    path("push-worker.js", device_pages.push_worker, name="push_worker"),
]
