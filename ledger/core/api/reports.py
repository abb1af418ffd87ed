"""`transactions/balance/` and `transactions/analytics/`: figures, per currency, from balances and roll-ups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.parameters import Parameters
from config.kernel.money import money_text, round_to_currency
from ledger.core import analytics, assets, queries
from ledger.core.access import ME, SCOPES, lens_of
from ledger.core.api.base import LedgerView
from ledger.core.api.docs import reports as docs
from ledger.core.api.rate_shapes import apart_shape, used_rates_shape
from ledger.core.api.rates import currency_parameter
from ledger.core.converting import WholeTotal, whole_total
from ledger.core.models import Category

MONTHS_SHOWN = 12
LONGEST_PERIOD = 366 * 25


class BalanceView(LedgerView):
    @docs.BALANCE
    def get(self, request: Request) -> Response:
        """Four queries, five where an account is joint or another's, two more where there are several currencies."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("convert_to", "scope"))
        scope = parameters.choice("scope", SCOPES) or ME
        currency = currency_parameter(parameters, "convert_to") or self.person.currency
        parameters.raise_refusals()
        lens = lens_of(self.person, scope)
        accounts = queries.seen_accounts(lens)
        worth = assets.current().of(self.person, scope, lens).on(self.person.today)
        totals = assets.with_assets(queries.totals(accounts), worth)
        return Response(
            {
                "accounts": [
                    {
                        "money_account": each.pk,
                        "name": each.name,
                        "type": each.type,
                        "is_liability": each.is_liability,
                        "currency": each.currency,
                        "balance": money_text(each.balance, each.currency),
                        "closed_on": each.closed_on,
                    }
                    for each in accounts
                ],
                "assets": [{"currency": each, "amount": money_text(worth[each], each)} for each in sorted(worth)],
                "totals": [
                    {
                        "currency": each.currency,
                        "have": money_text(each.have, each.currency),
                        "owe": money_text(each.owe, each.currency),
                        "net": money_text(each.net, each.currency),
                    }
                    for each in totals
                ],
                "total": total_shape(whole_total(self.person, totals, currency)),
            }
        )


class AnalyticsView(LedgerView):
    @docs.ANALYTICS
    def get(self, request: Request) -> Response:
        """Three queries, one more for `by=top`; with `convert_to`, one more for each currency and two for rates."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("booked_on_after", "booked_on_before", "money_account", "by", "convert_to", "scope"))
        scope = parameters.choice("scope", SCOPES) or ME
        first, last = self._period(parameters)
        asked = parameters.ids("money_account")
        currency = currency_parameter(parameters, "convert_to")
        by_top = parameters.choice("by", ["leaf", "top"]) == "top"
        parameters.raise_refusals()
        lens = lens_of(self.person, scope).sums.only(asked)
        tops = top_of_each(self.person) if by_top else {}
        found = analytics.analyse(lens, first=first, last=last, branch_of=tops)
        converted = None
        if currency is not None:
            period = {"first": first, "last": last}
            converted = analytics.analyse_in(currency, lens, person=self.person, branch_of=tops, **period)
        return Response(
            {
                "booked_on_after": first,
                "booked_on_before": last,
                "currencies": [analysis_shape(each) for each in found],
                "converted": converted and converted_shape(converted),
            }
        )

    def _period(self, parameters: Parameters) -> tuple[date, date]:
        """Both days included; by default twelve months, the current one being the last."""
        first, last = parameters.day("booked_on_after"), parameters.day("booked_on_before")
        last = last or analytics.month_end(max(self.person.today, first) if first else self.person.today)
        first = first or analytics.months_before(last, MONTHS_SHOWN - 1)
        if first > last:
            parameters.refuse("booked_on_before", _("This is before booked_on_after."), "empty_range")
        elif (last - first).days > LONGEST_PERIOD:
            parameters.refuse("booked_on_after", _("At most 25 years at once."), "period_too_long")
        return first, last


def top_of_each(person: User) -> dict[UUID, UUID]:
    """For every category `person` sees, the one at the top of its branch. One query."""
    parents = dict(Category.objects.visible_to(person).order_by().values_list("pk", "parent_id"))
    tops: dict[UUID, UUID] = {}
    for key in parents:
        top, above = key, parents[key]
        while above is not None and above in parents:
            top, above = above, parents[above]
        tops[key] = top
    return tops


def total_shape(total: WholeTotal) -> dict[str, Any]:
    return {
        "currency": total.currency,
        "have": money_text(total.have, total.currency),
        "owe": money_text(total.owe, total.currency),
        "net": money_text(total.net, total.currency),
        "rates": used_rates_shape(total.used),
        "apart": apart_shape(total.apart),
    }


def converted_shape(found: analytics.Converted) -> dict[str, Any]:
    """The figures of all currencies in one; those left apart are among `currencies` as they are."""
    return {**analysis_shape(found.figures), "rates": used_rates_shape(found.used), "apart": found.apart}


def analysis_shape(found: analytics.Analysis) -> dict[str, Any]:
    currency = found.currency

    def text(amount: Decimal) -> str:
        return money_text(round_to_currency(amount, currency), currency)

    return {
        "currency": currency,
        "income": text(found.income),
        "spent": text(found.spent),
        "saved": text(found.income - found.spent),
        "averages": {
            "income_per_month": text(found.income / found.month_count),
            "spent_per_month": text(found.spent / found.month_count),
            "saved_per_month": text((found.income - found.spent) / found.month_count),
            "spent_per_day": text(found.spent / found.day_count),
        },
        "months": [
            {
                "month": f"{each.starts_on:%Y-%m}",
                "income": text(each.income),
                "spent": text(each.spent),
                "saved": text(each.saved),
            }
            for each in found.months
        ],
        "spending_by_category": figures_shape(found.spending, found.spent, currency),
        "income_by_category": figures_shape(found.earning, found.income, currency),
    }


def figures_shape(figures: Iterable[queries.CategoryFigure], whole: Decimal, currency: str) -> list[dict[str, Any]]:
    """`share` is of the whole, 0 to 1 (beyond it where refunds exceed spending), null when there is no whole."""
    return [
        {
            "category": None if each.is_private else each.category_id,
            "is_private": each.is_private,
            "amount": money_text(each.amount, currency),
            "count": each.count,
            "share": round(float(each.amount / whole), 4) if whole > 0 else None,
        }
        for each in figures
    ]
