"""Payments that are out of the ordinary for whoever sees them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from accounts.notifications.models import Notification
from accounts.notifications.preferences import settings_of
from accounts.notifications.services import notify
from config.kernel.money import decimals_of
from ledger.alerting.wording import PAYMENTS, amount_of, day_of, name_of
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.models.transactions import TransactionQuerySet

# Older lines are history that an import brought.
NEW_FOR = timedelta(days=7)
HISTORY = timedelta(days=183)
TIMES_USUAL = 3
# Below it nothing is large until a person says otherwise; of currencies without decimals a hundred times as much.
LEAST = Decimal(100)
ENOUGH_OF_PAYEE, ENOUGH_OF_CATEGORY = 3, 5
MOST_LOOKED_AT = 50


def _large(data: Data, reader: User) -> Words:
    words = {"payee": name_of(data), "amount": amount_of(data), "day": day_of(data, "booked_on")}
    text = _("%(amount)s on %(day)s.") % words
    if data["usual"] is not None:
        text = _("%(amount)s on %(day)s; %(usual)s is usual there.") % {**words, "usual": amount_of(data, "usual")}
    return Words(
        _("A large payment to %(payee)s") % words if data["payee"] else _("A large payment"),
        text,
        reverse("transaction_detail", args=[data["transaction"]]),
    )


LARGE = register(
    Kind("large_payment", gettext_lazy("A large payment"), PAYMENTS, "arrow-up-right", _large, by_email=True)
)


def look_for_large(account: MoneyAccount, person: User) -> None:
    """Tell an owner of the week's payments beyond what is usual and beyond their own bound, each once.

    Only what the person sees decides, so that what is kept from them moves nothing. Two queries, and two or three for
    each payment above the bound.
    """
    seen = Transaction.objects.visible_to(person).live().filter(account=account, kind=Transaction.Kind.EXPENSE)
    own_bound = settings_of(person).large_payment if account.currency == person.currency else None
    bound = own_bound if own_bound is not None else _least(account.currency)
    recent = seen.filter(booked_on__gte=person.today - NEW_FOR, amount__lte=-bound).order_by("-booked_on", "-pk")
    for entry in recent[:MOST_LOOKED_AT]:
        usual = usual_of(entry, seen)
        if (usual is None and own_bound is None) or (usual is not None and -entry.amount <= TIMES_USUAL * usual):
            continue
        data = {
            "account": str(account.pk),
            "transaction": str(entry.pk),
            "payee": entry.payee,
            "amount": str(entry.amount),
            "usual": None if usual is None else str(usual),
            "currency": account.currency,
            "booked_on": entry.booked_on.isoformat(),
        }
        warning = Notification.Severity.WARNING
        notify(person_id=person.pk, kind=LARGE.name, cause=cause_of(entry.pk), data=data, severity=warning)


def cause_of(key: UUID) -> str:
    """Of whatever is told of one payment, by whomever, so that nobody is told of it twice."""
    return f"large:{key}"


def usual_of(entry: Transaction, seen: TransactionQuerySet) -> Decimal | None:
    """The median of what was paid to the payee in the half year before, else in the category; without a sign.

    None where there were too few payments to tell.
    """
    before = seen.filter(booked_on__range=(entry.booked_on - HISTORY, entry.booked_on)).exclude(pk=entry.pk)
    if entry.payee_key:
        paid = _amounts(before.filter(payee_key=entry.payee_key))
        if len(paid) >= ENOUGH_OF_PAYEE:
            return median(paid)
    if entry.category_id is not None:
        paid = _amounts(before.filter(category=entry.category_id))
        if len(paid) >= ENOUGH_OF_CATEGORY:
            return median(paid)
    return None


def _amounts(entries: TransactionQuerySet) -> list[Decimal]:
    return [-amount for amount in entries.values_list("amount", flat=True)]


def hidden_by_now(account_id: UUID, person: User) -> list[UUID]:
    """The notifications about lines of the account that the person does not see any more. Two queries."""
    told = Notification.objects.visible_to(person).filter(data__account=str(account_id), data__has_key="transaction")
    by_line = {UUID(each.data["transaction"]): each.pk for each in told}
    seen = Transaction.objects.visible_to(person).filter(pk__in=by_line).values_list("pk", flat=True)
    gone = by_line.keys() - set(seen)
    return [by_line[key] for key in gone]


def _least(currency: str) -> Decimal:
    return LEAST if decimals_of(currency) else LEAST * 100
