"""The stages of the assistant's conversation (see `stages`): here this server answers, since there is no model."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from prove.schema_cases.making import make_account
from prove.schema_cases.way import Way


def assistant(way: Way) -> None:
    make_account(way, "Asked about")
    answer = way.go("post", "chat/messages/", {"message": "coffee 4.75 at Starbucks", "client_id": str(uuid4())})
    talk = answer["conversation"]
    key = answer["actions"][0]["id"]
    way.go("get", "chat/messages/", query={"conversation": talk, "limit": 5})
    way.go("post", "chat/actions/{key}/", key=key)
    way.go("delete", "chat/actions/{key}/", key=key)
    way.go("post", "chat/stream/", {"message": "What is my net worth?", "conversation": talk})
    way.go("get", "chat/conversations/", query={"limit": 5})
    way.go("delete", "chat/conversations/{key}/", key=talk)
    way.go("delete", "chat/messages/")


ASSISTANT_STAGES: tuple[Callable[[Way], None], ...] = (assistant,)
