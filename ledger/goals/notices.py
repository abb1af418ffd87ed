"""What people are told of their goals, in words."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from config.kernel.formatting import active_locale, format_money, format_percent
from ledger.goals.telling import BEHIND, MILESTONE

SHOWN = 40


def _milestone(data: Data, reader: User) -> Words:
    saved = format_money(Decimal(data["saved"]), data["currency"], active_locale()).text
    if data["percent"] == 100:
        title = _("%(name)s: you are there") % {"name": _name(data)}
    else:
        percent = format_percent(data["percent"], active_locale())
        title = _("%(name)s: %(percent)s saved") % {"name": _name(data), "percent": percent}
    return Words(title, _("%(amount)s are saved.") % {"amount": saved}, _url(data))


def _behind(data: Data, reader: User) -> Words:
    needed = format_money(Decimal(data["needed"]), data["currency"], active_locale()).text
    title = _("%(name)s comes late") % {"name": _name(data)}
    return Words(title, _("%(amount)s a month would be on time.") % {"amount": needed}, _url(data))


def _name(data: Data) -> str:
    name: str = data["name"]
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"


def _url(data: Data) -> str:
    return reverse("goal", args=[data["goal"]])


GROUP = gettext_lazy("Goals")
register(Kind(MILESTONE, gettext_lazy("A quarter of a goal is reached"), GROUP, "target", _milestone))
register(
    Kind(BEHIND, gettext_lazy("A goal will not be there in time"), GROUP, "triangle-alert", _behind, by_email=True)
)
