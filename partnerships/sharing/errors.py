"""Why something cannot be shown, hidden, owned together or borne by both. Fields are those of the API's body."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import ALL


def account_not_yours(field: str = "money_account") -> FieldError:
    return FieldError(field, _("There is no such account of yours alone."), "does_not_exist")


def account_closed() -> FieldError:
    return FieldError("money_account", _("This account is closed."), "account_closed")


def hides_lines() -> FieldError:
    return FieldError(
        ALL, _("You hide payments on this account. Show them first: the account’s owner sees all of it."), "hides_lines"
    )


def not_joint() -> FieldError:
    return FieldError(ALL, _("This account is not joint."), "not_joint")


def is_shared() -> FieldError:
    return FieldError("until", _("It is for both, so your partner knows of it. Take that back first."), "is_shared")


def whose_is_unclear() -> FieldError:
    return FieldError("whose", _("It is for both, mine or my partner’s."), "invalid_choice")


def not_for_partner() -> FieldError:
    return FieldError("whose", _("Only what is on a joint account can be your partner’s alone."), "not_joint")


def rule_is_there() -> FieldError:
    return FieldError(ALL, _("This is for both already."), "unchanged")


def category_not_yours() -> FieldError:
    return FieldError("category", _("There is no such category."), "does_not_exist")


def one_of_two() -> FieldError:
    return FieldError(ALL, _("Name an account or a category."), "required")
