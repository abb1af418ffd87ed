"""What a shared expense or payment can be refused for. Fields are those of the API's body."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import ALL, Overtaken


def name_missing() -> FieldError:
    return FieldError("name", _("Say what it is for."), "required")


def category_not_shared() -> FieldError:
    return FieldError("category", _("There is no such category that both of you have."), "does_not_exist")


def ends_before_start() -> FieldError:
    return FieldError("ends_on", _("It ends before it begins."), "ends_before_start")


def method_not_usable() -> FieldError:
    return FieldError("method", _("An exception is half each or by percent."), "invalid_choice")


def percent_needed() -> FieldError:
    return FieldError("first_percent", _("Say how many percent, between 0 and 100."), "required")


def nothing_changes() -> FieldError:
    return FieldError(ALL, _("This is how it is already."), "unchanged")


def status_not_usable() -> FieldError:
    return FieldError("status", _("An expense is active or archived."), "invalid_choice")


def not_due_then() -> FieldError:
    return FieldError("due_on", _("It is not due on that day."), "not_due")


def not_counted() -> FieldError:
    return FieldError(ALL, _("It is not counted at the moment."), "not_active")


def above_expense(field: str = "amount") -> FieldError:
    message = _("This is much more than was agreed on. Change the expense first: your partner is asked then.")
    return FieldError(field, message, "above_expense")


def day_to_come(field: str = "paid_on") -> FieldError:
    return FieldError(field, _("This day is still to come."), "day_to_come")


def day_too_early(field: str = "paid_on") -> FieldError:
    return FieldError(field, _("This is before you began to share."), "out_of_range")


def not_yours() -> FieldError:
    return FieldError(ALL, _("Whoever paid or recorded it takes it back."), "not_yours")


def comes_from_ledger() -> FieldError:
    return FieldError(ALL, _("Take back on the transaction itself that it is for both."), "comes_from_ledger")


def no_rate(currency: str) -> FieldError:
    return FieldError(
        ALL, _("There is no exchange rate for %(currency)s on that day."), "no_rate", {"currency": currency}
    )


def not_shareable() -> FieldError:
    return FieldError(ALL, _("Only spending and money back from it can be for both."), "not_shareable")


def is_withheld() -> FieldError:
    return FieldError(ALL, _("You hide this from your partner. Show it first."), "withheld")


def in_the_bin() -> FieldError:
    return FieldError(ALL, _("It is in the bin."), "in_the_bin")


def amounts_differ() -> FieldError:
    return FieldError("transaction", _("The amounts are not the same."), "amounts_differ")


def already_paid(payment_id: UUID | None) -> Overtaken:
    return Overtaken(
        "already_paid",
        _("This is marked as paid already."),
        {"payment": str(payment_id) if payment_id else None},
    )


def still_waits() -> Overtaken:
    return Overtaken("waits_for_approval", _("It waits for its first approval. Withdraw it and add it anew."))


def expense_gone() -> Overtaken:
    return Overtaken("item_moved", _("This has changed in the meantime, so nothing was done."))


def already_linked() -> Overtaken:
    return Overtaken("already_linked", _("This transaction belongs to another payment already."))
