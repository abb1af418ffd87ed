"""The rules of documents a request can break. Fields are those of the API's bodies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from purchases.documents.formats import refusing

_WORDS = {
    refusing.EMPTY: _("This file is empty."),
    refusing.TOO_LARGE: _("This file is too large. At most 25 MB."),
    refusing.UNKNOWN: _("Choose a PDF, or a picture in JPEG, PNG or WebP."),
    refusing.DAMAGED: _("This file is damaged: it cannot be read to its end."),
    refusing.TOO_MANY_PIXELS: _("This picture is too large. At most 50 megapixels."),
    refusing.MOVING: _("This picture moves. Choose one that stands still."),
}


def file_refused(code: str) -> FieldError:
    return FieldError("file", _WORDS[code], code)


def role_unknown() -> FieldError:
    return FieldError("role", _("Choose what it is."), "invalid_choice")


def thing_or_payment() -> FieldError:
    return FieldError("purchase_id", _("Say one thing or one payment."), "thing_or_payment")


def payment_not_usable() -> FieldError:
    return FieldError("transaction", _("There is no such payment of yours."), "does_not_exist")


def only_of_a_thing(field: str) -> FieldError:
    return FieldError(field, _("Only a document of a thing has one."), "only_of_a_thing")


def not_of_this_thing(field: str) -> FieldError:
    return FieldError(field, _("There is nothing with this id."), "does_not_exist")


def too_many_papers(field: str, most: int) -> FieldError:
    return FieldError(field, _("At most %(most)s documents."), "too_many", {"most": most})
