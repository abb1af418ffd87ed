"""What a goal of both can be refused for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import ALL, Overtaken


def nothing_changes() -> FieldError:
    return FieldError(ALL, _("This is how it is already."), "unchanged")


def still_waits() -> Overtaken:
    return Overtaken("waits_for_approval", _("It waits for its first approval. Withdraw it and add it anew."))


def goal_gone() -> Overtaken:
    return Overtaken("item_moved", _("This has changed in the meantime, so nothing was done."))
