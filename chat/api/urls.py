from __future__ import annotations

from django.urls import include, path

from chat.api import views
from chat.api.extraction import ExtractExpenseView

urlpatterns = [
    path("", include("chat.assistant.api.urls")),
    path("", include("chat.voice.api.urls")),
    path("messages/", views.MessagesView.as_view(), name="api_messages"),
    path("messages/<uuid:key>/", views.MessageView.as_view(), name="api_message"),
    path("messages/<uuid:key>/read/", views.ReadView.as_view(), name="api_message_read"),
    path("chat/extract-expense/", ExtractExpenseView.as_view(), name="api_extract_expense"),
    path("partnerships/presence/", views.PresenceView.as_view(), name="api_presence"),
]
