"""The rules of holdings a request can break. Fields are those of the API's bodies."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError


def not_an_investment() -> FieldError:
    return FieldError("money_account", _("Choose an investment account."), "not_an_investment")


def account_stays() -> FieldError:
    return FieldError("money_account", _("A position stays in its account."), "account_stays")


def currency_stays() -> FieldError:
    return FieldError("currency", _("The currency of a position stays as it is."), "currency_stays")


def name_missing() -> FieldError:
    return FieldError("name", _("Say what it is."), "required")


def position_id_taken() -> FieldError:
    return FieldError("position_id", _("There is a position with this id in the account."), "unique")


def too_many(most: int) -> FieldError:
    return FieldError("money_account", _("An account holds at most %(most)s positions."), "too_many", {"most": most})


def too_many_moves(most: int) -> FieldError:
    return FieldError("kind", _("A position has at most %(most)s moves."), "too_many", {"most": most})


def position_closed() -> FieldError:
    return FieldError("closed_on", _("This position is closed."), "position_closed")


def still_held() -> FieldError:
    return FieldError("closed_on", _("There are shares left. Say what they were sold for."), "still_held")


def shares_missing() -> FieldError:
    return FieldError("shares", _("Say how many shares."), "required")


def amount_missing() -> FieldError:
    return FieldError("amount", _("Say the amount, or the price of a share."), "required")


def not_positive(field: str) -> FieldError:
    return FieldError(field, _("Enter a number above zero."), "amount_not_positive")


def does_not_add_up() -> FieldError:
    return FieldError("amount", _("Shares times price is another amount."), "does_not_add_up")


def more_than_held(on: date) -> FieldError:
    return FieldError("shares", _("On %(day)s there were fewer shares than that."), "more_than_held", {"day": on})


def too_much() -> FieldError:
    return FieldError("shares", _("This is more than can be kept."), "amount_too_large")


def day_to_come(field: str = "on") -> FieldError:
    return FieldError(field, _("This day is still to come."), "day_to_come")


def before_opening(field: str = "on") -> FieldError:
    return FieldError(field, _("This is before the position was opened."), "before_opening")


def value_or_price(field: str = "value") -> FieldError:
    return FieldError(field, _("Send either the value or the price of a share."), "value_or_price")


def nothing_held() -> FieldError:
    return FieldError("value", _("There were no shares on that day."), "nothing_held")


def yields_only(field: str) -> FieldError:
    return FieldError(field, _("Only a yield paid in cash is income."), "yields_only")


def paid_in_shares() -> FieldError:
    return FieldError("book", _("What was paid in shares took no cash."), "paid_in_shares")


def payment_not_usable() -> FieldError:
    return FieldError("transaction", _("There is no such payment in the account."), "does_not_exist")


def payment_taken() -> FieldError:
    return FieldError("transaction", _("This payment is another yield already."), "unique")


def other_currency() -> FieldError:
    return FieldError("book", _("The account is in another currency."), "other_currency")
