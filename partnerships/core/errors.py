"""The rules of a partnership a request can break, each with a stable code."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError

ALL = "non_field_errors"


class Overtaken(Exception):
    """Somebody else has decided it, or it has changed since: 409. `code` says which, `message` is for people.

    `current` is what the API adds of how it stands now, as {"approval": its id}.
    """

    def __init__(self, code: str, message: object, current: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.current = current


def no_partnership() -> Overtaken:
    return Overtaken("no_partnership", _("You have no partner here at the moment."))


def paused() -> Overtaken:
    return Overtaken("partnership_paused", _("Your partnership is paused. Nothing new can be shared until it goes on."))


def already_partnered() -> Overtaken:
    return Overtaken("already_partnered", _("One of you already has a partner here."))


def already_decided() -> Overtaken:
    return Overtaken("already_decided", _("This has been decided already."))


def not_your_own(field: str = ALL) -> FieldError:
    return FieldError(field, _("Only your partner can decide this."), "not_your_own")


def not_paused_by_you() -> FieldError:
    return FieldError("status", _("Whoever paused it lets it go on."), "not_paused_by_you")
