"""What settling up or contributing can be refused for. Fields are those of the API's body."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import ALL, Overtaken


def nothing_to_settle() -> FieldError:
    return FieldError("expected_amount", _("You are even: there is nothing to settle."), "nothing_to_settle")


def balance_changed(current: dict[str, Any]) -> Overtaken:
    return Overtaken("balance_changed", _("What one of you owes has changed in the meantime. Look again."), current)


def one_half() -> FieldError:
    return FieldError("account", _("Choose an account or a payment, not both."), "one_half")


def other_currency() -> FieldError:
    return FieldError("account", _("This account has another currency than what you share."), "other_currency")


def not_fitting() -> FieldError:
    return FieldError("transaction", _("This payment has another amount or goes the other way."), "amounts_differ")


def already_filed() -> FieldError:
    return FieldError(
        "transaction", _("This payment is part of something else already. Take it out of that first."), "in_use"
    )


def has_half() -> Overtaken:
    return Overtaken("already_booked", _("Your half of this is in your ledger already."))


def names_no_row() -> Overtaken:
    return Overtaken("not_named", _("You have named no row of your ledger for this."))


def not_made_by_you() -> FieldError:
    return FieldError(ALL, _("Whoever made a settlement takes it back."), "not_made_by_you")


def too_late() -> FieldError:
    return FieldError(ALL, _("A settlement can be taken back for a day."), "too_late")


def settled_since() -> Overtaken:
    return Overtaken("settled_since", _("You have settled again since then."))


def already_paid() -> Overtaken:
    return Overtaken("already_paid", _("This is marked as paid already."))


def not_marked() -> Overtaken:
    return Overtaken("not_paid", _("This is not marked as paid."))


def not_marked_by_you() -> FieldError:
    return FieldError(ALL, _("Whoever marked it takes it back, on the same day."), "not_marked_by_you")


def not_a_first() -> FieldError:
    return FieldError("month", _("Name a month such as 2026-11."), "invalid")
