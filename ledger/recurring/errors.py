"""The rules of what recurs that a request can break."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError


def ends_before_it_starts() -> FieldError:
    return FieldError("ends_on", _("It ends before it begins."), "ends_before_start")


def nothing_due() -> FieldError:
    return FieldError("ends_on", _("No day would be due any more."), "nothing_due")


def not_due() -> FieldError:
    return FieldError("due_on", _("It is not due on this day, or the day has been seen to."), "not_due")


def not_skipped() -> FieldError:
    return FieldError("due_on", _("This day is not left out."), "not_skipped")


def transfer_account_missing() -> FieldError:
    return FieldError("to_account", _("Say to which account the money goes."), "required")


def only_transfers_arrive() -> FieldError:
    return FieldError("to_account", _("Only a transfer has a second account."), "not_a_transfer")


def transfer_is_booked() -> FieldError:
    return FieldError("books", _("A transfer is booked by us."), "transfer_is_booked")


def payee_missing() -> FieldError:
    return FieldError("payee", _("Say who it is with: by that it is found at the bank."), "required")


def has_ended() -> FieldError:
    return FieldError("non_field_errors", _("It has ended."), "has_ended")


def too_many(most: int) -> FieldError:
    return FieldError("non_field_errors", _("%(most)s are the most on one account."), "too_many", {"most": most})
