"""What a call was for, why it failed and who said what, in words for people."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insights.language.contract import Reason

_PURPOSES: Final[dict[str, Promise]] = {
    "assistant": _("An answer of the assistant"),
    "month": _("A summary of a month"),
    "insight": _("The words of an insight"),
    "advice": _("Advice on a purchase"),
    "payees": _("Sorting payees"),
    "entry": _("Reading an entry out of a sentence"),
}
_REASONS: Final[dict[str, Promise]] = {
    Reason.NOT_CONFIGURED: _("there is no language model"),
    Reason.NO_CONSENT: _("you have not allowed it"),
    Reason.TOO_OFTEN: _("asked too often"),
    Reason.SPENT: _("this month's limit is reached"),
    Reason.REFUSED: _("it was turned away"),
    Reason.TIMED_OUT: _("no answer in time"),
    Reason.BROKEN: _("the answer broke off"),
}
_PARTS: Final[dict[str, Promise]] = {
    "system": _("What it was told to do"),
    "user": _("Asked"),
    "assistant": _("Said before"),
    "tool": _("Figures it asked for"),
}


def purpose_words(purpose: str) -> str:
    return str(_PURPOSES.get(purpose, purpose))


def reason_words(reason: str) -> str:
    """Why the answer was made here."""
    return str(_REASONS.get(reason, reason))


def part_words(role: str) -> str:
    return str(_PARTS.get(role, role))
