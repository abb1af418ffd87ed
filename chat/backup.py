"""What a restored database is held against: what partners wrote, and what the assistant was asked and answered."""

from __future__ import annotations

from config.kernel.backup import figures

_ANSWERS = """
    SELECT id, person_id, conversation_id, role, content, intent, source FROM chat_assistantmessage ORDER BY id
"""

figures.register(
    figures.Rows(
        "conversations",
        {
            "messages": "SELECT id, partnership_id, place, kind, text, event FROM chat_message ORDER BY id",
            "conversations": "SELECT id, person_id, title FROM chat_conversation ORDER BY id",
            "answers": _ANSWERS,
            "actions": "SELECT id, message_id, kind, label, status FROM chat_assistantaction ORDER BY id",
        },
    )
)
