"""Questions, answers and actions as the API, streams and sockets give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chat.assistant.actions import may_undo
from chat.assistant.models import AssistantAction, AssistantMessage, Conversation


def message_shape(message: AssistantMessage) -> dict[str, Any]:
    """One query for its actions, unless they were fetched."""
    return {
        "id": str(message.pk),
        "conversation": str(message.conversation_id),
        "role": message.role,
        "content": message.content,
        "message": message.content,
        "timestamp": message.created_at.isoformat(),
        "source": message.source or None,
        "reason": message.reason or None,
        "suggestions": message.suggestions,
        "data": message.data,
        "links": message.links,
        "actions": [action_shape(each) for each in message.actions.all()] if message.role == "assistant" else [],
        "metadata": {
            "intent": message.intent or None,
            "tool": message.understood.get("tool"),
            "record": str(message.record) if message.record else None,
        },
    }


def messages_shape(messages: Iterable[AssistantMessage]) -> list[dict[str, Any]]:
    return [message_shape(each) for each in messages]


def action_shape(action: AssistantAction) -> dict[str, Any]:
    return {
        "id": str(action.pk),
        "kind": action.kind,
        "label": action.label,
        "status": action.status,
        "payload": action.payload,
        "expires_at": action.expires_at.isoformat(),
        "can_undo": may_undo(action),
        "url": action.result.get("url"),
    }


def conversation_shape(talk: Conversation) -> dict[str, Any]:
    return {
        "id": str(talk.pk),
        "title": talk.title,
        "created_at": talk.created_at.isoformat(),
        "last_at": talk.last_at.isoformat(),
    }
