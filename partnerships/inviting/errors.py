"""Why an invitation cannot be sent or answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import ALL, Overtaken


class TooManyTries(Exception):
    """Codes were guessed at; `seconds` until the next one may be tried."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def own_address() -> FieldError:
    return FieldError("email", _("This is your own address."), "own_address")


def already_invited() -> FieldError:
    return FieldError(
        "email", _("An invitation to this address waits already. Send it again instead."), "already_invited"
    )


def too_many(most: int) -> FieldError:
    return FieldError(
        ALL, _("At most %(most)s invitations can wait at once. Withdraw one first."), "too_many", {"most": most}
    )


def sent_too_often() -> FieldError:
    return FieldError(ALL, _("You have invited often enough for today."), "too_often")


def method_not_offered() -> FieldError:
    return FieldError("method", _("Propose this once you are two."), "invalid_choice")


def your_own() -> FieldError:
    return FieldError(ALL, _("This is your own invitation. Whoever you sent it to can answer it."), "not_your_own")


def expired() -> Overtaken:
    return Overtaken("invitation_expired", _("This invitation has expired. Ask for a new one."))


def renewed() -> Overtaken:
    return Overtaken("invitation_renewed", _("This invitation has a new link. Use that one."))
