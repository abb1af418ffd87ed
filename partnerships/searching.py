"""What two people share, in the search: expenses, settlements and what waits for the other. Both find it, and both
still find it once the partnership has ended.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.api.key_areas import PARTNERSHIPS
from config.kernel.search.registry import Draft, RecordSource, Shown, register, tells_audiences
from partnerships.approvals.models import Approval
from partnerships.core.models import Partnership
from partnerships.expenses.models import SharedExpense
from partnerships.statements.models import Settlement


@tells_audiences
def _audiences(person: User) -> Iterable[UUID]:
    """One query."""
    return Partnership.objects.visible_to(person).values_list("pk", flat=True)


class SharedExpenses(RecordSource):
    kind, label, icon, area, weight = "shared_expense", _("Shared expenses"), "receipt-text", PARTNERSHIPS, 0.06
    model, table = SharedExpense, SharedExpense._meta.db_table
    watched = ("partnership_id", "name", "notes", "starts_on")
    related = ("partnership",)

    def draft(self, record: SharedExpense) -> Draft:
        return Draft(record.pk, record.partnership_id, record.name, record.notes, at=record.starts_on)

    def shown(self, record: SharedExpense, mine: Container[UUID]) -> Shown:
        currency = record.partnership.currency
        return Shown(
            title=record.name,
            hint=str(record.get_frequency_display()),
            url=reverse("shared_expense", args=[record.pk]),
            record=record.pk,
            at=record.starts_on,
            amount=record.amount,
            currency=currency,
        )


class Settlements(RecordSource):
    kind, label, icon, area, weight = "settlement", _("Settlements"), "hand-coins", PARTNERSHIPS, 0.02
    model, table = Settlement, Settlement._meta.db_table
    watched = ("partnership_id", "note", "settled_on")
    related = ("partnership",)

    def draft(self, record: Settlement) -> Draft | None:
        """One without a note has no text to be found by."""
        if not record.note:
            return None
        return Draft(record.pk, record.partnership_id, record.note, at=record.settled_on)

    def shown(self, record: Settlement, mine: Container[UUID]) -> Shown:
        currency = record.partnership.currency
        return Shown(
            title=record.note,
            hint="",
            url=reverse("settlement", args=[record.pk]),
            record=record.pk,
            at=record.settled_on,
            amount=record.amount,
            currency=currency,
        )


class Approvals(RecordSource):
    kind, label, icon, area, weight = "approval", _("Approvals"), "badge-check", PARTNERSHIPS, 0.02
    model, table = Approval, Approval._meta.db_table
    watched = ("partnership_id", "title", "message", "answer")

    def draft(self, record: Approval) -> Draft:
        text = f"{record.message} {record.answer}"
        return Draft(record.pk, record.partnership_id, record.title, text, at=record.created_at.date())

    def shown(self, record: Approval, mine: Container[UUID]) -> Shown:
        url = reverse("approval_detail", args=[record.pk])
        return Shown(record.title, str(record.get_status_display()), url, record=record.pk, at=record.created_at)


for _source in (SharedExpenses(), Settlements(), Approvals()):
    register(_source)
