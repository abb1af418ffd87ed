"""What one of the two is told of the other: the kinds, and the words they are told in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from config.kernel.formatting import active_locale, format_money, format_month
from partnerships.approvals.models import Approval
from partnerships.core.models import name_or_somebody

TOGETHER = gettext_lazy("Together")
LONGEST_NAME = 30
Status = Approval.Status


def _who(data: Data) -> str:
    name = name_or_somebody(data["who"])
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _amount(data: Data) -> str:
    return format_money(Decimal(data["amount"]), data["currency"], active_locale()).text


def _requested(data: Data, reader: User) -> Words:
    return Words(_("%(name)s asks for your answer") % {"name": _who(data)}, data["title"], _approval(data))


def _responded(data: Data, reader: User) -> Words:
    titles = {
        Status.APPROVED: _("%(name)s agrees"),
        Status.DECLINED: _("%(name)s declines"),
        Status.EXPIRED: _("%(name)s did not answer in time"),
    }
    return Words(titles[Status(data["status"])] % {"name": _who(data)}, data["title"], _approval(data))


def _approval(data: Data) -> str:
    return reverse("approval_detail", args=[data["approval"]])


def _invited(data: Data, reader: User) -> Words:
    title = _("%(name)s would like to share the household money with you") % {"name": _who(data)}
    text = _("Look at what is proposed, and accept or decline.")
    return Words(title, text, reverse("invitation_received", args=[data["invitation"]]))


def _joined(data: Data, reader: User) -> Words:
    title = _("%(name)s has accepted your invitation") % {"name": _who(data)}
    return Words(title, _("From now on you share what you choose to."), reverse("together"))


def _ended(data: Data, reader: User) -> Words:
    title = _("%(name)s has ended the partnership") % {"name": _who(data)}
    return Words(title, _("Neither of you sees the other's accounts any more."), reverse("settings_partner"))


def _settled(data: Data, reader: User) -> Words:
    words = {"name": _who(data), "amount": _amount(data)}
    text = _("They paid you %(amount)s.") if data["to_reader"] else _("They noted that you paid them %(amount)s.")
    return Words(_("%(name)s settled up") % words, text % words, reverse("settlement", args=[data["settlement"]]))


def _due(data: Data, reader: User) -> Words:
    month = format_month(date.fromisoformat(data["month"]), active_locale())
    text = _("%(amount)s goes into the joint pot.") % {"amount": _amount(data)}
    return Words(_("Your part of %(month)s is due") % {"month": month}, text, reverse("contributions"))


def _outgrown(data: Data, reader: User) -> Words:
    title = _("%(name)s: your payment came to more than was agreed") % {"name": data["name"]}
    text = _("It stays at %(amount)s for both. Name the payment again once the expense is changed.")
    return Words(title, text % {"amount": _amount(data)}, reverse("shared_expense", args=[data["expense"]]))


REQUESTED = register(
    Kind("approval_requested", gettext_lazy("Your partner asks for your answer"), TOGETHER, "badge-check", _requested,
         by_email=True)
)  # fmt: skip
RESPONDED = register(
    Kind("approval_responded", gettext_lazy("Your partner has answered"), TOGETHER, "badge-check", _responded)
)
INVITED = register(Kind("invitation_received", gettext_lazy("You are invited"), TOGETHER, "heart-handshake", _invited))
JOINED = register(
    Kind("invitation_accepted", gettext_lazy("Your invitation is accepted"), TOGETHER, "heart-handshake", _joined,
         by_email=True)
)  # fmt: skip
ENDED = register(
    Kind("partnership_ended", gettext_lazy("The partnership has ended"), TOGETHER, "users", _ended, by_email=True)
)
SETTLED = register(Kind("settlement_made", gettext_lazy("Your partner settled up"), TOGETHER, "scale", _settled))
DUE = register(
    Kind("contribution_due", gettext_lazy("Your part of the joint pot is due"), TOGETHER, "piggy-bank", _due,
         by_email=True)
)  # fmt: skip
OUTGROWN = register(
    Kind("payment_outgrown", gettext_lazy("A payment came to more than was agreed"), TOGETHER, "scale", _outgrown)
)
