"""The week's money date with what each of its steps is about, as one of the two reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from config.kernel.money import money_text
from ledger.core.category_tree import category_tree
from partnerships.approvals.listing import asked_by, waiting_for
from partnerships.core.standing import Standing
from partnerships.dates.left_over import LeftOver, left_over
from partnerships.dates.models import MoneyDate
from partnerships.dates.next_month import NextMonth, next_month
from partnerships.dates.shapes import place_shape
from partnerships.dates.week import Week, week_of
from partnerships.dates.weeks import monday_of, streak
from partnerships.expenses.months import month_text
from partnerships.statements.balance import balance_of
from partnerships.statements.shapes import balance_shape


def state_shape(standing: Standing, money_date: MoneyDate | None) -> dict[str, Any]:
    """Some fifty queries, however much was paid or is left over."""
    partnership, person = standing.partnership, standing.person
    tree, currency = category_tree(person), partnership.currency
    lines = left_over(standing, tree)
    return {
        **_place(standing, money_date),
        "streak": streak(partnership, person.today),
        "currency": currency,
        "sort": {"count": lines.count, "lines": [_line(each) for each in lines.rows]},
        "answer": {
            "waiting": [str(each.pk) for each in waiting_for(person)],
            "asked": [str(each.pk) for each in asked_by(person)],
        },
        "spent": _week(week_of(standing, tree), currency),
        "settle": balance_shape(balance_of(partnership), currency),
        "agree": _month(next_month(standing), standing.place, currency),
    }


def _place(standing: Standing, money_date: MoneyDate | None) -> dict[str, Any]:
    if money_date is not None:
        return place_shape(money_date)
    nothing = dict.fromkeys(("id", "step", "started_at", "finished_at", "version"))
    return {**nothing, "week": monday_of(standing.person.today).isoformat(), "counts": {}}


def _line(row: LeftOver) -> dict[str, Any]:
    entry, offer = row.entry, row.offer
    return {
        "transaction": str(entry.pk),
        "money_account": str(entry.account_id),
        "booked_on": entry.booked_on.isoformat(),
        "payee": entry.payee,
        "amount": money_text(entry.amount, entry.account.currency),
        "currency": entry.account.currency,
        "version": entry.version,
        "can_sort": row.is_mine,
        "suggestion": offer
        and {"category": str(offer.category.pk), "confidence": f"{offer.confidence:.2f}", "reason": offer.reason},
        "whose": row.whose,
        "waits": row.waits,
    }


def _week(week: Week, currency: str) -> dict[str, Any]:
    def money(amount: Decimal) -> str:
        return money_text(amount, currency)

    return {
        "total": money(week.total),
        "before": money(week.before),
        "days": [{"day": each.day.isoformat(), "amount": money(each.amount)} for each in week.bars],
        "categories": [
            {"category": str(each.category.pk) if each.category else None, "amount": money(each.amount)}
            for each in week.parts
        ],
        "payments": [str(each.payment.pk) for each in week.paid],
    }


def _month(month: NextMonth, place: int, currency: str) -> dict[str, Any]:
    shares = [month.then.mine, month.then.theirs]
    return {
        "month": month_text(month.month),
        "total": money_text(month.then.whole, currency),
        "shares": [money_text(each, currency) for each in (shares if place == 0 else shares[::-1])],
        "due": [
            {
                "expense": str(line.expense.pk),
                "name": line.expense.name,
                "due_on": line.due_on.isoformat(),
                "amount": money_text(line.amount, currency),
                "shares": [money_text(part, currency) for part in line.parts],
            }
            for line, _amounts in month.due
        ],
        "approval": str(month.waiting.pk) if month.waiting else None,
    }
