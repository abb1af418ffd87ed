"""The stages of the language model's consent and what was sent (see `stages`): here there is no model to allow."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user_model

from prove.routing.language import make_call
from prove.schema_cases.way import Way


def language(way: Way) -> None:
    way.go("get", "me/language/")
    way.go("put", "me/language/", {"answers": False, "payees": False})
    owner = get_user_model().objects.get(pk=way.go("get", "me/")["id"])
    key = make_call(owner, "Sent")["calls"]
    way.go("get", "me/language/calls/", query={"limit": 5})
    way.go("get", "me/language/calls/{key}/", key=key)
    way.go("delete", "me/language/calls/")


LANGUAGE_STAGES: tuple[Callable[[Way], None], ...] = (language,)
