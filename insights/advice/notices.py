"""What people are told of a purchase they wait for, in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from config.kernel.formatting import active_locale, format_day
from insights.advice.models import Advice
from insights.advice.reminding import REMINDED

SHOWN = 40
Decision = Advice.Decision


def _reminded(data: Data, reader: User) -> Words:
    name: str = data["name"]
    name = name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"
    url = reverse("advice_answer", args=[data["advice"]])
    if data["decision"] == Decision.BUY:
        return Words(_("%(name)s fits now") % {"name": name}, _("Weighed again today: nothing speaks against it."), url)
    if data["until"]:
        day = format_day(date.fromisoformat(data["until"]), active_locale())
        return Words(_("%(name)s: wait a little more") % {"name": name}, _("Until %(day)s.") % {"day": day}, url)
    return Words(_("%(name)s does not fit yet") % {"name": name}, _("Look at what speaks against it."), url)


register(
    Kind(
        REMINDED, gettext_lazy("Something you wait to buy"), gettext_lazy("Things we buy"), "scale", _reminded,
        by_email=True,
    )
)  # fmt: skip
