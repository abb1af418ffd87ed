from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from chat.assistant.views import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("ask/", pages.ask, name="ask"),
    path("ask/forget/", pages.ask_forget_all, name="ask_forget_all"),
    path("ask/<uuid:pk>/", pages.ask_conversation, name="ask_conversation"),
    path("ask/<uuid:pk>/forget/", pages.ask_forget, name="ask_forget"),
    path("ask/answers/<uuid:pk>/", pages.ask_answer, name="ask_answer"),
    path("ask/actions/<uuid:pk>/confirm/", pages.ask_confirm, name="ask_confirm"),
    path("ask/actions/<uuid:pk>/dismiss/", pages.ask_dismiss, name="ask_dismiss"),
    path("ask/actions/<uuid:pk>/undo/", pages.ask_undo, name="ask_undo"),
]
