"""What an answer's actions can be refused for, with stable codes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Decided(Exception):
    """The action was confirmed, dismissed or taken back meanwhile, or its day is over."""

    def __init__(self, code: str, message: object) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message


def expired() -> Decided:
    return Decided("expired", _("This proposal is too old. Ask again."))


def decided() -> Decided:
    return Decided("already_decided", _("This was decided already."))


def nothing_to_undo() -> Decided:
    return Decided("nothing_to_undo", _("There is nothing to take back."))


def changed_since() -> Decided:
    return Decided("changed_since", _("It was changed since, so it is not taken back. Change it on its page."))


def refused(error: ValidationError) -> Decided:
    """What the service of the change says no to."""
    return Decided("refused", " ".join(error.messages))
