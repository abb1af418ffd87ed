"""What people are told of their things, in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from config.kernel.formatting import active_locale, format_day
from purchases.core.telling import RETURN_ENDS, WARRANTY_ENDS

SHOWN = 40


def _warranty_ends(data: Data, reader: User) -> Words:
    title = _("%(name)s: the warranty ends") % {"name": _name(data)}
    return Words(title, _("It covers what happens until %(day)s.") % {"day": _day(data)}, _url(data))


def _return_ends(data: Data, reader: User) -> Words:
    title = _("%(name)s can still go back") % {"name": _name(data)}
    return Words(title, _("Until %(day)s.") % {"day": _day(data)}, _url(data))


def _name(data: Data) -> str:
    name: str = data["name"]
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"


def _day(data: Data) -> str:
    return format_day(date.fromisoformat(data["end"]), active_locale())


def _url(data: Data) -> str:
    return reverse("thing", args=[data["purchase"]])


GROUP = gettext_lazy("Things we buy")
register(
    Kind(WARRANTY_ENDS, gettext_lazy("A warranty ends soon"), GROUP, "shield-check", _warranty_ends, by_email=True)
)
register(
    Kind(
        RETURN_ENDS, gettext_lazy("The last days to give something back"), GROUP, "undo-2", _return_ends, by_email=True
    )
)
