"""The rules of goals that a request can break. Fields are those of the API's bodies."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError

ALL = "non_field_errors"


class SharingRefused(Exception):
    """What both have is not as the request takes it to be: 409. `code` says which, `message` is for people.

    `current` is what the API adds of how it stands now.
    """

    def __init__(self, code: str, message: object, current: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.current = current


def in_closed_month() -> FieldError:
    return FieldError(ALL, _("A closed month has it in its plan. Archive it instead."), "in_closed_month")


def no_partner() -> SharingRefused:
    return SharingRefused("no_partnership", _("You have no partner here at the moment."))


def name_missing() -> FieldError:
    return FieldError("name", _("Say what it is for."), "required")


def priority_out_of_range() -> FieldError:
    return FieldError("priority", _("A priority is from 1 to 10."), "out_of_range")


def status_not_usable() -> FieldError:
    return FieldError("status", _("A goal is active or archived."), "invalid_choice")


def category_not_usable() -> FieldError:
    return FieldError("category", _("There is no such category."), "does_not_exist")


def category_not_shared() -> FieldError:
    return FieldError("category", _("There is no such category that both of you have."), "does_not_exist")


def account_not_shared() -> FieldError:
    return FieldError("money_account", _("Choose an account whose balance both of you see."), "not_shared")


def account_of_other_currency(currency: str) -> FieldError:
    message = _("The goal is in %(currency)s, and this account is not.")
    return FieldError("money_account", message, "other_currency", {"currency": currency})


def currency_stays() -> FieldError:
    return FieldError("currency", _("A goal keeps its currency."), "currency_fixed")


def currency_of_partnership(currency: str) -> FieldError:
    message = _("What both save for is in %(currency)s.")
    return FieldError("currency", message, "other_currency", {"currency": currency})


def stays_whose_it_is() -> FieldError:
    return FieldError("shared", _("A goal stays yours or both of yours. Make a new one."), "shared_fixed")


def too_many(most: int) -> FieldError:
    return FieldError(ALL, _("%(most)s goals are the most."), "too_many", {"most": most})


def not_open() -> FieldError:
    return FieldError(ALL, _("It is archived, or waits for approval: nothing goes in now."), "not_active")


def nothing_changes() -> FieldError:
    return FieldError(ALL, _("This is how it is already."), "unchanged")


def below_zero() -> FieldError:
    return FieldError("amount", _("There is not that much in it."), "below_zero")


def day_to_come() -> FieldError:
    return FieldError("on", _("This day is still to come."), "day_to_come")


def payment_not_usable() -> FieldError:
    return FieldError("transaction", _("There is no such transaction of yours."), "does_not_exist")


def payment_not_booked() -> FieldError:
    return FieldError("transaction", _("The bank has only announced it. Wait until it is booked."), "pending")


def payment_withheld() -> FieldError:
    return FieldError("transaction", _("You hide this from your partner. Show it first."), "withheld")


def payment_of_other_currency(currency: str) -> FieldError:
    message = _("The goal is in %(currency)s, and this payment is not.")
    return FieldError("transaction", message, "other_currency", {"currency": currency})


def payment_used_up(rest: str) -> FieldError:
    message = _("Only %(rest)s of this payment is not in a goal yet.")
    return FieldError("amount", message, "above_payment", {"rest": rest})


def payment_in_goal() -> FieldError:
    return FieldError("transaction", _("This payment is in the goal already. Change that part."), "already_there")


def only_put_in() -> FieldError:
    return FieldError("transaction", _("Only what is put in can be part of a payment."), "not_a_contribution")
