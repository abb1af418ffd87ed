from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from chat.assistant.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("chat/messages/", views.AssistantMessagesView.as_view(), name="api_assistant_messages"),
    path("chat/stream/", views.AssistantStreamView.as_view(), name="api_assistant_stream"),
    path("chat/actions/<uuid:key>/", views.AssistantActionView.as_view(), name="api_assistant_action"),
    path("chat/conversations/", views.ConversationsView.as_view(), name="api_assistant_conversations"),
    path("chat/conversations/<uuid:key>/", views.ConversationView.as_view(), name="api_assistant_conversation"),
]
