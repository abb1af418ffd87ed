"""What voice answers to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

VOICE = read_table("""
    api/v1/chat/voice-to-text/               POST 401 415 415 415
    api/v1/chat/text-to-voice/               POST 401 400 400 400
""")
