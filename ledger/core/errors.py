"""The rules of the ledger a request can break. Each is a ValidationError with a stable code, unless said."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _


class Conflict(Exception):
    """A write on an old version, or one that lost a race: 409, with the record as it stands now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("The record has changed in the meantime")
        self.current = current


class NoLongerThere(Http404):
    """The record was deleted between the look-up and the change: doors answer as if it had never been."""


class FieldError(ValidationError):
    """One field is refused: `field` is the API's name of it."""

    def __init__(self, field: str, message: Any, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__({field: ValidationError(message, code=code, params=params)})
        self.field = field
        self.stable_code = code


def category_not_usable() -> FieldError:
    return FieldError("category", _("There is no such category."), "does_not_exist")


def category_kind_mismatch(kind: str) -> FieldError:
    return FieldError("category", _("This category is not for this kind of entry."), "category_kind_mismatch")


def account_closed() -> FieldError:
    return FieldError("money_account", _("This account is closed."), "account_closed")


def amount_not_positive(field: str = "amount") -> FieldError:
    return FieldError(field, _("Enter an amount above zero."), "amount_not_positive")


def too_many_decimals(currency: str, field: str = "amount") -> FieldError:
    return FieldError(
        field, _("%(currency)s has fewer decimals than that."), "too_many_decimals", {"currency": currency}
    )


def lines_do_not_add_up() -> FieldError:
    return FieldError("lines", _("The parts do not add up to the amount."), "lines_do_not_add_up")


def part_of_transfer() -> FieldError:
    return FieldError(
        "non_field_errors",
        _("This is one half of a transfer. Take the two apart first."),
        "part_of_transfer",
    )


def lines_not_usable() -> FieldError:
    return FieldError(
        "lines",
        _("Each part needs an amount of the same direction as the whole, and a category of its own."),
        "lines_not_usable",
    )


def amount_too_large(largest: Any, field: str = "amount") -> FieldError:
    return FieldError(field, _("Enter at most %(largest)s."), "amount_too_large", {"largest": largest})


def wrong_direction() -> FieldError:
    return FieldError("kind", _("This kind does not go with the direction of the amount."), "wrong_direction")


def same_account(field: str = "to_account") -> FieldError:
    return FieldError(field, _("Choose two different accounts."), "same_account")


def other_account(field: str) -> FieldError:
    return FieldError(field, _("The two are on different accounts."), "other_account")


def not_opposite(field: str = "incoming") -> FieldError:
    return FieldError(field, _("One of the two goes out and the other comes in."), "not_opposite")


def amounts_differ(field: str) -> FieldError:
    return FieldError(field, _("The amounts are not the same."), "amounts_differ")


def not_a_purchase() -> FieldError:
    return FieldError("purchase", _("Money back is for something that was paid."), "not_a_purchase")


def unknown_kind() -> FieldError:
    return FieldError("kind", _("Say what the two are to each other."), "invalid_choice")


def same_entry(field: str) -> FieldError:
    return FieldError(field, _("Choose two different entries."), "same_entry")


def account_not_found(field: str = "money_account") -> FieldError:
    return FieldError(field, _("There is no such account."), "does_not_exist")


def account_in_use() -> FieldError:
    return FieldError(
        "non_field_errors", _("This account has transactions. Close it to keep its history."), "account_in_use"
    )


def account_name_taken() -> FieldError:
    return FieldError("name", _("You have an account of this type with this name."), "name_taken")


def category_name_taken() -> FieldError:
    return FieldError("name", _("You have a category with this name."), "name_taken")


def category_in_use() -> FieldError:
    return FieldError(
        "non_field_errors",
        _("Transactions or closed months use this category. Choose another one for them."),
        "category_in_use",
    )


def category_not_under_itself() -> FieldError:
    return FieldError("parent", _("A category cannot be under itself."), "parent_is_descendant")


def category_too_deep(deepest: int) -> FieldError:
    return FieldError("parent", _("There are %(deepest)s levels at most."), "too_deep", {"deepest": deepest})


def children_of_this_kind() -> FieldError:
    return FieldError("kind", _("The categories under this one are of its kind."), "children_of_this_kind")


def merge_into_itself() -> FieldError:
    return FieldError("into", _("Choose another category to merge it into."), "merge_into_itself")


def merge_into_other_kind() -> FieldError:
    return FieldError("into", _("This category is of another kind."), "category_kind_mismatch")


def parent_of_other_kind() -> FieldError:
    return FieldError("parent", _("The category above is of another kind."), "parent_kind_mismatch")


def other_currency() -> FieldError:
    return FieldError("money_account", _("This account has another currency."), "other_currency")


def transfer_needs_two() -> FieldError:
    return FieldError("kind", _("A transfer has two accounts: enter it as a transfer."), "transfer_needs_two")


def to_amount_differs() -> FieldError:
    return FieldError("to_amount", _("Both accounts have one currency, so the amounts are equal."), "to_amount_differs")


def to_amount_needed(currency: str) -> FieldError:
    return FieldError(
        "to_amount", _("Say how much arrives in %(currency)s."), "to_amount_needed", {"currency": currency}
    )


def day_has_begun() -> FieldError:
    return FieldError("until", _("Choose a day to come."), "day_not_to_come")


def not_the_owner() -> FieldError:
    return FieldError("non_field_errors", _("Only the owner decides that."), "not_the_owner")


def already_joint() -> FieldError:
    return FieldError("non_field_errors", _("This account has two owners already."), "already_joint")


def no_other_owner() -> FieldError:
    return FieldError("non_field_errors", _("Nobody else owns this account. Close it instead."), "no_other_owner")
