"""What a person of the proof has sent to a language model, with their word in it."""

from __future__ import annotations

import json

from accounts.models import User
from insights.language.models import LanguageCall


def make_call(owner: User, word: str) -> dict[str, str]:
    """Ids, by the part of an address they follow."""
    body = {"model": "a-model", "system": f"{word}System", "messages": [{"role": "user", "content": f"{word}Asked"}]}
    call = LanguageCall.objects.create(
        person=owner,
        purpose="assistant",
        provider="openai",
        recipient="model.example",
        model="a-model",
        sent=json.dumps(body),
        received=json.dumps({"text": f"{word}Answer", "calls": []}),
        cost=600,
        status=LanguageCall.Status.DONE,
    )
    return {"calls": str(call.pk)}
