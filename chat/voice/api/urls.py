from __future__ import annotations

from django.urls import path

from chat.voice.api import views

urlpatterns = [
    path("chat/voice-to-text/", views.VoiceToTextView.as_view(), name="api_voice_to_text"),
    path("chat/text-to-voice/", views.TextToVoiceView.as_view(), name="api_text_to_voice"),
]
