from __future__ import annotations

from django.urls import include, path

from chat.views import comments, pages, presence

urlpatterns = [
    path("", include("chat.assistant.urls")),
    path("together/chat/", pages.chat, name="chat"),
    path("together/chat/panel/", pages.chat_panel, name="chat_panel"),
    path("together/chat/transactions/<uuid:pk>/", comments.chat_transaction, name="chat_transaction"),
    path("together/chat/expenses/<uuid:pk>/", comments.chat_expense, name="chat_expense"),
    path("together/chat/approvals/<uuid:pk>/", comments.chat_approval, name="chat_approval"),
    path("together/chat/messages/<uuid:pk>/read/", pages.chat_read, name="chat_read"),
    path("settings/partner/presence/", presence.presence_show, name="presence_show"),
]
