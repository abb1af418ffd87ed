"""The rules of talking that a request can break, each with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import ALL

NOT_YOURS = "not_yours_to_read"


def nothing_said() -> FieldError:
    return FieldError("text", _("Write something first."), "blank")


def too_long(longest: int) -> FieldError:
    return FieldError("text", _("A message has at most %(longest)s characters."), "max_length", {"longest": longest})


def about_unknown(field: str) -> FieldError:
    return FieldError(field, _("There is no such entry."), "does_not_exist")


def not_shown_to_partner() -> FieldError:
    return FieldError("transaction", _("Your partner does not see this entry."), "not_shown_to_partner")


def about_two() -> FieldError:
    return FieldError(ALL, _("A message is about one thing."), "about_two")


def not_yours_to_read() -> FieldError:
    return FieldError(ALL, _("You wrote this yourself."), NOT_YOURS)
