"""What a person of the proof has asked and was answered, with their word in it, and what waits for their tap."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from chat.assistant.models import AssistantAction, AssistantMessage, Conversation


def make_conversation(owner: User, word: str) -> dict[str, str]:
    """Ids, by the part of an address they follow."""
    now = timezone.now()
    talk = Conversation.objects.create(person=owner, title=f"{word}Asked", last_at=now)
    common = {"person": owner, "conversation": talk}
    AssistantMessage.objects.create(**common, role="user", content=f"{word}Asked")
    answer = AssistantMessage.objects.create(**common, role="assistant", content=f"{word}Answer", source="local")
    action = AssistantAction.objects.create(
        person=owner,
        message=answer,
        kind="create_goal",
        label=f"{word}Goal",
        payload={"name": f"{word}Goal", "target_amount": "90.00", "currency": owner.currency, "target_date": None},
        expires_at=now + timedelta(days=1),
    )
    return {"ask": str(talk.pk), "conversations": str(talk.pk), "answers": str(answer.pk), "actions": str(action.pk)}
