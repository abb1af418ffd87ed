"""What the product says between the two of what happened, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from chat.models import Message

# By event: with a name of who did it, and without one. `%(who)s`, `%(title)s`, `%(amount)s` come from the details.
_TEXTS: dict[str, str | Promise] = {
    "partnership:started": gettext_lazy("You are partners here from now on."),
    "partnership:paused": gettext_lazy("%(who)s paused your partnership."),
    "partnership:resumed": gettext_lazy("%(who)s let your partnership go on."),
    "partnership:ended": gettext_lazy("%(who)s ended your partnership."),
    "approval:requested": gettext_lazy("%(who)s asks: %(title)s"),
    "approval:approved": gettext_lazy("%(who)s approved: %(title)s"),
    "approval:declined": gettext_lazy("%(who)s declined: %(title)s"),
    "approval:withdrawn": gettext_lazy("%(who)s withdrew the question: %(title)s"),
    "approval:expired": gettext_lazy("Nobody answered in time: %(title)s"),
    "approval:outdated": gettext_lazy("Overtaken by another change: %(title)s"),
    "agreement:made": gettext_lazy("You agreed on how you split from %(day)s on."),
    "expense:added": gettext_lazy("%(who)s added a shared expense: %(title)s"),
    "expense:updated": gettext_lazy("%(who)s changed a shared expense: %(title)s"),
    "expense:deleted": gettext_lazy("%(who)s took away a shared expense: %(title)s"),
    "settlement:made": gettext_lazy("%(payer)s paid %(payee)s %(amount)s; you are even."),
}
ICONS = {
    "partnership": "heart-handshake",
    "approval": "shield-check",
    "agreement": "split",
    "expense": "receipt",
    "settlement": "hand-coins",
}


def knows(event: str) -> bool:
    return event in _TEXTS


def text_of(message: Message, names: dict[int, str]) -> str:
    """`names` by place; details hold places where they mean people, so that a new name counts in old lines too."""
    if message.kind == Message.Kind.TEXT:
        return message.text
    text = _TEXTS.get(message.event)
    if text is None:
        return message.text
    somebody = gettext("Somebody")
    values: dict[str, Any] = {
        "who": somebody,
        "payer": somebody,
        "payee": somebody,
        "title": "",
        "amount": "",
        "day": "",
    }
    for key, value in message.details.items():
        values[key] = names.get(value, somebody) if isinstance(value, int) else value
    return str(text) % values


def icon_of(message: Message) -> str:
    return ICONS.get(message.event.partition(":")[0], "info")
