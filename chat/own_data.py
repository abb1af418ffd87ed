"""What was talked about, in a person's archive: with the partner, and with the assistant."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from chat.assistant.models import AssistantAction, AssistantMessage, Conversation
from chat.models import Message
from config.kernel.own_data.members import Member, keeps_of_person, rows, tables

_ANSWER = ("conversation_id", "role", "content", "data", "source", "created_at")


@keeps_of_person
def talk_members(person: User) -> Iterator[Member]:
    """`place` says who of the two wrote it: see `people` of together.json."""
    yield tables(
        "talk.json",
        {
            "messages": lambda: rows(
                Message.objects.visible_to(person), "partnership_id", "place", "kind", "text", "created_at", "read_at"
            ),
            "conversations": lambda: rows(Conversation.objects.visible_to(person), "id", "title", "created_at"),
            "questions_and_answers": lambda: rows(AssistantMessage.objects.visible_to(person), *_ANSWER),
            "actions": lambda: rows(
                AssistantAction.objects.visible_to(person), "kind", "label", "status", "created_at"
            ),
        },
    )
