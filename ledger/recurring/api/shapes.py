"""Records in the form the API shows them in."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from config.kernel.money import money_text
from ledger.core.models import Transaction
from ledger.recurring.models import Recurring, RecurringFeed, RecurringNotice, RecurringOffer
from ledger.recurring.upcoming import Due, monthly_amount

DAYS_SHOWN = 24


def recurring_shape(recurring: Recurring) -> dict[str, Any]:
    """The accounts are joined by the caller."""
    currency = recurring.account.currency
    arriving = recurring.to_account.currency if recurring.to_account else currency
    return {
        "id": recurring.pk,
        "money_account": recurring.account_id,
        "to_account": recurring.to_account_id,
        "kind": recurring.kind,
        "amount": money_text(abs(recurring.amount), currency),
        "to_amount": None if recurring.to_amount is None else money_text(recurring.to_amount, arriving),
        "currency": currency,
        "payee": recurring.payee,
        "notes": recurring.notes,
        "category": recurring.category_id,
        "frequency": recurring.frequency,
        "interval": recurring.interval,
        "starts_on": recurring.starts_on,
        "ends_on": recurring.ends_on,
        "books": recurring.books,
        "next_on": recurring.next_on,
        "status": recurring.status,
        "paused_because": recurring.paused_because,
        "monthly_amount": money_text(abs(monthly_amount(recurring)), currency),
        "created_at": recurring.created_at,
        "updated_at": recurring.updated_at,
        "version": recurring.version,
    }


def whole_shape(recurring: Recurring, person: User) -> dict[str, Any]:
    """With its latest days; entries the person may not see are not named. Three queries."""
    days = list(recurring.days.order_by("-due_on")[:DAYS_SHOWN])
    booked = [each.transaction_id for each in days if each.transaction_id]
    seen = set(Transaction.objects.visible_to(person).live().filter(pk__in=booked).values_list("pk", flat=True))
    shown = [
        {
            "due_on": each.due_on,
            "status": each.status,
            "transaction": each.transaction_id if each.transaction_id in seen else None,
        }
        for each in days
    ]
    return {**recurring_shape(recurring), "days": shown}


def due_shape(due: Due) -> dict[str, Any]:
    recurring = due.recurring
    return {
        "recurring": recurring.pk,
        "due_on": due.due_on,
        "is_late": due.is_late,
        "money_account": recurring.account_id,
        "to_account": recurring.to_account_id,
        "kind": recurring.kind,
        "amount": money_text(abs(due.amount), due.currency),
        "currency": due.currency,
        "payee": recurring.payee,
        "category": recurring.category_id,
        "books": recurring.books,
    }


def offer_shape(offer: RecurringOffer, today: date) -> dict[str, Any]:
    currency = offer.account.currency
    return {
        "id": offer.pk,
        "money_account": offer.account_id,
        "kind": "income" if offer.amount > 0 else "expense",
        "payee": offer.payee,
        "amount": money_text(abs(offer.amount), currency),
        "amount_low": money_text(offer.low, currency),
        "amount_high": money_text(offer.high, currency),
        "amount_before": None if offer.before is None else money_text(abs(offer.before), currency),
        "currency": currency,
        "frequency": offer.frequency,
        "interval": offer.interval,
        "next_on": offer.rhythm.first_from(today),
        "days": offer.days,
        "times": offer.times,
        "missed": offer.missed,
    }


def notice_shape(notice: RecurringNotice) -> dict[str, Any]:
    currency = notice.recurring.account.currency
    return {
        "id": notice.pk,
        "recurring": notice.recurring_id,
        "kind": notice.kind,
        "due_on": notice.due_on,
        "transaction": notice.transaction_id,
        "amount": money_text(abs(notice.amount), currency),
        "amount_before": None if notice.before is None else money_text(abs(notice.before), currency),
        "currency": currency,
        "payee": notice.recurring.payee,
    }


def feed_shape(feed: RecurringFeed | None) -> dict[str, Any]:
    return {"is_open": feed is not None, "made_at": feed.made_at if feed else None}
