"""What two people share, in the archive of either: what both see of it, and no line of the other's ledger."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from config.kernel.own_data.members import Member, keeps_of_person, rows, tables
from partnerships.agreements.models import Agreement
from partnerships.approvals.models import Approval
from partnerships.core.models import Member as Half
from partnerships.core.models import Partnership
from partnerships.dates.models import MoneyDate
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.inviting.models import Invitation
from partnerships.sharing.models import SharingRule
from partnerships.statements.models import Contribution, Settlement

_OF = "partnership_id"
_EXPENSE = (
    "id", _OF, "name", "amount", "frequency", "starts_on", "ends_on", "payer", "method", "first_percent", "notes",
    "status", "created_at",
)  # fmt: skip
_PAYMENT = (
    "id", _OF, "expense_id", "due_on", "payer", "amount", "paid_on", "payee", "first_share", "first_amount",
    "original_amount", "original_currency", "rate", "created_at",
)  # fmt: skip
_APPROVAL = (_OF, "kind", "title", "message", "status", "responded_at", "answer", "created_at")
_AGREEMENT = (
    "id", _OF, "starts_on", "method", "first_percent", "fixed_place", "fixed_amount", "income_months", "agreed_at",
)  # fmt: skip


@keeps_of_person
def shared_members(person: User) -> Iterator[Member]:
    """`payer` and the like are places: 0 and 1, named under `people`."""
    standing = Partnership.objects.visible_to(person)
    yield tables(
        "together.json",
        {
            "partnerships": lambda: rows(standing, "id", "status", "currency", "mode", "started_on", "ended_on"),
            "people": lambda: rows(Half.objects.filter(partnership__in=standing.values("pk")), _OF, "place", "name"),
            "agreements": lambda: rows(Agreement.objects.visible_to(person), *_AGREEMENT),
            "expenses": lambda: rows(SharedExpense.objects.visible_to(person), *_EXPENSE),
            "payments": lambda: rows(SharedPayment.objects.visible_to(person), *_PAYMENT),
            "settlements": lambda: rows(
                Settlement.objects.visible_to(person), _OF, "number", "payer", "amount", "settled_on", "note"
            ),
            "contributions": lambda: rows(
                Contribution.objects.visible_to(person), _OF, "month", "place", "required", "paid_on", "paid_amount"
            ),
            "approvals": lambda: rows(Approval.objects.visible_to(person), *_APPROVAL),
            "money_dates": lambda: rows(MoneyDate.objects.visible_to(person), _OF, "week", "step", "finished_at"),
            "shown_to_partner": lambda: rows(
                SharingRule.objects.visible_to(person).filter(person=person), "account_id", "category_id", "since"
            ),
            "invitations": lambda: rows(
                Invitation.objects.sent_by(person), "email", "message", "status", "created_at", "decided_at"
            ),
        },
    )
