"""Messages and comments in the search, as the two wrote them. What the product says is found by what it is about."""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chat.models import Message
from config.kernel.api.key_areas import PARTNERSHIPS
from config.kernel.search.registry import Draft, RecordSource, Shown, register
from partnerships.core.models import Partnership


class Messages(RecordSource):
    kind, label, icon, area, weight = "message", _("Messages"), "message-circle", PARTNERSHIPS, 0.0
    is_bulk = True
    model, table = Message, Message._meta.db_table
    watched = ("partnership_id", "kind", "text")
    related = ("partnership",)

    def draft(self, record: Message) -> Draft | None:
        if record.kind != Message.Kind.TEXT:
            return None
        return Draft(record.pk, record.partnership_id, record.text, at=record.created_at.date())

    def shown(self, record: Message, mine: Container[UUID]) -> Shown:
        """A comment stands beside what it is about; on an entry that the reader may not see it stands in the chat."""
        url = reverse("chat")
        if record.expense_id is not None:
            url = reverse("shared_expense", args=[record.expense_id])
        elif record.approval_id is not None:
            url = reverse("approval_detail", args=[record.approval_id])
        elif record.partnership.status == Partnership.Status.ENDED:
            url = f"{url}?partnership={record.partnership_id}"
        return Shown(record.text, "", url, record=record.pk, at=record.created_at)


register(Messages())
