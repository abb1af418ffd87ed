"""Why an approval cannot be asked for or decided."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import Overtaken


def already_asked(approval_id: UUID) -> Overtaken:
    return Overtaken(
        "already_asked", _("This change has been asked for already and waits."), {"approval": str(approval_id)}
    )


def item_moved(fresh_id: UUID | None) -> Overtaken:
    """`fresh_id` is the request that stands in its place; None where nothing is left to ask for."""
    message = _("This has changed in the meantime, so nothing was done.")
    return Overtaken("item_moved", message, {"approval": str(fresh_id) if fresh_id else None})


def approval_expired() -> Overtaken:
    return Overtaken("approval_expired", _("This has waited too long. It can be asked for again."))


def not_asked_by_you() -> FieldError:
    return FieldError("non_field_errors", _("Only who asked for it can withdraw it."), "not_asked_by_you")
