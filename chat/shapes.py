"""Messages as the API and live frames give them, each reader's own: what they see, in their language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from chat.models import Message
from chat.wording import text_of
from ledger.core.models import Transaction
from partnerships.core.models import Member

Members = Mapping[UUID, Mapping[int, Member]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a reader may know around some messages: who wrote them, and the entries of theirs that the reader sees."""

    members: Members
    entries: Mapping[UUID, Transaction]

    def names(self, message: Message) -> dict[int, str]:
        return {place: str(each) for place, each in self.members.get(message.partnership_id, {}).items()}

    def writer(self, message: Message) -> Member | None:
        place = message.place
        return None if place is None else self.members.get(message.partnership_id, {}).get(place)


def surroundings(messages: Collection[Message], reader: User) -> Surroundings:
    """Two queries at most three: the members, and the entries the messages are about as far as `reader` sees them."""
    members: dict[UUID, dict[int, Member]] = {}
    found = Member.objects.filter(partnership__in={each.partnership_id for each in messages}).select_related("person")
    for member in found:
        members.setdefault(member.partnership_id, {})[member.place] = member
    return Surroundings(members, entries_seen({each.transaction_id for each in messages}, reader))


def entries_seen(keys: Iterable[UUID | None], reader: User) -> dict[UUID, Transaction]:
    wanted = {each for each in keys if each is not None}
    if not wanted:
        return {}
    seen = Transaction.objects.visible_to(reader).live().filter(pk__in=wanted)
    return {each.pk: each for each in seen.select_related("account", "category")}


def message_shape(message: Message, around: Surroundings) -> dict[str, Any]:
    writer = around.writer(message)
    return {
        "id": str(message.pk),
        "partnership": str(message.partnership_id),
        "sender": str(writer.person_id) if writer and writer.person_id else None,
        "sender_name": str(writer) if writer else "",
        "kind": message.kind,
        "event": message.event,
        "text": text_of(message, around.names(message)),
        "about": _about(message, around),
        "client_id": str(message.client_id) if message.client_id else None,
        "read_at": message.read_at,
        "created_at": message.created_at,
    }


def _about(message: Message, around: Surroundings) -> dict[str, Any] | None:
    """Of an entry the reader does not see (any more) only that it is one."""
    if message.transaction_id is not None:
        entry = around.entries.get(message.transaction_id)
        shown = {"id": str(entry.pk), "title": entry.payee or entry.get_kind_display()} if entry else {}
        return {"kind": "transaction", "id": None, "title": "", **shown}
    if message.expense_id is not None and message.expense is not None:
        return {"kind": "shared_expense", "id": str(message.expense_id), "title": message.expense.name}
    if message.approval_id is not None and message.approval is not None:
        return {"kind": "approval", "id": str(message.approval_id), "title": message.approval.title}
    return None
