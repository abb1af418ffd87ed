"""What the product says between the two of what happened, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from chat.models import Message
from config.kernel.formatting import active_locale, format_money

# By event; what stands in brackets comes from the message's details.
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
    "expense:added": gettext_lazy("%(who)s added a shared expense: %(title)s"),
    "settlement:made": gettext_lazy("%(payer)s paid %(payee)s %(amount)s to get even."),
    "settlement:undone": gettext_lazy("%(who)s took back a settlement."),
}
ICONS = {
    "partnership": "heart-handshake",
    "approval": "shield-check",
    "expense": "receipt",
    "settlement": "hand-coins",
}


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
    if "currency" in values:
        values["amount"] = format_money(Decimal(values["amount"]), values["currency"], active_locale()).text
    return str(text) % values


def icon_of(message: Message) -> str:
    return ICONS.get(message.event.partition(":")[0], "info")
