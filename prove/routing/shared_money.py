"""What somebody and their partner bear together; made after the couple."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import User
from partnerships.core.standing import current_standing
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.statements.balance import balance_of
from partnerships.statements.models import Contribution
from partnerships.statements.services import settle

DUE = date(2026, 3, 1)


def make_shared_money(person: User, word: str) -> dict[str, str]:
    """The ids by the part of an address they follow."""
    standing = current_standing(person)
    assert standing is not None, "the couple comes first"
    values = {"name": f"{word}Shared", "amount": Decimal("40.00"), "starts_on": DUE, "notes": f"{word}Notes"}
    expense, _asked = add_expense(standing=standing, values=values)
    paid = mark_paid(standing=standing, expense=expense, due_on=DUE, paid_on=DUE)
    owed = balance_of(standing.partnership)
    made = settle(standing=standing, expected_amount=abs(owed), settled_on=DUE, note=f"{word}Note")
    owed_to_pot = Contribution.objects.create(
        partnership=standing.partnership, month=DUE, place=standing.place, required=Decimal("20.00")
    )
    return {
        **dict.fromkeys(("settlements", "settlement"), str(made.pk)),
        "contribution": str(owed_to_pot.pk),
        **dict.fromkeys(("shared-expenses", "expenses", "sharedexpense"), str(expense.pk)),
        **dict.fromkeys(("shared-payments", "payments", "sharedpayment"), str(paid.pk)),
    }
