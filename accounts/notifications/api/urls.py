from __future__ import annotations

from django.urls import path

from accounts.notifications.api import device_views, views

urlpatterns = [
    path("me/devices/", device_views.DevicesView.as_view(), name="api_devices"),
    path("me/devices/vapid/", device_views.VapidView.as_view(), name="api_devices_vapid"),
    path("me/devices/<uuid:key>/", device_views.DeviceView.as_view(), name="api_device"),
    path("notifications/", views.NotificationsView.as_view(), name="api_notifications"),
    path("notifications/read/", views.ReadAllView.as_view(), name="api_notifications_read"),
    path("notifications/unread/", views.UnreadView.as_view(), name="api_notifications_unread"),
    path("notifications/preferences/", views.PreferencesView.as_view(), name="api_notification_preferences"),
    path("notifications/<uuid:key>/", views.NotificationView.as_view(), name="api_notification"),
    path("notifications/<uuid:key>/read/", views.NotificationReadView.as_view(), name="api_notification_read"),
]
