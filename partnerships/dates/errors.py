"""Why a money date does not go on as asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError
from partnerships.core.errors import Overtaken


def not_begun() -> Overtaken:
    return Overtaken("not_begun", _("This week’s money date has not begun."))


def date_moved(current: dict[str, Any]) -> Overtaken:
    return Overtaken("date_moved", _("Your money date is at another step by now."), current)


def date_finished(current: dict[str, Any]) -> Overtaken:
    return Overtaken("date_finished", _("This week’s money date is finished."), current)


def no_such_step() -> FieldError:
    return FieldError("to", _("Go on with the next step, or back to one before it."), "out_of_range")
