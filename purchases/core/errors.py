"""The rules of things a request can break. Fields are those of the API's bodies."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError

ALL = "non_field_errors"


class InUse(Exception):
    """Something still names it: 409. `code` says what it is, `message` is for people."""

    def __init__(self, code: str, message: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def retailer_in_use() -> InUse:
    return InUse("retailer_in_use", _("You bought things there. Choose another retailer for them."))


def brand_in_use() -> InUse:
    return InUse("brand_in_use", _("Things of yours are of this brand. Choose another one for them."))


def missing(field: str, message: Any) -> FieldError:
    return FieldError(field, message, "required")


def product_missing() -> FieldError:
    return missing("product_name", _("Say what it is."))


def does_not_exist(field: str) -> FieldError:
    return FieldError(field, _("There is nothing with this id."), "does_not_exist")


def name_taken() -> FieldError:
    return FieldError("name", _("There is one with this name."), "name_taken")


def name_missing() -> FieldError:
    return missing("name", _("Enter a name."))


def replacement_is_itself() -> FieldError:
    return FieldError("replacement", _("Choose another one."), "replacement_is_itself")


def below_zero(field: str) -> FieldError:
    return FieldError(field, _("An amount is not below zero here."), "below_zero")


def currency_stays() -> FieldError:
    return FieldError("currency_code", _("The currency stays while there are claims in it."), "currency_stays")


def quantity_out_of_range(most: int) -> FieldError:
    return FieldError("quantity", _("From 1 to %(most)s pieces."), "out_of_range", {"most": most})


def life_out_of_range(most: int) -> FieldError:
    return FieldError("life_months", _("From 1 to %(most)s months."), "out_of_range", {"most": most})


def life_needed() -> FieldError:
    return FieldError("life_months", _("Say how long it lasts, so that its worth can be told."), "required")


def too_many_tags(most: int, longest: int) -> FieldError:
    message = _("At most %(most)s tags of at most %(longest)s characters each.")
    return FieldError("tags", message, "too_many_tags", {"most": most, "longest": longest})


def not_received_yet() -> FieldError:
    return FieldError("received_date", _("What is ordered was not received yet."), "not_received_yet")


def before_purchase(field: str) -> FieldError:
    return FieldError(field, _("This is before the day it was bought."), "before_purchase_date")


def end_before_start(field: str = "warranty_end") -> FieldError:
    return FieldError(field, _("The end is before the start."), "end_before_start")


def end_needed(field: str = "warranty_end") -> FieldError:
    return FieldError(field, _("Say until when; only one for life has no end."), "end_needed")


def no_end_for_life(field: str = "warranty_end") -> FieldError:
    return FieldError(field, _("One for life has no end."), "no_end_for_life")


def end_or_months() -> FieldError:
    return FieldError("warranty_months", _("Send either the end or the months."), "end_or_months")


def too_many_warranties(most: int) -> FieldError:
    return FieldError(ALL, _("At most %(most)s warranties a thing."), "too_many", {"most": most})


def too_many_claims(most: int) -> FieldError:
    return FieldError(ALL, _("At most %(most)s claims a thing."), "too_many", {"most": most})


def problem_missing() -> FieldError:
    return missing("problem", _("Say what is wrong."))


def before_opening(field: str) -> FieldError:
    return FieldError(field, _("This is before the day the claim was opened."), "before_opened_on")


def opened_later() -> FieldError:
    return FieldError("opened_on", _("A claim is opened today at the latest."), "day_to_come")


def no_outcome_yet() -> FieldError:
    return FieldError("closed_on", _("Without an outcome it is not closed."), "no_outcome_yet")


def payment_not_usable() -> FieldError:
    return FieldError("transaction", _("There is no such payment of yours."), "does_not_exist")


def payment_comes_in() -> FieldError:
    return FieldError("transaction", _("This is money that came in."), "wrong_direction")
