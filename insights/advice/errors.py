"""The rules advice can break, each with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError

# These say that it is as it is by now: 409 in the API.
TAKEN = frozenset(["bought_already", "already_asked"])


def what_missing() -> FieldError:
    return FieldError("item_description", _("Say what you would like to buy."), "blank")


def too_far() -> FieldError:
    return FieldError("when", _("Choose a day at most a year from today."), "out_of_range")


def not_so_many(most: int) -> FieldError:
    return FieldError(
        "instalments", _("Between 2 and %(most)s instalments."), "instalments_out_of_range", {"most": most}
    )


def no_instalments() -> FieldError:
    return FieldError("instalments", _("Only what is paid in instalments has some."), "instalments_not_asked")


def no_partner() -> FieldError:
    return FieldError("how", _("You have no partner here at the moment."), "no_partner")


def bought_already() -> FieldError:
    return FieldError("non_field_errors", _("It has become a purchase already."), "bought_already")


def day_not_ahead() -> FieldError:
    return FieldError("remind_on", _("Choose a day to come, at most a year ahead."), "day_not_ahead")


def no_category() -> FieldError:
    return FieldError("category", _("There is no such category."), "does_not_exist")
