"""Balances that will not last: what is there, and what is known to come and go in the next two weeks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.preferences import settings_of
from accounts.notifications.services import notify
from config.kernel.money import ZERO
from ledger.alerting.wording import PAYMENTS, day_of, lines_of_account, name_of, signed_amount_of
from ledger.core.access import seen_balances, sights_of
from ledger.core.models import MoneyAccount
from ledger.recurring.models import Recurring
from ledger.recurring.upcoming import due_between

AHEAD = timedelta(days=13)
WATCHED = (MoneyAccount.Subtype.CHECKING, MoneyAccount.Subtype.CASH, MoneyAccount.Subtype.WALLET)


def _low(data: Data, reader: User) -> Words:
    words = {"name": name_of(data, "name"), "day": day_of(data, "on"), "amount": signed_amount_of(data, "balance")}
    text = _("By what is known to come and go it stands at %(amount)s on %(day)s.") % words
    return Words(_("%(name)s runs low") % words, text, lines_of_account(data))


LOW = register(Kind("low_balance", gettext_lazy("A balance runs low"), PAYMENTS, "trending-down", _low, by_email=True))


def is_watched(account: MoneyAccount) -> bool:
    """Money one pays from: a card or a loan is below zero by its nature."""
    return account.closed_on is None and not account.is_liability and account.subtype in WATCHED


def look_ahead(account: MoneyAccount, person: User) -> None:
    """Tell an owner, once a month at most, that an account falls below zero or their own bound within 14 days.

    By the balance the person may see and the recurring payments they see. Six queries.
    """
    found = first_low_day(account, person)
    if found is None:
        return
    day, balance = found
    data = {
        "account": str(account.pk),
        "name": account.name,
        "balance": str(balance),
        "currency": account.currency,
        "on": day.isoformat(),
    }
    severity = Notification.Severity.CRITICAL if balance < 0 else Notification.Severity.WARNING
    cause = f"low:{account.pk}:{day:%Y-%m}"
    notify(person_id=person.pk, kind=LOW.name, cause=cause, data=data, severity=severity)


def first_low_day(account: MoneyAccount, person: User) -> tuple[date, Decimal] | None:
    """The first of today and the 13 days after on which the balance is too low, and what it is then; None: it lasts."""
    sights = sights_of(person)
    if account.pk not in sights:
        return None
    today, balance = person.today, seen_balances([account], sights)[account.pk]
    own = settings_of(person).low_balance if account.currency == person.currency else None
    bound = ZERO if own is None else own
    moves: dict[date, Decimal] = {today: ZERO}
    here = Recurring.objects.visible_to(person).filter(Q(account=account) | Q(to_account=account))
    for due in due_between(here, today, today + AHEAD, late=True):
        day = max(due.due_on, today)
        moves[day] = moves.get(day, ZERO) + _moved(due.recurring, account)
    for day in sorted(moves):
        balance += moves[day]
        if balance < bound:
            return day, balance
    return None


def _moved(recurring: Recurring, account: MoneyAccount) -> Decimal:
    """What one due day does to the balance: a transfer also arrives somewhere."""
    if recurring.account_id == account.pk:
        amount: Decimal = recurring.amount
        return amount
    arrives: Decimal = recurring.amount if recurring.to_amount is None else recurring.to_amount
    return abs(arrives)
