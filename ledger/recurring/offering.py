"""What was found in the history, offered once: accepted it is watched for, declined it is never offered again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction as database_transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from config.kernel.live import push
from config.kernel.money import from_stored
from ledger.core.errors import NoLongerThere
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.recurring.finding import BAND, Series, find_series
from ledger.recurring.history import Group, groups_of
from ledger.recurring.models import Recurring, RecurringOffer
from ledger.recurring.services import create_recurring

DAYS_KEPT = 12
_BAND = Decimal(str(BAND))
Status = RecurringOffer.Status


def look_for_offers(account: MoneyAccount, today: date) -> int:
    """Look at the last three years and offer what comes back, in place of what was offered and is still open.

    How many are offered. The history is read without a lock; the account is locked while the rows change, so that two
    looks leave one set.
    """
    found = [_offer(account, group, each) for group in groups_of(account.pk, today) for each in _series(group, today)]
    with database_transaction.atomic():
        if not MoneyAccount.objects.select_for_update(no_key=True).filter(pk=account.pk).exists():
            return 0
        offers = RecurringOffer.objects.filter(account=account)
        offers.filter(status=Status.OPEN).delete()
        known = list(offers.values_list("payee_key", "amount"))
        known += Recurring.objects.filter(account=account).values_list("payee_key", "amount")
        new = [each for each in found if not any(_same(each, key, amount) for key, amount in known)]
        RecurringOffer.objects.bulk_create(new)
        owners = MoneyAccountAccess.objects.filter(account=account).exclude(role=MoneyAccountAccess.Role.VIEWER)
        push(owners.values_list("person_id", flat=True), "recurring:offered", {"open": len(new)})
    return len(new)


def open_offers(person: User) -> QuerySet[RecurringOffer]:
    """Those to decide, of the person's own open accounts; the dearest first."""
    mine = RecurringOffer.objects.visible_to(person).filter(status=Status.OPEN, account__closed_on=None)
    return mine.select_related("account").order_by("-high", "pk")


@database_transaction.atomic
def accept_offer(*, offer: RecurringOffer, by: User) -> Recurring:
    """Expect it from the bank from now on. Raises NoLongerThere: it was decided meanwhile; and as create_recurring."""
    _decide(offer, Status.ACCEPTED)
    return create_recurring(
        recorded_by=by,
        account=offer.account,
        kind=Recurring.Kind.INCOME if offer.amount > 0 else Recurring.Kind.EXPENSE,
        amount=abs(offer.amount),
        payee=offer.payee,
        frequency=offer.frequency,
        interval=offer.interval,
        starts_on=offer.starts_on,
        books=False,
    )


@database_transaction.atomic
def decline_offer(*, offer: RecurringOffer) -> None:
    """Never offer it again, at another price neither. Raises NoLongerThere: it was decided meanwhile."""
    _decide(offer, Status.DECLINED)


def _decide(offer: RecurringOffer, status: str) -> None:
    open_one = RecurringOffer.objects.filter(pk=offer.pk, status=Status.OPEN)
    if not open_one.update(status=status, decided_at=timezone.now()):
        raise NoLongerThere


def _series(group: Group, today: date) -> list[Series]:
    return find_series(group.payments, today)


def _offer(account: MoneyAccount, group: Group, series: Series) -> RecurringOffer:
    return RecurringOffer(
        account=account,
        payee=group.payee,
        payee_key=group.payee_key,
        amount=from_stored(series.usual) * group.sign,
        low=from_stored(series.low),
        high=from_stored(series.high),
        before=None if series.before is None else from_stored(series.before) * group.sign,
        frequency=series.rhythm.frequency,
        interval=series.rhythm.interval,
        starts_on=series.rhythm.starts_on,
        days=[each.isoformat() for each in series.days[-DAYS_KEPT:]],
        times=len(series.days),
        missed=series.missed,
    )


def _same(offer: RecurringOffer, key: str, amount: Decimal) -> bool:
    """Of the same payee and way, and near enough to be the same thing at another price."""
    if offer.payee_key != key or (offer.amount > 0) != (amount > 0):
        return False
    low, high = sorted((abs(offer.amount), abs(amount)))
    return high <= low * _BAND or (offer.before is not None and abs(offer.before) in (low, high))
